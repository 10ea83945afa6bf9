import type { ClusterEvent, Policy, Task } from "../../src/index.ts";
import {
  outcomeIn,
  roundMs,
  type Expected,
  type GoldenAssignment,
  type GoldenRound,
  type GoldenTask,
  type GroupLimits,
  type Outcome,
  type Scenario,
} from "./golden.ts";
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

/** What the rounds before one left. */
interface Past {
  /** In stowage's words, by id. */
  readonly tasks: Map<string, Task>;
  /** The agent of each host. */
  readonly agents: Map<string, string>;
  /** The hosts of the offers held. */
  readonly held: Map<string, string>;
  readonly running: Set<string>;
}

/** The rounds of a scenario, of which each assumes that those before it went as they did in Fenzo. */
export function stepsOf(scenario: Scenario): readonly Step[] {
  const past: Past = { tasks: new Map(), agents: new Map(), held: new Map(), running: new Set() };
  let limits = scenario.groupLimits;
  return scenario.expected.map((expected, at) => {
    const round = scenario.rounds[at];
    if (round === undefined) throw new Error(`${scenario.id} has no round ${at}`);
    const nowMs = at * roundMs;
    limits = limitsAfter(limits, round);
    const expired = new Set(round.expireAllOfHost);
    const rejected = [...past.held].flatMap(([id, host]) =>
      expired.has(host) && round.expireOffers?.includes(id) !== true ? [id] : [],
    );
    const tasks = round.tasks.map((task) => pendingOf(task, past, scenario));
    return {
      policy: policyOf(scenario, limits, round.taskBatchSize),
      nowMs,
      events: eventsOf(round, rejected, nowMs, past),
      tasks,
      rejected,
      expected,
      outcome: outcomeOf(outcomeIn(expected), new Set(round.noAssign), past),
    };
  });
}

/** The limits in force; where none is left, there are none at all. */
function limitsAfter(before: GroupLimits | undefined, round: GoldenRound): GroupLimits | undefined {
  const { groupLimits: added, removeGroupLimits: removed = [] } = round;
  if (before === undefined && added === undefined) return undefined;
  const limits = Object.entries({ ...before, ...added });
  return Object.fromEntries(limits.filter(([group]) => !removed.includes(group)));
}

function pendingOf(task: GoldenTask | string, { tasks }: Past, { id, coTaskSets }: Scenario): Task {
  if (typeof task !== "string") {
    const translated = taskOf(task, coTaskSets);
    tasks.set(task.id, translated);
    return translated;
  }
  const known = tasks.get(task);
  if (known === undefined) throw new Error(`${id} defines no task ${task}`);
  return known;
}

function eventsOf(
  round: GoldenRound,
  rejected: readonly string[],
  nowMs: number,
  { held, agents, running }: Past,
): readonly ClusterEvent[] {
  const ended = (round.complete ?? []).map(({ taskId }) => taskId);
  const gone = [...(round.expireOffers ?? []), ...rejected];
  for (const id of ended) running.delete(id);
  const early = new Set(gone.filter((id) => !held.delete(id)));
  for (const { id, hostname, agentId = hostname } of round.newOffers) {
    agents.set(hostname, agentId);
    if (!early.has(id)) held.set(id, hostname);
  }
  const agentOf = (hostname: string): string => agents.get(hostname) ?? hostname;
  return [
    ...ended.map((taskId) => ({ type: "task-ended" as const, taskId })),
    ...gone.map(rescind),
    ...Object.entries(round.disable ?? {}).map(([hostname, ms]) => ({
      type: "agent-disabled" as const,
      agentId: agentOf(hostname),
      untilMs: nowMs + ms,
    })),
    ...(round.enable ?? []).map((hostname) => ({
      type: "agent-enabled" as const,
      agentId: agentOf(hostname),
    })),
    {
      type: "offers-received",
      offers: round.newOffers.map((offer, at, { length }) => offerOf(offer, nowMs, length - 1 - at)),
    },
  ];
}

/** The tasks that were started, each once, and the offers that are gone. */
function outcomeOf(
  { assigned, offersUsed, offersRejected = [] }: Outcome,
  neverStarted: ReadonlySet<string>,
  past: Past,
): readonly ClusterEvent[] {
  const gone = [...Object.values(offersUsed).flat(), ...offersRejected].filter((id) => past.held.delete(id));
  const started = assigned.flatMap((assignment) => {
    if (neverStarted.has(assignment.task) || past.running.has(assignment.task)) return [];
    past.running.add(assignment.task);
    return [start(assignment, past)];
  });
  return [...started, ...gone.map(rescind)];
}

function rescind(offerId: string): ClusterEvent {
  return { type: "offer-rescinded", offerId };
}

function start(
  { task: id, host, ports = [], sets = [] }: GoldenAssignment,
  { tasks, agents }: Past,
): ClusterEvent {
  const task = tasks.get(id);
  if (task === undefined) throw new Error(`Fenzo placed ${id}, which no round has`);
  const devices = sets.flatMap(({ set, index, value }) =>
    (task.devices ?? [])
      .filter(({ name }) => name === set)
      .map(({ units }) => ({ name: set, index, units, binding: value })),
  );
  const agentId = agents.get(host) ?? host;
  return { type: "task-started", running: { task, agentId, hostname: host, ports, devices } };
}
