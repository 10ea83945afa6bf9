import type { RowCheck } from "../dense/checks.ts";
import { named } from "../dense/kinds.ts";
import type { Request } from "../dense/request.ts";
import type { Constraint } from "../model/constraint.ts";

/**
 * A text that tasks have in common of which every row says the same, amounts and numbers of ports aside: for their ports, devices, disks and constraints, and
 * the checks that come from none; undefined where there are none. Tasks of one group see the same co-tasks.
 */
export function kindOf(
  { task, ports, disks }: Pick<Request, "task" | "ports" | "disks">,
  checks: readonly RowCheck[],
): string | undefined {
  const { group, constraints = none, devices = none } = task;
  let text = constraints.length === 0 ? "" : group === undefined ? "-" : named(group);
  // The checks of the constraints come last.
  let i = checks.length - constraints.length;
  for (const constraint of constraints) text += checks[i++]?.said ?? textOf(constraint);
  for (const { kind } of checks) if (kind !== undefined) text += named(kind);
  for (const { name, units, count, binding } of devices)
    text += ` ${units} ${count} ${named(name)}${binding === undefined ? "" : named(binding)}`;
  if (ports !== undefined && !ports.isCount) text += ` ports ${JSON.stringify(task.ports)}`;
  if (disks !== undefined && !disks.isAmount) text += ` disks ${JSON.stringify(task.disks)}`;
  return text === "" ? undefined : text;
}

/** Of the constraints that tasks have most without JSON, which takes several times as long. */
function textOf(constraint: Constraint): string {
  if ("among" in constraint) return JSON.stringify(constraint);
  switch (constraint.kind) {
    case "uniqueBy":
    case "sameBy":
      return ` ${constraint.kind} ${named(constraint.attribute)}`;
    case "maxPer":
      return ` maxPer ${constraint.n} ${named(constraint.attribute)}`;
    case "balancedBy":
      return ` balancedBy ${constraint.expectedValues} ${constraint.maxSkew} ${named(constraint.attribute)}`;
    default:
      return JSON.stringify(constraint);
  }
}

const none: readonly never[] = [];
