// What a task asks of an agent, made ready once for trying many rows.

import type { DiskGrant } from "../model/disk.ts";
import { toThousandths } from "../model/quantity.ts";
import type { Task } from "../model/task.ts";
import type { AmountColumn } from "./amount-column.ts";
import { fewOf, type Few } from "./checks.ts";
import { servesEach, type DeviceFit } from "./fit-devices.ts";
import type { FreeDisk } from "./disk-set.ts";
import { disksFit, isMeant, type AskedDisk, type DiskFit } from "./fit-disks.ts";
import { portsFit, type PortFit } from "./fit-ports.ts";
import type { Asked } from "./layout.ts";
import type { Overhead } from "./overhead.ts";
import type { Pool } from "./pool.ts";
import type { RareAmount } from "./rare.ts";
import type { Tables } from "./tables.ts";

/** What a task asks of an agent, made ready once for trying many. */
export interface Request extends Asked {
  readonly task: Task;
  readonly pool: Pool;
  /** What is asked of resources that few agents have; `layout` has all others. */
  readonly rare: readonly RareAmount[];
  readonly ports: PortFit | undefined;
  readonly devices: readonly DeviceFit[];
  readonly disks: DiskFit | undefined;
}

/** Whether the row has the amounts, and the number of ports, asked. */
export function hasAmounts({ layout, amounts }: Asked, row: number): boolean {
  const { free } = layout;
  for (let i = 0; i < free.length; i++) if (free[i]![row]! < amounts[i]!) return false;
  return true;
}

/** Whether the row, which has the amounts asked, has the ports asked too. */
export function hasPorts({ ports, pool }: Request, row: number): boolean {
  return ports === undefined || ports.isCount || portsFit(ports, pool.ports.freeAt(row));
}

/** Whether the row, which has the amounts asked, has the disks asked too. */
export function hasDisks({ disks }: Request, row: number): boolean {
  return disks === undefined || disksFit(disks, row);
}

/**
 * Whether the row may have the ports, disks and devices asked; of devices each request is asked for itself. One that may not will not later in the round,
 * unless a task is taken back.
 */
export function mayServe(request: Request, row: number): boolean {
  const { devices, pool } = request;
  return hasPorts(request, row) && hasDisks(request, row) && servesEach(devices, pool.agentOf[row]!);
}

/** The only agents that may serve the disks asked, where one is asked by its id: of those that have one of the ids, the fewest. */
export function onlyDiskHolders({ disks, pool }: Request): Few | undefined {
  let fewest: readonly number[] | undefined;
  for (const { id } of disks?.requests ?? none) {
    if (id === undefined) continue;
    const agents = pool.disks.agentsWith(id, pool);
    if (fewest === undefined || agents.length < fewest.length) fewest = agents;
  }
  return fewest && fewOf(fewest);
}

/** The only agents that may have one of the ports asked, by number or by a range: of those, the fewest; undefined where they are more than `few`. */
export function onlyPortHolders({ ports, pool }: Request, few: number): Few | undefined {
  if (ports === undefined || ports.isCount) return undefined;
  const { holders } = pool.ports;
  let fewest: readonly number[] | undefined;
  const look = (first: number, last: number): void => {
    const rows = holders.rowsWith(first, last, few);
    if (rows !== undefined && (fewest === undefined || rows.length < fewest.length)) fewest = rows;
  };
  for (const { port } of ports.fixed) look(port, port);
  for (const { range } of ports.ranges) look(range[0], range[1]);
  return fewest && fewOf(fewest.map((row) => pool.agentOf[row]!));
}

/** Whether any row has as much of each thing asked that is not rare, free or held; never false where one could hold the task. */
export function mayEverHold({ layout, amounts, devices, overhead }: Request): boolean {
  for (let i = 0; i < layout.names.length; i++) if (mostOf(layout.columns[i]!) < amounts[i]!) return false;
  if (overhead !== undefined && overhead.agents.size === 0) {
    if (overhead.columns.some((column, i) => mostOf(column) < overhead.asked[i]!)) return false;
  }
  return devices.every(({ devices: { mostCount, mostCapacity }, units, chosen }) => {
    return chosen.length <= mostCount && units <= mostCapacity;
  });
}

/** Passes rows that could hold the task, what is rare aside, if their agents were empty, and the executor that it would start there now. */
export function everHolds(
  { layout, amounts, ports, devices, disks, overhead, pool }: Request,
  tables: Tables,
): (row: number) => boolean {
  const { agentOf } = pool;
  const { names, columns } = layout;
  return (row) => {
    for (let i = 0; i < names.length; i++) {
      const { free, held } = columns[i]!;
      if (free[row]! + held[row]! < amounts[i]!) return false;
    }
    if (overhead !== undefined && lacksOverhead(overhead, row, agentOf[row]!)) return false;
    for (const { devices: table, units, chosen } of devices) {
      const agent = agentOf[row]!;
      if (table.count[agent]! < chosen.length || table.capacity[agent]! < units) return false;
    }
    for (const asked of disks?.requests ?? none) if (diskInAll(asked, row, pool) < asked.amount) return false;
    return ports === undefined || portsInAll(row, pool, tables) >= ports.count;
  };
}

function lacksOverhead({ columns, asked, agents }: Overhead, row: number, agent: number): boolean {
  return columns.some(({ free, held }, i) => free[row]! + held[row]! < asked[i]!) && !agents.has(agent);
}

/** The number of ports that the row has free, or its agent's tasks hold. */
export function portsInAll(row: number, pool: Pool, { residents }: Tables): number {
  const held = new Set<number>();
  for (const { ports: taken } of pool.agentAt(row).running) for (const port of taken ?? []) held.add(port);
  for (const { ports: taken } of residents.assignedTo(pool.agentOf[row]!)) {
    for (const port of taken ?? []) held.add(port);
  }
  return pool.ports.column.free[row]! + held.size;
}

/**
 * The most that a single disk for the request has in all, in thousandths: what the row's offers say of it and, where it is given in parts, what
 * running tasks of the role hold of it; of one given whole or shared what such a task holds, if that is more. -1 where there is none.
 */
export function diskInAll(asked: AskedDisk, row: number, pool: Pool): number {
  let most = -1;
  const parts = new Map<string, number>();
  const count = ({ id, use }: DiskGrant | FreeDisk, amount: number): void => {
    if (use === undefined) parts.set(id, (parts.get(id) ?? 0) + amount);
    else most = Math.max(most, amount);
  };
  for (const disk of pool.disks.setAt(row)) if (isMeant(asked, disk)) count(disk, disk.amount);
  for (const { task, disks } of pool.agentAt(row).running) {
    if (!pool.isOwn(task)) continue;
    for (const grant of disks ?? none) if (isMeant(asked, grant)) count(grant, toThousandths(grant.amount));
  }
  return Math.max(most, ...parts.values());
}

/** The most that a single disk for the request still gives, in thousandths; -1 where there is none. */
export function diskFree(asked: AskedDisk, row: number, pool: Pool): number {
  let most = -1;
  for (const disk of pool.disks.setAt(row)) if (isMeant(asked, disk)) most = Math.max(most, disk.left);
  return most;
}

const none: readonly never[] = [];

/** The greatest total of a column, for when no more tasks are placed. */
function mostOf(column: AmountColumn): number {
  if (column.mostTotal === undefined) {
    const { free, held } = column;
    let most = 0;
    for (let row = 0; row < free.length; row++)
      if (free[row]! + held[row]! > most) most = free[row]! + held[row]!;
    column.mostTotal = most;
  }
  return column.mostTotal;
}
