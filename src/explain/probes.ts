import { isActive, isDisabled } from "../agents/agents.ts";
import type { Context } from "../agents/context.ts";
import { checkOf } from "../constraints/constraints.ts";
import { isShared } from "../dense/checks.ts";
import type { Tables } from "../dense/tables.ts";
import { freeUnits, unitsInAll, unservedDevices, type DeviceFit } from "../dense/fit-devices.ts";
import { portsFit } from "../dense/fit-ports.ts";
import { numberAt } from "../dense/number-at.ts";
import { portsInAll, type AskedAmount } from "../dense/request.ts";
import type { Cluster } from "../model/cluster.ts";
import type { Constraint } from "../model/constraint.ts";
import type { CheckKind, FailedCheck } from "../model/explanation.ts";
import { fromThousandths } from "../model/quantity.ts";
import type { Search } from "../selection/search.ts";
import { describeConstraint, hasCustom } from "./describe.ts";

/** One check of a task that can be put to every row. */
export interface Probe {
  readonly kind: CheckKind;
  readonly name: string;
  /** Says how the row fails, if it does. */
  readonly examine: (row: number) => FailedCheck | undefined;
  /** Whether it is put only to rows that pass all before it: custom evaluators see no others in a round. */
  readonly isLast: boolean;
}

/** All checks of a task, in stage order. */
export function probesOf(
  { request }: Search,
  context: Context,
  { activeGroups }: Cluster,
  nowMs: number,
): readonly Probe[] {
  const { tables } = context;
  const { rows } = tables;
  return [
    probe("role", request.role, (row) => rows.offersAt(row).length > 0),
    probe("disabled", "disabled", (row) => !isDisabled(rows.agentAt(row), nowMs)),
    probe("inactive", activeGroups?.attribute ?? "", (row) => isActive(rows.agentAt(row), activeGroups)),
    ...request.amounts.map(amountProbe),
    ...portsProbe(request, tables),
    ...request.devices.map((fit) => deviceProbe(fit, request.devices, tables)),
    probe("exclusive", "exclusive", isShared(rows, tables.residents)),
    ...(request.task.constraints ?? []).map((constraint) =>
      constraintProbe(constraint, checkOf(constraint, request.task, context)),
    ),
  ];
}

function probe(kind: CheckKind, name: string, passes: (row: number) => boolean): Probe {
  const failure: FailedCheck = { kind, name };
  return { kind, name, examine: (row) => (passes(row) ? undefined : failure), isLast: false };
}

function constraintProbe(constraint: Constraint, passes: (row: number) => boolean): Probe {
  const name = describeConstraint(constraint);
  const failure: FailedCheck = { kind: "constraint", name, constraint };
  return {
    kind: "constraint",
    name,
    examine: (row) => (passes(row) ? undefined : failure),
    isLast: hasCustom(constraint),
  };
}

function amountProbe({ name, asked, column }: AskedAmount): Probe {
  return {
    kind: "resource",
    name,
    examine: (row) => {
      const free = numberAt(column.free, row);
      if (free >= asked) return undefined;
      return {
        kind: "resource",
        name,
        asked: fromThousandths(asked),
        free: fromThousandths(free),
        total: fromThousandths(free + numberAt(column.held, row)),
      };
    },
    isLast: false,
  };
}

function portsProbe({ ports: fit }: Search["request"], tables: Tables): readonly Probe[] {
  if (fit === undefined) return [];
  const { ports } = tables;
  const examine = (row: number): FailedCheck | undefined =>
    numberAt(ports.count, row) >= fit.count && portsFit(fit, ports.freeAt(row))
      ? undefined
      : {
          kind: "ports",
          name: "ports",
          asked: fit.count,
          free: numberAt(ports.count, row),
          total: portsInAll(row, tables),
        };
  return [{ kind: "ports", name: "ports", examine, isLast: false }];
}

function deviceProbe(fit: DeviceFit, all: readonly DeviceFit[], { rows }: Tables): Probe {
  const { name } = fit.devices;
  return {
    kind: "devices",
    name,
    examine: (row) => {
      const agent = numberAt(rows.agentOf, row);
      if (!unservedDevices(all, agent).includes(fit)) return undefined;
      return {
        kind: "devices",
        name,
        asked: fromThousandths(fit.units * fit.chosen.length),
        free: fromThousandths(freeUnits(fit, agent)),
        total: fromThousandths(unitsInAll(fit, agent)),
      };
    },
    isLast: false,
  };
}
