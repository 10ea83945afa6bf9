// What a task asks of an agent, made ready once for trying many rows.

import type { Task } from "../model/task.ts";
import type { AmountColumn } from "./bounds.ts";
import type { RowCheck } from "./checks.ts";
import type { DeviceFit } from "./fit-devices.ts";
import type { PortFit } from "./fit-ports.ts";
import type { Tables } from "./tables.ts";

/** One amount that a task asks. */
export interface AskedAmount {
  readonly name: string;
  /** In thousandths, > 0. */
  readonly asked: number;
  readonly column: AmountColumn;
}

/** What a task asks of an agent, made ready once for trying many. */
export interface Request {
  readonly task: Task;
  readonly role: string;
  readonly amounts: readonly AskedAmount[];
  readonly ports: PortFit | undefined;
  readonly devices: readonly DeviceFit[];
}

/** Passes rows that could hold the task if their agents were empty. */
export function everHolds({ amounts, ports, devices }: Request, tables: Tables): RowCheck {
  const { agentOf } = tables.rows;
  return (row) => {
    for (const { column, asked } of amounts) if (column.free[row]! + column.held[row]! < asked) return false;
    for (const { devices: table, units, chosen } of devices) {
      const agent = agentOf[row]!;
      if (table.count[agent]! < chosen.length || table.capacity[agent]! < units) return false;
    }
    return ports === undefined || portsInAll(row, tables) >= ports.count;
  };
}

/** The number of ports that the row has free, or its agent's tasks hold. */
export function portsInAll(row: number, { rows, ports, residents }: Tables): number {
  const held = new Set<number>();
  for (const { ports: taken } of rows.agentAt(row).running) for (const port of taken ?? []) held.add(port);
  for (const { ports: taken } of residents.assignedTo(rows.agentOf[row]!)) {
    for (const port of taken ?? []) held.add(port);
  }
  return ports.count[row]! + held.size;
}
