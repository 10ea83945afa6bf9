import { deviceFit } from "../dense/fit-devices.ts";
import { diskFit } from "../dense/fit-disks.ts";
import { elementAt, numberAt } from "../dense/number-at.ts";
import { overheadOf } from "../dense/overhead.ts";
import { portFit } from "../dense/fit-ports.ts";
import type { Pool } from "../dense/pool.ts";
import type { Request } from "../dense/request.ts";
import { amountIn, amountOf } from "../dense/roster.ts";
import type { Tables } from "../dense/tables.ts";
import type { Task } from "../model/task.ts";

/** The request of a task. Costs O(rows) for each resource, device or type of disk that is asked about for the first time. */
export function requestOf(task: Task, pool: Pool, tables: Tables): Request {
  const { resources } = task;
  const amounts: number[] = [];
  let { layout } = pool;
  for (const name of Object.keys(resources)) {
    const asked = amountOf(resources, name);
    if (asked === 0) continue;
    amounts.push(asked);
    layout = layout.with(name);
  }
  const overhead =
    task.executor === undefined ? undefined : overheadOf(task.executor, resources, pool, tables.executors);
  const ports = portFit(task);
  if (ports !== undefined) {
    amounts.push(ports.count);
    layout = layout.withPorts();
  }
  const devices =
    task.devices === undefined
      ? noDevices
      : task.devices.map((request) => deviceFit(tables.devices(request.name), request));
  for (const { devices: table, units, chosen } of devices) {
    layout = layout.withDevices(table);
    amounts.push(units, units * chosen.length);
  }
  const disks =
    task.disks === undefined || task.disks.length === 0 ? undefined : diskFit(pool.disks, task.disks);
  for (const { type, amount } of disks?.kinds ?? noDisks) {
    layout = layout.withDisk(type);
    amounts.push(amount);
  }
  return { task, pool, layout, amounts, ports, devices, disks, overhead };
}

const noDisks: readonly never[] = [];
const noDevices: readonly never[] = [];

/** Per resource that every task asks, the least that any asks, in thousandths, > 0. Costs O(tasks). */
export function leastAskedBy(tasks: readonly Task[]): ReadonlyMap<string, number> {
  const names = Object.keys(tasks[0]?.resources ?? {});
  const least = names.map(() => Infinity);
  for (const { resources } of tasks) {
    for (let i = names.length - 1; i >= 0; i--) {
      const asked = amountIn(resources, elementAt(names, i));
      if (asked < numberAt(least, i)) least[i] = asked;
      if (asked > 0) continue;
      names.splice(i, 1);
      least.splice(i, 1);
    }
  }
  return new Map(names.map((name, i) => [name, numberAt(least, i)]));
}
