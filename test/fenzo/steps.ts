import type { ClusterEvent, Policy, Task } from "../../src/index.ts";
import type { Expected, GoldenAssignment, GoldenOffer, GoldenTask, Scenario } from "./golden.ts";
import { offerOf, policyOf, taskOf } from "./translate.ts";

/** One round of a scenario in stowage's words. */
export interface Step {
  readonly policy: Policy;
  readonly nowMs: number;
  /** What happened since the round before. */
  readonly events: readonly ClusterEvent[];
  readonly tasks: readonly Task[];
  /** Offers that are among the events because all of their host's were to be rejected. */
  readonly rejected: readonly string[];
  readonly expected: Expected;
  /** What Fenzo made of the round. */
  readonly outcome: readonly ClusterEvent[];
}

const roundMs = 1000;

/** The rounds of a scenario, of which each assumes that those before it went as they did in Fenzo. */
export function stepsOf(scenario: Scenario): readonly Step[] {
  const tasks = new Map<string, Task>();
  const offers = new Map<string, GoldenOffer>();
  let limits = scenario.groupLimits;
  let held: readonly string[] = [];
  return scenario.rounds.map((round, at) => {
    const nowMs = at * roundMs;
    const expected = scenario.expected[at];
    if (expected === undefined) throw new Error(`${scenario.id} has no outcome of round ${at}`);
    if (round.groupLimits !== undefined) limits = { ...limits, ...round.groupLimits };

    const expiredHosts = new Set(round.expireAllOfHost);
    const expiredOffers = held.filter((id) => expiredHosts.has(offers.get(id)?.hostname ?? ""));
    const events: readonly ClusterEvent[] = [
      ...(round.complete ?? []).map(({ taskId }) => ({ type: "task-ended" as const, taskId })),
      ...[...(round.expireOffers ?? []), ...expiredOffers].map(rescind),
      { type: "offers-received", offers: round.newOffers.map((offer) => offerOf(offer, nowMs)) },
    ];
    for (const offer of round.newOffers) offers.set(offer.id, offer);
    held = expected.offersHeld;

    const pending = round.tasks.map((task) => {
      const translated = typeof task === "string" ? tasks.get(task) : remember(tasks, task, scenario);
      if (translated === undefined) throw new Error(`${scenario.id} defines no task ${JSON.stringify(task)}`);
      return translated;
    });
    const started = expected.assigned.filter(({ task }) => round.noAssign?.includes(task) !== true);
    const gone = [...Object.values(expected.offersUsed).flat(), ...(expected.offersRejected ?? [])];
    const outcome: readonly ClusterEvent[] = [
      ...started.map((assignment) => start(assignment, tasks)),
      ...gone.filter((id) => !expiredOffers.includes(id)).map(rescind),
    ];
    return {
      policy: policyOf(scenario, limits),
      nowMs,
      events,
      tasks: pending,
      rejected: expiredOffers,
      expected,
      outcome,
    };
  });
}

function remember(tasks: Map<string, Task>, task: GoldenTask, { coTaskSets }: Scenario): Task {
  const translated = taskOf(task, coTaskSets);
  tasks.set(task.id, translated);
  return translated;
}

function rescind(offerId: string): ClusterEvent {
  return { type: "offer-rescinded", offerId };
}

function start(
  { task: id, host, ports = [], sets = [] }: GoldenAssignment,
  tasks: Map<string, Task>,
): ClusterEvent {
  const task = tasks.get(id);
  if (task === undefined) throw new Error(`Fenzo placed ${id}, which no round has`);
  const devices = sets.flatMap(({ set, index, value }) =>
    (task.devices ?? [])
      .filter(({ name }) => name === set)
      .map(({ units }) => ({ name: set, index, units, binding: value })),
  );
  return { type: "task-started", running: { task, agentId: host, hostname: host, ports, devices } };
}
