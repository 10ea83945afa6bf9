import type { UnmatchedReason } from "stowage";
import { fragmentationOf, median, type Fragmentation } from "./measure.ts";
import type { Scenario } from "./scenario.ts";
import type { Outcome, RoundRecord } from "./simulate.ts";

/** What a simulation came to, in sums. */
export interface Summary {
  readonly agents: number;
  readonly tasksArrived: number;
  readonly standingTasks: number;
  readonly assigned: number;
  readonly ended: number;
  readonly running: number;
  readonly pending: number;
  readonly pendingByKind: Readonly<Record<string, number>>;
  readonly pendingByReason: Readonly<Partial<Record<UnmatchedReason, number>>>;
  readonly offersReceived: number;
  readonly declines: number;
  readonly offersRescinded: number;
  readonly agentsLost: number;
  readonly agentsDisabled: number;
  readonly tasksLost: number;
  readonly launches: number;
  readonly updateMs: number;
  readonly matchMs: number;
  readonly medianRoundMs: number;
  readonly slowest: RoundRecord;
  readonly slowestAfterFirst: RoundRecord | undefined;
  readonly fragmentation: Fragmentation;
}

/** The sums of an outcome. */
export function summaryOf(scenario: Scenario, { rounds, world }: Outcome): Summary {
  const last = rounds.at(-1);
  if (last === undefined) throw new Error("there was no round");
  const sum = (part: (record: RoundRecord) => number): number =>
    rounds.reduce((all, each) => all + part(each), 0);
  const tasks = scenario.arrivals.flat().map(({ task }) => task);
  return {
    agents: scenario.agents.length,
    tasksArrived: tasks.length,
    standingTasks: scenario.standing.length,
    assigned: sum(({ assigned }) => assigned),
    ended: sum(({ ended }) => ended),
    running: last.running,
    pending: last.pending,
    pendingByKind: countKinds([...world.waiting.values()].map(({ kind }) => kind)),
    pendingByReason: last.reasons,
    offersReceived: sum(({ offersReceived }) => offersReceived),
    declines: sum(({ declined }) => declined),
    offersRescinded: sum(({ offersRescinded }) => offersRescinded),
    agentsLost: sum(({ agentsLost }) => agentsLost),
    agentsDisabled: sum(({ agentsDisabled }) => agentsDisabled),
    tasksLost: sum(({ tasksLost }) => tasksLost),
    launches: sum(({ launches }) => launches),
    updateMs: sum(({ updateMs }) => updateMs),
    matchMs: sum(({ matchMs }) => matchMs),
    medianRoundMs: median(rounds.map(timeOf)),
    slowest: slowestOf(rounds) ?? last,
    slowestAfterFirst: slowestOf(rounds.slice(1)),
    fragmentation: fragmentationOf(world.master, tasks, Object.keys(last.utilisation)),
  };
}

/** What the scheduler spent on a round. */
export function timeOf({ updateMs, matchMs }: RoundRecord): number {
  return updateMs + matchMs;
}

function countKinds(kinds: readonly string[]): Readonly<Record<string, number>> {
  const counts = new Map<string, number>();
  for (const kind of kinds) counts.set(kind, (counts.get(kind) ?? 0) + 1);
  return Object.fromEntries([...counts].toSorted((a, b) => b[1] - a[1]));
}

function slowestOf(rounds: readonly RoundRecord[]): RoundRecord | undefined {
  return rounds.toSorted((a, b) => timeOf(b) - timeOf(a))[0];
}
