import type { Context } from "../agents/context.ts";
import { checkOf } from "../constraints/constraints.ts";
import { balanceGrade, greatestGrade } from "../dense/checks.ts";
import type { Tables } from "../dense/tables.ts";
import type { BalancedBy } from "../model/constraint.ts";
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
  if (preference.kind === "preferHigh") return scorerOf(preference.fitness, task, context);
  const { constraint } = preference;
  if (constraint.kind === "balancedBy") return balanceScorer(constraint, task, context.tables);
  const check = checkOf(constraint, task, context);
  return rowScorer((row) => (check(row) ? 1 : 0));
}

function balanceScorer({ attribute, among }: BalancedBy, task: Task, tables: Tables): Scorer {
  const counter = tables.coTasks.select(task, among).counter(tables.attribute(attribute));
  return rowScorer(balanceGrade(tables.rows, counter), greatestGrade(counter));
}
