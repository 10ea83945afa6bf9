import { everyValue, someValue, type RowCheck } from "../dense/checks.ts";
import { isOwnGroup, type ValueCounter } from "../dense/co-tasks.ts";
import { numberAt } from "../dense/number-at.ts";
import type { Tables } from "../dense/tables.ts";
import type { BalancedBy, Constraint } from "../model/constraint.ts";
import type { Task } from "../model/task.ts";

/** Constraints on where a task's co-tasks are. */
export type CoTaskConstraint = Extract<
  Constraint,
  { readonly kind: "uniqueBy" | "balancedBy" | "maxPer" | "sameBy" | "near" | "awayFrom" }
>;

/**
 * The check of a co-task constraint: what each value of the attribute is worth follows from how many co-tasks it has. After Fenzo's
 * unique and balanced host attributes, with a counter in place of a look at every co-task for every agent.
 */
export function coTaskCheck(constraint: CoTaskConstraint, task: Task, tables: Tables): RowCheck {
  const { rows } = tables;
  const { attribute = "agentId", among } = constraint;
  const column = tables.attribute(attribute);
  const counter = tables.coTasks.select(task, among).counter(column);
  const { counts, valued } = counter;
  const countOf = (value: number): number => numberAt(counts, value);

  switch (constraint.kind) {
    case "uniqueBy":
      return everyValue(rows, column, false, (value) => counts[value] === 0);
    case "maxPer":
      return everyValue(rows, column, false, (value) => countOf(value) < constraint.n);
    case "balancedBy":
      return everyValue(rows, column, false, balanced(constraint, counter));
    case "awayFrom":
      return everyValue(rows, column, true, (value) => counts[value] === 0);
    case "near":
      if (valued === 0) return () => isOwnGroup(task, among);
      return someValue(rows, column, (value) => countOf(value) > 0);
    case "sameBy":
      if (valued === 0) return () => isOwnGroup(task, among);
      return someValue(rows, column, (value) => counts[value] === valued);
  }
}

function balanced(
  { expectedValues = 0, maxSkew }: BalancedBy,
  counter: ValueCounter,
): (value: number) => boolean {
  const { counts, greatest } = counter;
  const least = counter.least(expectedValues);
  if (maxSkew !== undefined) return (value) => numberAt(counts, value) + 1 - least <= maxSkew;
  return (value) => {
    const count = numberAt(counts, value);
    return count === 0 || least === greatest || count < greatest;
  };
}
