import type { Cluster } from "../model/cluster.ts";
import type { Policy } from "../model/policy.ts";
import type { AnyMatchInput, Round } from "../model/round.ts";
import type { Task } from "../model/task.ts";
import { match } from "../match.ts";
import { withAgents, type NewAgent } from "./scene.ts";

/** Tasks as a round takes them. */
export type Line = AnyMatchInput["tasks"];

/** A round on a cluster with some new agents. */
export interface Trial {
  /** How many new agents there were, the first of those that there could be. */
  readonly agents: number;
  readonly round: Round;
  /** The cluster that the round was made from. */
  readonly cluster: Cluster;
  /** The ids of the tasks placed. */
  readonly placed: ReadonlySet<string>;
  /** The places of the new agents that got a task, ascending. */
  readonly used: readonly number[];
}

/** Makes trials of the same tasks with more or fewer of the same new agents. */
export type Trials = (agents: number) => Trial;

/** The policy of trials: a round that places as much as it can, and does not look after the offers that are left. */
export function trialPolicy(policy: Policy, tasks: readonly Task[]): Policy {
  const { maxAssignments: _, ...rest } = policy;
  return {
    ...rest,
    hold: { forMs: Number.MAX_VALUE },
    roles: [...(policy.roles ?? []), ...tasks.map(({ role = "*" }) => role)],
  };
}

/** Trials on the cluster. Each costs a round. */
export function trialsOf(
  cluster: Cluster,
  tasks: Line,
  candidates: readonly NewAgent[],
  policy: Policy,
  nowMs: number,
): Trials {
  const places = new Map(candidates.map(({ id }, i) => [id, i]));
  return (agents) => {
    const extended = withAgents(cluster, candidates.slice(0, agents));
    const round = match({ cluster: extended, tasks, policy, nowMs });
    const used = new Set(round.launches.flatMap(({ agentId }) => places.get(agentId) ?? []));
    return {
      agents,
      round,
      cluster: extended,
      placed: new Set(round.assignments.map(({ taskId }) => taskId)),
      used: [...used].sort((a, b) => a - b),
    };
  };
}

/**
 * The trial with the fewest new agents that places all that `full` places: with one agent fewer it would not. It is `few` at
 * least. More agents need not place more, where constraints look at other tasks: so it is a least one that is found, by trying
 * the number of agents that got a task, then one fewer, then half as many. Costs O(log agents) rounds; four where the policy packs agents of one shape.
 */
export function leastTrial(full: Trial, few: Trial, trials: Trials): Trial {
  if (placesAll(few, full)) return few;
  let good = full;
  let bad = few.agents;
  let isFirst = true;
  while (good.agents - bad > 1) {
    const reach = reachOf(good);
    const isReach = reach > bad && reach < good.agents;
    const fewer = isFirst ? good.agents - 1 : (good.agents + bad) >>> 1;
    const trial = trials(isReach ? reach : fewer);
    if (placesAll(trial, full)) good = trial;
    else bad = trial.agents;
    if (!isReach) isFirst = false;
  }
  return good;
}

/** How many of the first new agents include all that got a task. */
function reachOf({ used }: Trial): number {
  return (used.at(-1) ?? -1) + 1;
}

/** Whether the one trial places all that the other does. */
function placesAll({ placed }: Trial, other: Trial): boolean {
  for (const id of other.placed) if (!placed.has(id)) return false;
  return true;
}

/**
 * The trial with the fewest new agents that places all it can with no more than `most` new agents used. `good` uses more. Tries few more than `most`
 * first, for most shapes serve every task. Costs O(log agents) rounds.
 */
export function boundedTrial(good: Trial, few: Trial, most: number, trials: Trials): Trial {
  if (most === 0 || placesAll(few, good)) return few;
  let fitting = trials(most);
  if (placesAll(fitting, good)) return leastTrial(fitting, few, trials);
  let over = good.agents;
  let step = 1;
  let isRising = true;
  while (over - fitting.agents > 1) {
    const more = isRising ? Math.min(over - 1, fitting.agents + step) : (over + fitting.agents) >>> 1;
    const trial = trials(more);
    if (trial.used.length <= most) fitting = trial;
    else {
      over = trial.agents;
      isRising = false;
    }
    step *= 2;
  }
  return leastTrial(fitting, few, trials);
}
