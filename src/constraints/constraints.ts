import type { Context } from "../agents/context.ts";
import { valuesIn } from "../agents/lists.ts";
import { prepareEvaluator } from "../agents/evaluators.ts";
import type { AttributeColumn } from "../dense/attributes.ts";
import {
  agentsWithSome,
  always,
  isEmpty,
  isShared,
  someValue,
  type Epoch,
  type Few,
  type RowCheck,
} from "../dense/checks.ts";
import type { Pool } from "../dense/pool.ts";
import type { Constraint } from "../model/constraint.ts";
import type { Task } from "../model/task.ts";
import { agentChecksOf } from "./agent-checks.ts";
import { coTaskCheck } from "./co-task-checks.ts";

/**
 * The checks a row must pass for the task, beside holding it: its agent stays and is not kept for others, no exclusive task is there, and every
 * constraint. They judge the round as it stands now. Making them costs O(values of the attributes) at most; each costs O(1) per row, custom ones aside.
 */
export function checksOf(task: Task, context: Context, pool: Pool): readonly RowCheck[] {
  const { residents } = context.tables;
  const { constraints } = task;
  const ofAgent = agentChecksOf(task, context, pool);
  if (constraints === undefined && !residents.anyExclusive) return ofAgent;
  const checks = (constraints ?? none).map((each) => checkOf(each, task, context, pool));
  if (ofAgent.length === 0 && !residents.anyExclusive) return checks;
  return residents.anyExclusive
    ? [...ofAgent, isShared(pool, residents), ...checks]
    : [...ofAgent, ...checks];
}

const none: readonly never[] = [];

/** The check of one constraint. */
export function checkOf(constraint: Constraint, task: Task, context: Context, pool: Pool): RowCheck {
  switch (constraint.kind) {
    case "attributeIs":
    case "attributeIn":
    case "attributeLike":
    case "hasAttribute":
      return attributeCheck(constraint, context, pool);
    case "exclusive":
      return isEmpty(pool, context.tables.residents);
    case "allOf": {
      const checks = constraint.constraints.map((each) => checkOf(each, task, context, pool));
      return {
        passes: (row) => checks.every(({ passes }) => passes(row)),
        only: fewestOf(checks),
        epoch: epochOf(checks),
        by: byAll(checks),
      };
    }
    case "anyOf": {
      const checks = constraint.constraints.map((each) => checkOf(each, task, context, pool));
      return {
        passes: (row) => checks.some(({ passes }) => passes(row)),
        epoch: epochOf(checks),
        by: byAll(checks),
      };
    }
    case "not": {
      const { passes, epoch, by, said } = checkOf(constraint.constraint, task, context, pool);
      return {
        passes: (row) => !passes(row),
        epoch: { failing: epoch.passing, passing: epoch.failing },
        by,
        said: said && ` not${said}`,
      };
    }
    case "customConstraint":
      return {
        passes: prepareEvaluator(constraint, task, context, pool, isVerdict, "true or false"),
        epoch: { failing: NaN, passing: NaN },
      };
    default:
      return coTaskCheck(constraint, task, context.tables, pool);
  }
}

/** The attributes that decide about all of several checks; undefined where they do not decide about each. */
function byAll(checks: readonly RowCheck[]): readonly AttributeColumn[] | undefined {
  const all: AttributeColumn[] = [];
  for (const { by } of checks) {
    if (by === undefined) return undefined;
    all.push(...by);
  }
  return all;
}

/** The epoch of several checks: it changes whenever one of theirs does, since these only grow. */
export function epochOf(checks: readonly RowCheck[]): Epoch {
  let failing = 0;
  let passing = 0;
  for (const { epoch } of checks) {
    failing += epoch.failing;
    passing += epoch.passing;
  }
  return { failing, passing };
}

/** Of the checks that name the only agents they can pass, what the one of the fewest names. */
export function fewestOf(checks: readonly { readonly only?: Few | undefined }[]): Few | undefined {
  let fewest: Few | undefined;
  for (const { only } of checks) {
    if (only !== undefined && (fewest === undefined || only.count < fewest.count)) fewest = only;
  }
  return fewest;
}

/** Constraints on the agent's attributes alone. */
export type AttributeConstraint = Extract<
  Constraint,
  { readonly kind: "attributeIs" | "attributeIn" | "attributeLike" | "hasAttribute" }
>;

function attributeCheck(constraint: AttributeConstraint, { tables, lists }: Context, pool: Pool): RowCheck {
  const column = tables.attribute(constraint.name);
  const by = [column];
  switch (constraint.kind) {
    case "attributeIs": {
      const number = column.numberOf(constraint.value);
      return {
        passes: someValue(pool, column, (value) => value === number),
        only: agentsWithSome(column, number === -1 ? none : [number]),
        epoch: always,
        by,
      };
    }
    case "attributeIn": {
      const { wanted, only, said } = valuesIn(lists, constraint, column);
      return {
        passes: someValue(pool, column, (value) => wanted.has(value)),
        only,
        epoch: always,
        by,
        said,
      };
    }
    case "attributeLike": {
      const matches = column.matches(constraint.pattern);
      const numbers = column.matching(constraint.pattern);
      return {
        passes: someValue(pool, column, (value) => matches.has(value)),
        only: numbers && agentsWithSome(column, numbers),
        epoch: always,
        by,
      };
    }
    case "hasAttribute":
      return { passes: someValue(pool, column, () => true), epoch: always, by };
  }
}

function isVerdict(result: unknown): result is boolean {
  return typeof result === "boolean";
}

/** Whether no round can change what the constraint says of an agent: it is one on attributes, or a tree of such. */
export function isLasting(constraint: Constraint): boolean {
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
