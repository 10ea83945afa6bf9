import type { GoldenConstraint, GoldenTask } from "../golden.ts";
import { spreadOf, valueOf, type View } from "./co-tasks.ts";
import type { Host } from "./host.ts";

/** Whether a task that wants the host for itself is there: one that runs, and one of this round unless D4 lets later tasks join it. */
export function isLocked({ running, placed }: Host, { oddities }: View): boolean {
  return [...running, ...(oddities.has("D4") ? [] : placed)].some(isExclusive);
}

/** Whether the constraint holds on the host. */
export function holds(constraint: GoldenConstraint, host: Host, view: View): boolean {
  if (constraint.kind === "exclusive-host") return host.running.length === 0 && host.placed.length === 0;
  const value = valueOf(host, constraint.attribute, view.oddities);
  if (value === undefined) return false;
  if (constraint.kind === "host-attribute-value") return value === constraint.value;
  const { counts, hasUnvalued } = spreadOf(constraint, view);
  if (hasUnvalued && view.oddities.has("D9")) return false;
  const count = counts.get(value) ?? 0;
  if (constraint.kind === "unique-host-attribute") return count === 0;
  const greatest = Math.max(0, ...counts.values());
  const least = counts.size < constraint.expectedValues ? 0 : Math.min(...counts.values());
  return count === 0 || least === greatest || count < greatest;
}

/** How well a soft constraint holds, 0..1. */
export function gradeOf(constraint: GoldenConstraint, host: Host, view: View): number {
  if (constraint.kind !== "balanced-host-attribute" || constraint.binary === true) {
    return holds(constraint, host, view) ? 1 : 0;
  }
  const { attribute, expectedValues } = constraint;
  const value = valueOf(host, attribute, view.oddities);
  if (value === undefined) return 0;
  const { counts, hasUnvalued } = spreadOf(constraint, view);
  if (hasUnvalued && view.oddities.has("D9")) return 0;
  const count = counts.get(value) ?? 0;
  if (count === 0) return 1;
  const all = [...counts.values()].reduce((sum, each) => sum + each, 0);
  const isOneMore = view.oddities.has("D18") && Math.max(expectedValues, counts.size) === 1;
  const total = isOneMore ? all + 1 : all;
  return (total - count) / total;
}

/** The mean over the soft constraints; none where the task has none. */
export function preferencesScore({ soft = [] }: GoldenTask, host: Host, view: View): number | undefined {
  if (soft.length === 0) return undefined;
  return soft.reduce((sum, constraint) => sum + gradeOf(constraint, host, view), 0) / soft.length;
}

function isExclusive({ hard = [] }: GoldenTask): boolean {
  return hard.some(({ kind }) => kind === "exclusive-host");
}
