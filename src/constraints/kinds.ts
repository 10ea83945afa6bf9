import { shortList } from "../agents/lists.ts";
import type { RowCheck } from "../dense/checks.ts";
import type { Kind } from "../dense/kinds.ts";
import type { Request } from "../dense/request.ts";
import type { Among, AttributeIn, Constraint } from "../model/constraint.ts";

/**
 * The kind of task of which every row says the same, amounts and numbers of ports aside: by its ports, devices, disks and constraints, and
 * the checks that come from none; undefined where there are none. Tasks of one group see the same co-tasks.
 */
export function kindOf(
  { task, ports, disks }: Pick<Request, "task" | "ports" | "disks">,
  checks: readonly RowCheck[],
): Kind | undefined {
  const { group, constraints = none, devices = none } = task;
  const parts: Parts = [constraints.length];
  if (constraints.length > 0) parts.push(group);
  // The checks of the constraints come last.
  let i = checks.length - constraints.length;
  for (const constraint of constraints) {
    const said = checks[i++]?.said;
    if (said === undefined) addConstraint(parts, constraint);
    else parts.push(said);
  }
  for (const { kind } of checks) if (kind !== undefined) parts.push(kind);
  for (const { name, units, count, binding } of devices) parts.push("device", name, units, count, binding);
  if (ports !== undefined && !ports.isCount) parts.push("ports", JSON.stringify(task.ports));
  if (disks !== undefined && !disks.isAmount) parts.push("disks", JSON.stringify(task.disks));
  return parts.length === 1 ? undefined : parts;
}

type Parts = (string | number | undefined)[];

/** Adds a constraint, without JSON if it is of a usual kind: that takes several times as long. What follows one cannot be taken for a part of it. */
function addConstraint(parts: Parts, constraint: Constraint): void {
  const { kind } = constraint;
  switch (kind) {
    case "attributeIs":
      parts.push(kind, constraint.name, constraint.value);
      break;
    case "attributeIn":
      addList(parts, constraint);
      break;
    case "attributeLike":
      parts.push(kind, constraint.name, constraint.pattern);
      break;
    case "uniqueBy":
    case "sameBy":
    case "near":
    case "awayFrom":
      parts.push(kind, constraint.attribute);
      addAmong(parts, constraint.among);
      break;
    case "maxPer":
      parts.push(kind, constraint.attribute, constraint.n);
      addAmong(parts, constraint.among);
      break;
    case "balancedBy":
      parts.push(kind, constraint.attribute, constraint.expectedValues, constraint.maxSkew);
      addAmong(parts, constraint.among);
      break;
    case "allOf":
    case "anyOf":
      parts.push(kind, constraint.constraints.length);
      for (const each of constraint.constraints) addConstraint(parts, each);
      break;
    case "not":
      parts.push(kind);
      addConstraint(parts, constraint.constraint);
      break;
    default:
      parts.push(JSON.stringify(constraint));
  }
}

function addList(parts: Parts, constraint: AttributeIn): void {
  const { kind, name, values } = constraint;
  if (values.length > shortList) parts.push(JSON.stringify(constraint));
  else parts.push(kind, name, values.length, ...values);
}

function addAmong(parts: Parts, among: Among | undefined): void {
  if (among === undefined) return;
  if ("group" in among) parts.push("among group", among.group);
  else parts.push(JSON.stringify(among));
}

const none: readonly never[] = [];
