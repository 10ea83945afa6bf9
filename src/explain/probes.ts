import { isActive, isDisabled, isUnavailable } from "../agents/agents.ts";
import type { Context } from "../agents/context.ts";
import { durationOf, servingKinds } from "../constraints/agent-checks.ts";
import { checkOf } from "../constraints/constraints.ts";
import { isShared } from "../dense/checks.ts";
import type { Tables } from "../dense/tables.ts";
import { unservedDisks, type AskedDisk, type DiskFit } from "../dense/fit-disks.ts";
import { freeUnits, unitsInAll, unservedDevices, type DeviceFit } from "../dense/fit-devices.ts";
import { floatAt, intAt } from "../dense/number-at.ts";
import type { Amount } from "../dense/order.ts";
import type { Pool } from "../dense/pool.ts";
import { diskFree, diskInAll, hasPorts, portsInAll, type Request } from "../dense/request.ts";
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
export function probesOf({ request }: Search, context: Context, { activeGroups }: Cluster): readonly Probe[] {
  const { tables, nowMs } = context;
  const { pool, task } = request;
  return [
    probe("role", pool.role, (row) => pool.offersAt(row).length > 0),
    probe("disabled", "disabled", (row) => !isDisabled(pool.agentAt(row), nowMs)),
    probe("inactive", activeGroups?.attribute ?? "", (row) => isActive(pool.agentAt(row), activeGroups)),
    unavailableProbe(request, context),
    ...scarceProbes(request, context),
    ...amountProbes(request),
    ...portsProbe(request, tables),
    ...request.devices.map((fit) => deviceProbe(fit, request)),
    ...disksProbes(request),
    probe("exclusive", "exclusive", isShared(pool, tables.residents).passes),
    ...(task.constraints ?? []).map((constraint) =>
      constraintProbe(constraint, checkOf(constraint, task, context, pool).passes),
    ),
  ];
}

function probe(kind: CheckKind, name: string, passes: (row: number) => boolean): Probe {
  const failure: FailedCheck = { kind, name };
  return { kind, name, examine: (row) => (passes(row) ? undefined : failure), isLast: false };
}

function unavailableProbe({ task, pool }: Request, context: Context): Probe {
  const { nowMs } = context;
  const asked = durationOf(task, context);
  const examine = (row: number): FailedCheck | undefined => {
    const agent = pool.agentAt(row);
    const { unavailability } = agent;
    if (unavailability === undefined || !isUnavailable(agent, nowMs, nowMs + asked)) return undefined;
    const free = Math.max(0, unavailability.startMs - nowMs);
    return { kind: "unavailable", name: "unavailable", asked, free, unavailability };
  };
  return { kind: "unavailable", name: "unavailable", examine, isLast: false };
}

/** One for every kind of agents that the task stays off. */
function scarceProbes({ task, pool }: Request, { scarce }: Context): readonly Probe[] {
  if (scarce === undefined) return [];
  const { kinds, kindOf } = scarce;
  const serves = servingKinds(task, kinds);
  return kinds.flatMap((names, kind) =>
    serves[kind] === 1
      ? []
      : [probe("scarce", names.join(", "), (row) => intAt(kindOf, intAt(pool.agentOf, row)) !== kind)],
  );
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

/** Of each resource that the task or its executor names, the task's first. */
function amountProbes({ task, layout, amounts, overhead, pool }: Request): readonly Probe[] {
  const names = new Set([...Object.keys(task.resources), ...(overhead?.names ?? [])]);
  return Array.from(names, (name) => {
    const own = amounts[layout.placeOf(name)] ?? 0;
    const more = overhead?.amounts[overhead.names.indexOf(name)] ?? 0;
    const overheadAt = (row: number): number =>
      overhead?.agents.has(intAt(pool.agentOf, row)) === true ? 0 : more;
    return amountProbe(name, own, overheadAt, pool.column(name));
  });
}

function amountProbe(
  name: string,
  own: number,
  overheadAt: (row: number) => number,
  { free, held }: Amount,
): Probe {
  return {
    kind: "resource",
    name,
    examine: (row) => {
      const more = overheadAt(row);
      const freeHere = floatAt(free, row);
      if (freeHere >= own + more) return undefined;
      const asked = fromThousandths(own + more);
      const total = fromThousandths(freeHere + floatAt(held, row));
      const failure = { kind: "resource" as const, name, asked, free: fromThousandths(freeHere), total };
      return more === 0 ? failure : { ...failure, overhead: fromThousandths(more) };
    },
    isLast: false,
  };
}

function portsProbe(request: Request, tables: Tables): readonly Probe[] {
  const { ports: fit, pool } = request;
  if (fit === undefined) return [];
  const examine = (row: number): FailedCheck | undefined =>
    floatAt(pool.ports.column.free, row) >= fit.count && hasPorts(request, row)
      ? undefined
      : {
          kind: "ports",
          name: "ports",
          asked: fit.count,
          free: floatAt(pool.ports.column.free, row),
          total: portsInAll(row, pool, tables),
        };
  return [{ kind: "ports", name: "ports", examine, isLast: false }];
}

function deviceProbe(fit: DeviceFit, { devices: all, pool }: Request): Probe {
  const { name } = fit.devices;
  return {
    kind: "devices",
    name,
    examine: (row) => {
      const agent = intAt(pool.agentOf, row);
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

function disksProbes({ disks: fit, pool }: Request): readonly Probe[] {
  if (fit === undefined) return [];
  return fit.requests.map((asked) => diskProbe(asked, fit, pool));
}

function diskProbe(asked: AskedDisk, fit: DiskFit, pool: Pool): Probe {
  const name = asked.id === undefined ? asked.type : `${asked.type} ${asked.id}`;
  return {
    kind: "disks",
    name,
    examine: (row) => {
      if (!unservedDisks(fit, row).includes(asked)) return undefined;
      return {
        kind: "disks",
        name,
        asked: fromThousandths(asked.amount),
        free: fromThousandths(Math.max(0, diskFree(asked, row, pool))),
        total: fromThousandths(Math.max(0, diskInAll(asked, row, pool))),
      };
    },
    isLast: false,
  };
}
