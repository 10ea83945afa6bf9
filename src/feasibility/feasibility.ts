import { deviceFit } from "../dense/fit-devices.ts";
import { diskFit } from "../dense/fit-disks.ts";
import { numberAt, textAt } from "../dense/number-at.ts";
import { overheadOf } from "../dense/overhead.ts";
import { portFit } from "../dense/fit-ports.ts";
import type { Pool } from "../dense/pool.ts";
import { fewHolders } from "../dense/rare.ts";
import type { Request } from "../dense/request.ts";
import { amountIn, amountOf } from "../dense/roster.ts";
import type { Tables } from "../dense/tables.ts";
import type { Task } from "../model/task.ts";

/** A request that one task after the other is written to: it is good until the next is. Made once for many tasks, since its lists are kept. */
export type RequestDraft = { -readonly [Part in keyof Request]: Request[Part] } & {
  readonly amounts: number[];
};

/** A draft of requests to a pool. */
export function requestDraft(pool: Pool): RequestDraft {
  const { layout } = pool;
  return {
    task: noTask,
    pool,
    layout,
    amounts: [],
    rare: none,
    ports: undefined,
    devices: none,
    disks: undefined,
    overhead: undefined,
  };
}

/** The request of a task. Costs O(rows) for each resource, device or type of disk that is asked about for the first time. */
export function requestOf(
  task: Task,
  pool: Pool,
  tables: Tables,
  draft: RequestDraft = requestDraft(pool),
): Request {
  const { resources } = task;
  const { amounts } = draft;
  let count = 0;
  let { layout } = pool;
  let rare: Request["rare"] = none;
  const isPlain = Object.getPrototypeOf(resources) === Object.prototype;
  // Object.keys would make a list for each task.
  for (const name in resources) {
    if (!isPlain && !Object.hasOwn(resources, name)) continue;
    const asked = amountOf(resources, name);
    if (asked === 0) continue;
    const known = layout.knownWith(name);
    const agents = known === undefined ? fewHolders(pool, name) : undefined;
    if (agents === undefined) {
      amounts[count++] = asked;
      layout = known ?? layout.with(name);
    } else {
      rare = [...rare, { name, asked, agents }];
    }
  }
  draft.rare = rare;
  draft.overhead =
    task.executor === undefined ? undefined : overheadOf(task.executor, resources, pool, tables.executors);
  const ports = portFit(task);
  if (ports !== undefined) {
    amounts[count++] = ports.count;
    layout = layout.withPorts();
  }
  const devices =
    task.devices === undefined
      ? none
      : task.devices.map((request) => deviceFit(tables.devices(request.name), request));
  for (const { devices: table, units, chosen } of devices) {
    layout = layout.withDevices(table);
    amounts[count++] = units;
    amounts[count++] = units * chosen.length;
  }
  const disks =
    task.disks === undefined || task.disks.length === 0 ? undefined : diskFit(pool.disks, task.disks);
  for (const { type, amount } of disks?.kinds ?? none) {
    layout = layout.withDisk(type);
    amounts[count++] = amount;
  }
  draft.task = task;
  draft.layout = layout;
  draft.ports = ports;
  draft.devices = devices;
  draft.disks = disks;
  return draft;
}

const none: readonly never[] = [];
const noTask: Task = { id: "", resources: {} };

/** Per resource that every task asks, the least that any asks, in thousandths, > 0. Costs O(tasks). */
export function leastAskedBy(tasks: readonly Task[]): ReadonlyMap<string, number> {
  const names = Object.keys(tasks[0]?.resources ?? {});
  const least = names.map(() => Infinity);
  for (const { resources } of tasks) {
    for (let i = names.length - 1; i >= 0; i--) {
      const asked = amountIn(resources, textAt(names, i));
      if (asked < numberAt(least, i)) least[i] = asked;
      if (asked > 0) continue;
      names.splice(i, 1);
      least.splice(i, 1);
    }
  }
  return new Map(names.map((name, i) => [name, numberAt(least, i)]));
}
