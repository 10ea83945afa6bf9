import type { Cluster } from "../model/cluster.ts";
import type { Policy } from "../model/policy.ts";
import type { AnyMatchInput, Round } from "../model/round.ts";
import type { Task } from "../model/task.ts";
import { withOwnFields } from "../model/own-fields.ts";
import { match } from "../match.ts";
import { withAgents, type Candidate } from "./scene.ts";

/** Tasks as a round takes them. */
export type Line = AnyMatchInput["tasks"];

/** A round on a cluster with some new agents. */
export interface Trial {
  /** How many of the new agents that there could be, from the first on, include all that there were. */
  readonly agents: number;
  /** In no order. */
  readonly newAgents: readonly Candidate[];
  readonly round: Round;
  /** The cluster that the round was made from. */
  readonly cluster: Cluster;
  /** The ids of the tasks placed. */
  readonly placed: ReadonlySet<string>;
  /** The places of the new agents that got a task, ascending. */
  readonly used: readonly number[];
}

/** Makes trials of the same tasks with the first so many of the same new agents. Each is made from one that has some of these and no others: its cluster grows. */
export type Trials = (agents: number, from: Trial) => Trial;

/** The policy of trials: a round that places as much as it can, and does not look after the offers that are left. */
export function trialPolicy(policy: Policy, tasks: readonly Task[]): Policy {
  const { maxAssignments: _, ...rest } = withOwnFields(policy);
  return {
    ...rest,
    hold: { forMs: Number.MAX_VALUE },
    roles: [...(policy.roles ?? []), ...tasks.map(({ role = "*" }) => role)],
  };
}

/** What trials of the same tasks have in common. */
export interface Setting {
  readonly tasks: Line;
  readonly policy: Policy;
  readonly nowMs: number;
}

/** The trial with new agents beside those of another. Costs a round. */
export function trialWith(
  more: readonly Candidate[],
  from: Pick<Trial, "cluster" | "newAgents">,
  { tasks, policy, nowMs }: Setting,
): Trial {
  const newAgents = [...from.newAgents, ...more];
  const cluster = withAgents(from.cluster, more);
  const round = match({ cluster, tasks, policy, nowMs });
  const given = new Set(round.launches.map(({ agentId }) => agentId));
  const used = newAgents.flatMap(({ id, place }) => (given.has(id) ? [place] : []));
  return {
    agents: newAgents.reduce((most, { place }) => Math.max(most, place + 1), 0),
    newAgents,
    round,
    cluster,
    placed: new Set(round.assignments.map(({ taskId }) => taskId)),
    used: used.sort((a, b) => a - b),
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
  let bad = few;
  let isFirst = true;
  while (good.agents - bad.agents > 1) {
    const reach = reachOf(good);
    const isReach = reach > bad.agents && reach < good.agents;
    const fewer = isFirst ? good.agents - 1 : (good.agents + bad.agents) >>> 1;
    const trial = trials(isReach ? reach : fewer, bad);
    if (placesAll(trial, full)) good = trial;
    else bad = trial;
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
 * The trial with the fewest new agents that places all it can with no more than `most` new agents used. `good` uses more. Between few enough and too many it tries
 * as many more as would use those still allowed, going by how many of the last ones were used; half as many where that was none.
 * Costs O(log agents) rounds.
 */
export function boundedTrial(good: Trial, few: Trial, most: number, trials: Trials): Trial {
  if (most === 0 || placesAll(few, good)) return few;
  let fitting = trials(most, few);
  if (placesAll(fitting, good)) return leastTrial(fitting, few, trials);
  let less = few;
  let over = good.agents;
  let perUsed = 1;
  let isGuess = true;
  for (;;) {
    const between = over - fitting.agents;
    if (between <= 1) return leastTrial(fitting, less, trials);
    const guess = Math.max(1, Math.floor(perUsed * (most - fitting.used.length)));
    const more = Math.min(between - 1, isGuess ? guess : between >>> 1);
    const trial = trials(fitting.agents + more, fitting);
    const used = trial.used.length - fitting.used.length;
    isGuess = used > 0;
    if (isGuess) perUsed = more / used;
    if (trial.used.length > most) over = trial.agents;
    else {
      if (!placesAll(fitting, trial)) less = fitting;
      fitting = trial;
    }
  }
}
