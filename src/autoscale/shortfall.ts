import type { Agent, Cluster } from "../model/cluster.ts";
import type { Policy } from "../model/policy.ts";
import type { Round } from "../model/round.ts";
import type { Task } from "../model/task.ts";
import type { ShortfallState } from "./actions.ts";
import { place, type Bench } from "./bench.ts";
import { countExpected } from "./history.ts";
import { needsOf, nothing, type Need, type Supply } from "./needs.ts";
import type { ShortTasks } from "./pending.ts";
import { idSource, settle, withAgents, withAway, type NewAgent } from "./scene.ts";
import { trialPolicy, type Line } from "./trial.ts";

/** What tasks are short of. */
export interface Shortfall {
  /** In the order of the rules. */
  readonly needs: readonly Need[];
  /** What becomes of each task. */
  readonly states: ReadonlyMap<string, ShortfallState>;
  /** The ids of the agents that are there and will be given tasks. */
  readonly used: ReadonlySet<string>;
  /** How many agents of each rule are expected and will be given none. */
  readonly spare: readonly number[];
}

/** All that the shortfall depends on. */
export interface Situation {
  /** The cluster that the round was made from. */
  readonly cluster: Cluster;
  readonly round: Round;
  readonly away: readonly Agent[];
  readonly policy: Policy;
  /** Tasks as they are given to a round: in a list, or in the queue in which they wait. */
  readonly toLine: (tasks: readonly Task[]) => Line;
  readonly nowMs: number;
  readonly method: "trial" | "count";
  readonly supplies: readonly Supply[];
  readonly short: ShortTasks;
}

/**
 * What the tasks are short of. They are put to the test in trial rounds: first those for which agents were asked, on the agents that are there and
 * expected; then those that are due, with more and more agents of each rule; last the others, on what is left. Costs nothing without
 * short tasks, else O(rules × log tasks) rounds over these.
 */
export function shortfallOf(situation: Situation): Shortfall {
  const { supplies, short, cluster, round, away, nowMs } = situation;
  const tasks = [...short.asked, ...short.due, ...short.delayed];
  const stuck = new Map(short.stuck.map(({ id }): [string, ShortfallState] => [id, "limited"]));
  if (tasks.length === 0) {
    return {
      needs: supplies.map(() => nothing),
      states: stuck,
      used: new Set(),
      spare: supplies.map(({ expected }) => countExpected(expected)),
    };
  }
  const nextId = idSource(cluster, away);
  const coming = supplies.map((supply) => ({ supply, agents: comingAgents(supply, nextId) }));
  const bench: Bench = {
    policy: trialPolicy(situation.policy, tasks),
    toLine: situation.toLine,
    nowMs,
    nextId,
    cluster: withAgents(
      withAway(settle(cluster, round), away, nextId),
      coming.flatMap(({ agents }) => agents),
    ),
    used: new Set(),
    states: stuck,
  };
  place(short.asked, "asked", bench);
  const needs = needsOf(supplies, short.due, situation.method, bench);
  place(short.delayed, "delayed", bench);
  return {
    needs,
    states: bench.states,
    used: bench.used,
    spare: coming.map(
      ({ supply, agents }) =>
        countExpected(supply.expected) - agents.filter(({ id }) => bench.used.has(id)).length,
    ),
  };
}

/** The agents that are expected, as far as it is known what they will be like. */
function comingAgents({ expected, shapes }: Supply, nextId: () => string): readonly NewAgent[] {
  const coming: NewAgent[] = [];
  for (const { agents, shape } of expected) {
    for (let i = 0; i < agents; i++) {
      const like = shape ?? shapes[coming.length % shapes.length];
      if (like !== undefined) coming.push({ id: nextId(), shape: like });
    }
  }
  return coming;
}
