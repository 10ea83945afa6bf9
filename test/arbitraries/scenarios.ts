import fc from "fast-check";
import type { Cluster, ClusterEvent, MatchInput, Policy, Task } from "../../src/index.ts";
import { emptyCluster, update } from "../../src/index.ts";
import { scarceNames } from "./amounts.ts";
import type { Customs } from "./constraints.ts";
import type { EventSeed } from "./events.ts";
import { eventSeed, eventsFrom } from "./events.ts";
import { distinct } from "./names.ts";
import { offersOfAgent } from "./offers.ts";
import { policy } from "./policies.ts";
import { rarely } from "./shapes.ts";
import { runningTask, task } from "./tasks.ts";
import { timeMs } from "./times.ts";

/** All that a round needs; its tasks get their final ids when its cluster is known. */
export interface RoundSeed {
  readonly events: readonly EventSeed[];
  readonly tasks: readonly Task[];
  readonly policy: Policy | undefined;
  readonly nowMs: number;
}

/** A round from an empty cluster. */
export interface Scenario {
  readonly events: readonly ClusterEvent[];
  readonly tasks: readonly Task[];
  readonly policy: Policy | undefined;
  readonly nowMs: number;
}

/** How a scenario is to be. */
export interface ScenarioOptions {
  readonly customs?: Customs;
  readonly hasRunning?: boolean;
  readonly maxAgents?: number;
}

/** A round: mostly few agents, so that the tasks contend for them. */
export function scenario(options: ScenarioOptions = {}): fc.Arbitrary<Scenario> {
  return roundSeed(options).map((seed) => {
    const events = eventsFrom(emptyCluster, seed.events);
    return { ...seed, events };
  });
}

/** A round that follows others. */
export function laterRound(customs: Customs = "all"): fc.Arbitrary<RoundSeed> {
  return fc.record(
    {
      events: fc.array(eventSeed(customs), { maxLength: 6 }),
      tasks: fc.array(task(customs), { maxLength: 6 }),
      policy: fc.option(policy(customs), { nil: undefined }),
      nowMs: timeMs,
    },
    { noNullPrototype: true },
  );
}

/** What makes resources scarce, before anything is known or after. */
interface Guard {
  readonly guard: readonly EventSeed[];
  readonly isLast: boolean;
}

function roundSeed({
  customs = "all",
  hasRunning = true,
  maxAgents = 40,
}: ScenarioOptions): fc.Arbitrary<RoundSeed> {
  const few = Math.min(8, maxAgents);
  const agents = fc.oneof(
    { weight: 12, arbitrary: fc.array(offersOfAgent, { maxLength: few, size: "max" }) },
    { weight: 1, arbitrary: fc.array(offersOfAgent, { maxLength: maxAgents, size: "max" }) },
  );
  const running = fc.array(runningTask(customs), { maxLength: hasRunning ? 8 : 0 });
  const others = fc.array(eventSeed(customs), { maxLength: hasRunning ? 4 : 0 });
  const guards = fc
    .tuple(scarceNames, fc.boolean())
    .map(([resources, isLast]): Guard => ({ guard: [{ type: "guard", resources }], isLast }));
  return fc
    .record({
      guard: rarely<Guard>(3, fc.constant({ guard: [], isLast: false }), guards),
      offers: agents,
      running,
      others,
      tasks: fc.array(task(customs), { maxLength: 15, size: "max" }),
      policy: fc.option(policy(customs), { nil: undefined }),
      nowMs: timeMs,
    })
    .map(({ guard: { guard, isLast }, offers, running: tasks, others: events, ...rest }) => ({
      ...rest,
      events: [
        ...(isLast ? [] : guard),
        { type: "offers", offers: offers.flat() },
        ...tasks.map((one): EventSeed => ({ type: "start", running: one })),
        ...events,
        ...(isLast ? guard : []),
      ],
    }));
}

/** The input of the scenario's round. */
export function inputOf(scenario: Scenario): MatchInput {
  return inputFor(update(emptyCluster, scenario.events), scenario);
}

/** The input of a round with the cluster: no task of it runs already, and every role is known. */
export function inputFor(cluster: Cluster, seed: Omit<RoundSeed, "events">): MatchInput {
  const taken = cluster.agents.flatMap((agent) => agent.running.map((running) => running.task.id));
  const ids = distinct(
    seed.tasks.map((one) => one.id),
    taken,
  );
  const tasks = seed.tasks.map((one, index) => ({ ...one, id: ids[index] ?? one.id }));
  const known = ["*", ...cluster.roles, ...(seed.policy?.roles ?? [])];
  const unknown = [...new Set(tasks.map((one) => one.role ?? "*"))].filter((role) => !known.includes(role));
  const policy =
    unknown.length === 0 || cluster.roles.length === 0
      ? seed.policy
      : { ...seed.policy, roles: [...(seed.policy?.roles ?? []), ...unknown] };
  return { cluster, tasks, nowMs: seed.nowMs, ...(policy === undefined ? {} : { policy }) };
}
