import {
  emptyCluster,
  explain,
  match,
  renderExplanation,
  update,
  type Round,
  type RoundStats,
  type Task,
  type UnmatchedReason,
} from "stowage";
import { differencesOf } from "./audit.ts";
import { utilisationOf, type Utilisation } from "./measure.ts";
import type { Scenario } from "./scenario.ts";
import { worldOf, type News, type World } from "./world.ts";

/** One round, in numbers. */
export interface RoundRecord extends Omit<News, "events"> {
  /** From 1. */
  readonly round: number;
  /** Events, each offer counted as one. */
  readonly news: number;
  readonly assigned: number;
  readonly launches: number;
  readonly declined: number;
  readonly held: number;
  /** After the round. */
  readonly pending: number;
  readonly reasons: Readonly<Partial<Record<UnmatchedReason, number>>>;
  readonly running: number;
  readonly updateMs: number;
  readonly matchMs: number;
  readonly stats: RoundStats;
  readonly utilisation: Utilisation;
}

/** What was wrong, and in which round. */
export interface Violation {
  readonly round: number;
  readonly text: string;
}

/** A pending task of the last round and why it is pending. */
export interface PendingExplained {
  readonly taskId: string;
  readonly kind: string;
  readonly waitedMs: number;
  readonly explainMs: number;
  readonly text: string;
}

/** What a simulation came to. */
export interface Outcome {
  readonly rounds: readonly RoundRecord[];
  readonly violations: readonly Violation[];
  readonly pending?: PendingExplained;
  readonly world: World;
  readonly elapsedMs: number;
}

/** Runs a scenario, one round a simulated second; `onRound` is told of each. */
export function simulate(scenario: Scenario, onRound: (record: RoundRecord) => void): Outcome {
  const beganMs = performance.now();
  const world = worldOf(scenario);
  const rounds: RoundRecord[] = [];
  const violations: Violation[] = [];
  let cluster = emptyCluster;
  let last: Round | undefined;
  for (const [at, arrivals] of scenario.arrivals.entries()) {
    const nowMs = 1000 * (at + 1);
    const { events, ...news } = world.advance(nowMs, arrivals);
    const tasks = [...world.waiting.values()].map(({ task }): Task => task);
    const startMs = performance.now();
    const updated = update(cluster, events);
    const updatedMs = performance.now();
    const round = match({ cluster: updated, tasks, policy: scenario.policy, nowMs });
    const matchedMs = performance.now();
    for (const text of world.carryOut(round, nowMs)) violations.push({ round: at + 1, text });
    const record = {
      round: at + 1,
      ...news,
      news: events.length - 1 + news.offersReceived,
      assigned: round.assignments.length,
      launches: round.launches.length,
      declined: round.declines.length,
      held: round.held.length,
      pending: world.waiting.size,
      reasons: countReasons(round),
      running: runningTasks(world),
      updateMs: updatedMs - startMs,
      matchMs: matchedMs - updatedMs,
      stats: round.stats,
      utilisation: utilisationOf(world.master),
    };
    rounds.push(record);
    onRound(record);
    ({ cluster } = round);
    last = round;
  }
  for (const text of differencesOf(cluster, world.master)) violations.push({ round: rounds.length, text });
  const pending = last && explainPending(last, world, 1000 * rounds.length);
  return { rounds, violations, world, ...(pending && { pending }), elapsedMs: performance.now() - beganMs };
}

function countReasons({ unmatched }: Round): Partial<Record<UnmatchedReason, number>> {
  const counts: Partial<Record<UnmatchedReason, number>> = {};
  for (const { reason } of unmatched) counts[reason] = (counts[reason] ?? 0) + 1;
  return counts;
}

function runningTasks({ master }: World): number {
  let running = 0;
  for (const { tasks } of master.agents.values()) running += tasks.size;
  return running;
}

/** The task that no agent fits and that waited longest; else any that is pending. */
function explainPending(round: Round, { waiting }: World, nowMs: number): PendingExplained | undefined {
  const chosen = round.unmatched.find(({ reason }) => reason === "no-agent-fits") ?? round.unmatched[0];
  const waits = chosen && waiting.get(chosen.taskId);
  if (waits === undefined) return undefined;
  const startMs = performance.now();
  const text = renderExplanation(explain(round, waits.task.id), { agents: 8 });
  const explainMs = performance.now() - startMs;
  return { taskId: waits.task.id, kind: waits.kind, waitedMs: nowMs - waits.sinceMs, explainMs, text };
}
