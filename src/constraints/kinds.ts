import type { RowCheck } from "../dense/checks.ts";
import type { Kind } from "../dense/kinds.ts";
import type { Request } from "../dense/request.ts";
import type { Constraint } from "../model/constraint.ts";
import { addConstraint, addDevices, addDisks, addPreferences, type Parts } from "../model/parts.ts";
import type { Task } from "../model/task.ts";

/**
 * The kind of task of which every row says the same, amounts and numbers of ports aside: by its ports, devices, disks and constraints, and
 * the checks that come from none; undefined where there are none. Tasks of one group see the same co-tasks.
 */
export function kindOf(
  { task, ports, disks }: Pick<Request, "task" | "ports" | "disks">,
  checks: readonly RowCheck[],
): Kind | undefined {
  const { group, constraints = none, devices = none, disks: asked = none } = task;
  const parts: Parts = [constraints.length];
  if (constraints.length > 0) parts.push(group);
  // The checks of the constraints come last.
  let i = checks.length - constraints.length;
  for (const constraint of constraints) {
    const said = checks[i++]?.said;
    if (said !== undefined) parts.push(said);
    else if (isTree(constraint)) parts.push(treeText(constraint));
    else addConstraint(parts, constraint);
  }
  for (const { kind } of checks) if (kind !== undefined) parts.push(kind);
  addDevices(parts, devices);
  if (ports !== undefined && !ports.isCount) parts.push("ports", JSON.stringify(task.ports));
  if (disks !== undefined && !disks.isAmount) addDisks(parts, asked);
  return parts.length === 1 ? undefined : parts;
}

/** The kind of task that scores rows alike by its preferences, if all are constraints: they are one part, as a tree is. Tasks of one group see the same co-tasks. */
export function preferringKindOf({ group, preferences = none }: Task): Kind {
  const parts: Parts = [];
  addPreferences(parts, preferences);
  return [group, JSON.stringify(parts)];
}

function isTree({ kind }: Constraint): boolean {
  return kind === "allOf" || kind === "anyOf" || kind === "not";
}

/** A tree is one part: tasks may each have their own, and a branch for each of its parts would take much room. */
function treeText(constraint: Constraint): string {
  const parts: Parts = [];
  addConstraint(parts, constraint);
  return JSON.stringify(parts);
}

const none: readonly never[] = [];
