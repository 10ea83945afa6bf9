import { amountIn } from "../dense/amounts.ts";
import { lacksAmount } from "../dense/bounds.ts";
import { keepWithAmount, keepWithCount, keepWithDevices, keepWithPorts } from "../dense/filter.ts";
import { deviceFit } from "../dense/fit-devices.ts";
import { portFit } from "../dense/fit-ports.ts";
import type { AskedAmount, Request } from "../dense/request.ts";
import type { Tables } from "../dense/tables.ts";
import { toThousandths } from "../model/quantity.ts";
import type { Task } from "../model/task.ts";

/** The request of a task. Costs O(rows) for each resource or device that is asked about for the first time. */
export function requestOf(task: Task, tables: Tables): Request {
  const amounts: AskedAmount[] = [];
  for (const [name, amount] of Object.entries(task.resources)) {
    const asked = toThousandths(amount);
    if (asked > 0) amounts.push({ name, asked, column: tables.amounts.column(name) });
  }
  const devices = (task.devices ?? []).map((request) => deviceFit(tables.devices(request.name), request));
  return { task, role: task.role ?? "*", amounts, ports: portFit(task), devices };
}

/** Whether some row of the block may hold the task; cheap, and never false where one can. */
export function mayHold({ amounts }: Request, block: number): boolean {
  for (const { column, asked } of amounts) if (lacksAmount(column, asked, block)) return false;
  return true;
}

/**
 * Keeps the rows that can hold the task: amounts, ports, devices. Where devices are asked, writes the rows' device scores to
 * `deviceScores[row]`. Costs O(rows × what is asked).
 */
export function keepThatHold(
  request: Request,
  tables: Tables,
  rows: Int32Array,
  n: number,
  deviceScores: Float64Array,
): number {
  let kept = n;
  for (const { column, asked } of request.amounts) kept = keepWithAmount(column, asked, rows, kept);
  if (request.ports !== undefined) {
    kept = keepWithCount(tables.ports, request.ports.count, rows, kept);
    if (!request.ports.isCount) kept = keepWithPorts(tables.ports, request.ports, rows, kept);
  }
  if (request.devices.length > 0) {
    kept = keepWithDevices(tables.rows, request.devices, rows, kept, deviceScores);
  }
  return kept;
}

/** Per resource that every task asks, the least that any asks, in thousandths, > 0. Costs O(tasks). */
export function leastAskedBy(tasks: readonly Task[]): ReadonlyMap<string, number> {
  const least = new Map<string, number>();
  for (const [name, amount] of Object.entries(tasks[0]?.resources ?? {}))
    least.set(name, toThousandths(amount));
  for (const { resources } of tasks) {
    for (const [name, amount] of least) {
      const asked = amountIn(resources, name);
      if (asked === 0) least.delete(name);
      else if (asked < amount) least.set(name, asked);
    }
  }
  return least;
}
