import type { Context } from "../agents/context.ts";
import { checkOf } from "../constraints/constraints.ts";
import { balanceGrade } from "../dense/checks.ts";
import type { Constraint } from "../model/constraint.ts";
import type { Preference } from "../model/fitness.ts";
import type { Task } from "../model/task.ts";
import { meanOf, rowScorer, scorerOf, type Scorer } from "./fitness.ts";

/** The scorer of a task's preferences: their weighted mean; undefined where it has none. */
export function preferencesScorer(task: Task, context: Context): Scorer | undefined {
  const preferences = task.preferences ?? [];
  if (preferences.length === 0) return undefined;
  return meanOf(
    preferences.map((preference) => [preferenceScorer(preference, task, context), preference.weight]),
  );
}

function preferenceScorer(preference: Preference, task: Task, context: Context): Scorer {
  return preference.kind === "prefer"
    ? rowScorer(gradeOf(preference.constraint, task, context))
    : scorerOf(preference.fitness, task, context);
}

function gradeOf(constraint: Constraint, task: Task, context: Context): (row: number) => number {
  if (constraint.kind === "balancedBy") {
    const { rows, coTasks } = context.tables;
    const column = context.tables.attribute(constraint.attribute);
    return balanceGrade(rows, coTasks.select(task, constraint.among).counter(column));
  }
  const check = checkOf(constraint, task, context);
  return (row) => (check(row) ? 1 : 0);
}
