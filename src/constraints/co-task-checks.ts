import { everyValue, someValue, type Epoch, type Few, type RowCheck } from "../dense/checks.ts";
import { isOwnGroup, type ValueCounter } from "../dense/co-tasks.ts";
import type { Pool } from "../dense/pool.ts";
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
export function coTaskCheck(constraint: CoTaskConstraint, task: Task, tables: Tables, pool: Pool): RowCheck {
  const { attribute = "agentId", among } = constraint;
  const column = tables.attribute(attribute);
  const counter = tables.coTasks.select(task, among).counter(column);
  const { counts, valued, sum } = counter;
  // One more co-task may take a value from those that pass.
  const untilOneMore: Epoch = { failing: 0, passing: sum };
  const by = [column];

  switch (constraint.kind) {
    case "uniqueBy":
      return {
        passes: everyValue(pool, column, false, (value) => counts.of(value) === 0),
        epoch: untilOneMore,
        by,
      };
    case "maxPer":
      return {
        passes: everyValue(pool, column, false, (value) => counts.of(value) < constraint.n),
        epoch: untilOneMore,
        by,
      };
    case "balancedBy":
      return {
        passes: everyValue(pool, column, false, balanced(constraint, counter)),
        epoch: { failing: counter.version, passing: sum },
        by,
      };
    case "awayFrom":
      return {
        passes: everyValue(pool, column, true, (value) => counts.of(value) === 0),
        epoch: untilOneMore,
        by,
      };
    case "near":
      if (valued === 0) return anywhere(isOwnGroup(task, among));
      return {
        passes: someValue(pool, column, (value) => counts.of(value) > 0),
        only: counter.near,
        epoch: { failing: counter.used.length, passing: 0 },
        by,
      };
    case "sameBy":
      if (valued === 0) return anywhere(isOwnGroup(task, among));
      // A value that not all share will never be shared by all.
      return {
        passes: someValue(pool, column, (value) => counts.of(value) === valued),
        only: counter.greatest < valued ? nowhere : counter.near,
        epoch: { failing: 0, passing: sum },
        by,
      };
  }
}

/** Passes every row, or none. */
function anywhere(passes: boolean): RowCheck {
  return { passes: () => passes, only: passes ? undefined : nowhere, epoch: beforeAny, by: [] };
}

/** Before the first co-task: what holds then may all be different with it. */
const beforeAny: Epoch = { failing: -1, passing: -1 };

const nowhere: Few = { count: 0, list: () => [] };

function balanced(
  { expectedValues = 0, maxSkew }: BalancedBy,
  counter: ValueCounter,
): (value: number) => boolean {
  const { counts, greatest } = counter;
  const least = counter.least(expectedValues);
  if (maxSkew !== undefined) return (value) => counts.of(value) + 1 - least <= maxSkew;
  return (value) => {
    const count = counts.of(value);
    return count === 0 || least === greatest || count < greatest;
  };
}
