import type { Context } from "../agents/context.ts";
import { prepareEvaluator } from "../agents/evaluators.ts";
import { isEmpty, isShared, someValue, type RowCheck } from "../dense/checks.ts";
import type { Constraint } from "../model/constraint.ts";
import { compilePattern } from "../model/input/pattern.ts";
import type { Task } from "../model/task.ts";
import { coTaskCheck } from "./co-task-checks.ts";

/**
 * The checks a row must pass for the task, beside holding it: no exclusive task there, and every constraint. They judge the round as it
 * stands now. Making them costs O(values of the attributes) at most; each costs O(1) per row, custom ones aside.
 */
export function checksOf(task: Task, context: Context): readonly RowCheck[] {
  const { rows, residents } = context.tables;
  const checks = (task.constraints ?? []).map((each) => checkOf(each, task, context));
  return residents.anyExclusive ? [isShared(rows, residents), ...checks] : checks;
}

/** The check of one constraint. */
export function checkOf(constraint: Constraint, task: Task, context: Context): RowCheck {
  const { rows, residents } = context.tables;
  switch (constraint.kind) {
    case "attributeIs":
    case "attributeIn":
    case "attributeLike":
    case "hasAttribute":
      return attributeCheck(constraint, context);
    case "exclusive":
      return isEmpty(rows, residents);
    case "allOf": {
      const checks = constraint.constraints.map((each) => checkOf(each, task, context));
      return (row) => checks.every((check) => check(row));
    }
    case "anyOf": {
      const checks = constraint.constraints.map((each) => checkOf(each, task, context));
      return (row) => checks.some((check) => check(row));
    }
    case "not": {
      const check = checkOf(constraint.constraint, task, context);
      return (row) => !check(row);
    }
    case "customConstraint":
      return prepareEvaluator(constraint, task, context, isVerdict, "true or false");
    default:
      return coTaskCheck(constraint, task, context.tables);
  }
}

/** Constraints on the agent's attributes alone. */
export type AttributeConstraint = Extract<
  Constraint,
  { readonly kind: "attributeIs" | "attributeIn" | "attributeLike" | "hasAttribute" }
>;

function attributeCheck(constraint: AttributeConstraint, { tables }: Context): RowCheck {
  const column = tables.attribute(constraint.name);
  switch (constraint.kind) {
    case "attributeIs": {
      const wanted = column.numberOf(constraint.value);
      return someValue(tables.rows, column, (value) => value === wanted);
    }
    case "attributeIn": {
      const wanted = new Set(constraint.values.map((value) => column.numberOf(value)));
      return someValue(tables.rows, column, (value) => wanted.has(value));
    }
    case "attributeLike": {
      const pattern = compilePattern(constraint.pattern);
      const matches = column.verdicts(constraint.pattern, (value) => pattern.matches(String(value)));
      return someValue(tables.rows, column, (value) => matches[value] === 1);
    }
    case "hasAttribute":
      return someValue(tables.rows, column, () => true);
  }
}

function isVerdict(result: unknown): result is boolean {
  return typeof result === "boolean";
}

/**
 * The check of a constraint that no round can change: one on attributes, or a tree of such. Undefined for any other.
 */
export function lastingCheckOf(constraint: Constraint, task: Task, context: Context): RowCheck | undefined {
  return isLasting(constraint) ? checkOf(constraint, task, context) : undefined;
}

function isLasting(constraint: Constraint): boolean {
  switch (constraint.kind) {
    case "attributeIs":
    case "attributeIn":
    case "attributeLike":
    case "hasAttribute":
      return true;
    case "allOf":
    case "anyOf":
      return constraint.constraints.every(isLasting);
    case "not":
      return isLasting(constraint.constraint);
    default:
      return false;
  }
}
