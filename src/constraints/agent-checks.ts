import type { Context } from "../agents/context.ts";
import { isOfKind, stays, type RowCheck } from "../dense/checks.ts";
import type { Pool } from "../dense/pool.ts";
import { asks } from "../model/scarce.ts";
import type { Task } from "../model/task.ts";

/** For how long a task is taken to run, in ms. */
export function durationOf({ expectedDurationMs }: Task, { assumedDurationMs }: Context): number {
  return expectedDurationMs ?? assumedDurationMs;
}

/**
 * Passes rows whose agents do not become unavailable while the task runs. Undefined where none does: an agent that is unavailable already takes no task
 * at all. Costs O(log agents), and O(1) per row.
 */
export function stayCheck(task: Task, context: Context, pool: Pool): RowCheck | undefined {
  const durationMs = durationOf(task, context);
  const { absences } = context.tables;
  if (durationMs === 0 || !absences.any) return undefined;
  const { nowMs } = context;
  const untilMs = nowMs + durationMs;
  return absences.startsBefore(untilMs) === 0 ? undefined : stays(pool, absences, nowMs, untilMs);
}

/** Per kind of agents with scarce resources 1 where the task asks some of these, 0 where it stays off them. Costs O(kinds). */
export function servingKinds(task: Task, kinds: readonly (readonly string[])[]): readonly (0 | 1)[] {
  return kinds.map((names) => (names.some((name) => asks(task, name)) ? 1 : 0));
}

/**
 * Passes rows whose agents have no scarce resources, or some that the task asks. Undefined where all do. Costs O(kinds of agents), and O(1) per
 * row. After Marathon's `gpu_scheduling_behavior` "restricted", which forgets an agent's GPUs while it offers none.
 */
export function scarceCheck(task: Task, { scarce }: Context, pool: Pool): RowCheck | undefined {
  if (scarce === undefined) return undefined;
  const serves = servingKinds(task, scarce.kinds);
  return serves.includes(0) ? isOfKind(pool, scarce, serves) : undefined;
}

/** The checks that come from no constraint of the task, and that no round can change. */
export function agentChecksOf(task: Task, context: Context, pool: Pool): readonly RowCheck[] {
  const staying = stayCheck(task, context, pool);
  const guarding = scarceCheck(task, context, pool);
  if (staying === undefined) return guarding === undefined ? none : [guarding];
  return guarding === undefined ? [staying] : [staying, guarding];
}

const none: readonly never[] = [];
