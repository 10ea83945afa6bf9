import fc from "fast-check";
import type { Cluster, ClusterEvent, MatchInput, Policy, Round, Task } from "../../src/index.ts";
import { emptyCluster, match, update } from "../../src/index.ts";
import type { Answered } from "./chains.ts";
import type { Change } from "./wide-changes.ts";
import { change, eventsOfChanges } from "./wide-changes.ts";
import type { WideSeed } from "./wide-agents.ts";
import { wideSeed } from "./wide-agents.ts";
import type { WideOptions, WideRun } from "./wide-tasks.ts";
import { widePolicy, wideRuns, wideTasks, wideTemplate } from "./wide-tasks.ts";
import { eventsOf } from "./wide.ts";

/** Rounds over one wide cluster, of which a small part changes between them. */
export interface WideChain {
  readonly seed: WideSeed;
  readonly templates: readonly Task[];
  readonly policies: readonly Policy[];
  readonly steps: readonly WideStep[];
}

/** What happens before a round, and what the round is. */
export interface WideStep {
  readonly changes: readonly Change[];
  /** Whether agents that have no offers left offer again. */
  readonly isRefilled: boolean;
  /** In how many calls of `update` the events come. */
  readonly calls: number;
  readonly runs: readonly WideRun[];
  readonly policy: number;
  /** How long after the step before. */
  readonly afterMs: number;
  /** Whether the next step begins with what this round leads to, not with what it was given. */
  readonly isTaken: boolean;
}

/** A few rounds, first of all one over the cluster as it was made. */
export function wideChain(options: WideOptions = {}): fc.Arbitrary<WideChain> {
  return fc.record({
    seed: wideSeed(260),
    templates: fc.array(wideTemplate(options), { minLength: 1, maxLength: 5, size: "max" }),
    policies: fc.array(heldPolicy(options), { minLength: 1, maxLength: 3, size: "max" }),
    steps: wideSteps,
  });
}

/** The steps of a chain. */
export const wideSteps: fc.Arbitrary<readonly WideStep[]> = fc.array(
  fc.record(
    {
      changes: fc.array(change, { maxLength: 20, size: "max" }),
      isRefilled: fc.boolean(),
      calls: fc.integer({ min: 1, max: 3 }),
      runs: wideRuns(8),
      policy: fc.nat({ max: 2 }),
      afterMs: fc.constantFrom(0, 10, 500, 2000),
      isTaken: fc.constantFrom(true, true, true, false),
    },
    { noNullPrototype: true },
  ),
  { minLength: 3, maxLength: 12, size: "max" },
);

/** The cluster with which the chain begins. */
export function firstClusterOf({ seed }: WideChain): Cluster {
  return update(emptyCluster, eventsOf(seed));
}

/** The chain's rounds, one after the other, from the cluster. Some tasks that stay unmatched are tried again before the new ones. */
export function* wideRoundsOf(chain: WideChain, first = firstClusterOf(chain)): Generator<Answered> {
  let cluster = first;
  let left: readonly Task[] = [];
  let nowMs = 1010;
  for (const [index, step] of chain.steps.entries()) {
    nowMs += step.afterMs;
    if (index > 0) cluster = clusterAfter(cluster, chain.seed, step, `${index}`, nowMs);
    const input = inputAt(chain, step, cluster, [...left, ...tasksAt(chain, step, index)], nowMs);
    const round = match(input);
    yield { input, round };
    left = step.isTaken ? leftOf(input, round) : [];
    if (step.isTaken) cluster = round.cluster;
  }
}

/** The cluster after what happens before the step. */
export function clusterAfter(
  cluster: Cluster,
  seed: WideSeed,
  { changes, isRefilled, calls }: WideStep,
  tag: string,
  nowMs: number,
): Cluster {
  let after = cluster;
  const size = Math.ceil(changes.length / calls);
  for (let call = 0; call < calls; call++) {
    const part = changes.slice(call * size, (call + 1) * size);
    const events: readonly ClusterEvent[] = eventsOfChanges(after, part, seed, {
      tag: `${tag}.${call}`,
      nowMs,
      isRefilled: isRefilled && call === 0,
    });
    after = update(after, events);
  }
  return after;
}

function inputAt(
  { policies }: WideChain,
  { policy }: WideStep,
  cluster: Cluster,
  tasks: readonly Task[],
  nowMs: number,
): MatchInput {
  return { cluster, tasks, nowMs, policy: policies[policy % policies.length] ?? {} };
}

function tasksAt({ templates }: WideChain, { runs }: WideStep, index: number): readonly Task[] {
  return wideTasks(templates, runs, `s${index}t`, 40);
}

function leftOf({ tasks }: MatchInput, { unmatched }: Round): readonly Task[] {
  return tasks.filter((task) => unmatched.some((one) => one.taskId === task.id)).slice(0, 5);
}

/** A policy, mostly such that offers stand from round to round. */
function heldPolicy(options: WideOptions): fc.Arbitrary<Policy> {
  const hold = fc.constantFrom<NonNullable<Policy["hold"]>[]>(
    { forMs: 1e9 },
    { forMs: 1e9 },
    { forMs: 1e9 },
    { forMs: 1000, maxDeclines: 30 },
    { forMs: 1000 },
  );
  return fc.tuple(widePolicy(options), hold).map(([policy, held]) => ({ ...policy, hold: held }));
}
