import { hasPorts, takePorts, type AskedPorts } from "./free-ports.ts";
import type { Limit } from "./scan-limits.ts";
import type { ScanTables } from "./scan-tables.ts";

const fitnessWeight = 35;
const noLimit: Limit = { codes: new Int32Array(), counts: new Int32Array(), most: 0 };

/**
 * The agent's row per task, or -1: every task looks at every agent, by the defining formula, and takes the best; the first in tie
 * order among equals. Uses up `free`, `ports` and `limits`. Costs O(tasks × agents).
 */
export function scan(tables: ScanTables): Int32Array {
  const { free, asked, askedPorts, ports, limits, isSpread } = tables;
  const rows = new Int32Array(asked.length).fill(-1);
  for (let task = 0; task < asked.length; task++) {
    const amounts = asked[task] ?? new Float64Array();
    const wanted = ports === undefined ? undefined : askedPorts[task];
    const limit = limits.of(task);
    const isPlain = limit === undefined && wanted === undefined && !isSpread;
    const best = isPlain ? fullestRow(amounts, tables) : bestRow(amounts, limit, wanted, tables);
    rows[task] = best;
    if (best === -1) continue;
    for (const [at, column] of free.entries()) column[best] = (column[best] ?? 0) - (amounts[at] ?? 0);
    if (ports !== undefined && wanted !== undefined) takePorts(wanted, ports, best);
    limits.count(task, best);
  }
  return rows;
}

/** The best row where amounts alone are asked, and the fullest is best. */
function fullestRow(asked: Float64Array, { free, total, agentIds }: ScanTables): number {
  const [cpus = 0, mem = 0] = asked;
  const [freeCpus = new Float64Array(), freeMem = new Float64Array(), ...freeOthers] = free;
  const [allCpus = new Float64Array(), allMem = new Float64Array()] = total;
  const columns = freeOthers.filter((_, at) => (asked[at + 2] ?? 0) > 0);
  const amounts = asked.subarray(2).filter((amount) => amount > 0);
  const agents = agentIds.length;
  let best = -1;
  let bestSum = -1;
  for (let row = 0; row < agents; row++) {
    const cpusLeft = freeCpus[row] ?? 0;
    if (cpusLeft < cpus) continue;
    const memLeft = freeMem[row] ?? 0;
    if (memLeft < mem) continue;
    const sum = fillOf(cpus, cpusLeft, allCpus[row] ?? 0, mem, memLeft, allMem[row] ?? 0);
    if (sum <= bestSum) continue;
    if (!holds(columns, amounts, row)) continue;
    best = row;
    bestSum = sum;
  }
  return best;
}

/** The best row, where there may be a limit, ports by number, or the emptiest is best. */
function bestRow(
  asked: Float64Array,
  limit: Limit | undefined,
  wanted: AskedPorts | undefined,
  { free, total, agentIds, ports, isSpread }: ScanTables,
): number {
  const [cpus = 0, mem = 0] = asked;
  const [freeCpus = new Float64Array(), freeMem = new Float64Array(), ...freeOthers] = free;
  const [allCpus = new Float64Array(), allMem = new Float64Array()] = total;
  const columns = freeOthers.filter((_, at) => (asked[at + 2] ?? 0) > 0);
  const amounts = asked.subarray(2).filter((amount) => amount > 0);
  const isLimited = limit !== undefined;
  const { codes, counts, most } = limit ?? noLimit;
  const agents = agentIds.length;
  let best = -1;
  let bestSum = -1;
  for (let row = 0; row < agents; row++) {
    const cpusLeft = freeCpus[row] ?? 0;
    if (cpusLeft < cpus) continue;
    const memLeft = freeMem[row] ?? 0;
    if (memLeft < mem) continue;
    if (isLimited && (counts[codes[row] ?? 0] ?? 0) >= most) continue;
    const sum = isSpread
      ? spaceOf(cpus, cpusLeft, allCpus[row] ?? 0, mem, memLeft, allMem[row] ?? 0)
      : fillOf(cpus, cpusLeft, allCpus[row] ?? 0, mem, memLeft, allMem[row] ?? 0);
    if (sum <= bestSum) continue;
    if (!holds(columns, amounts, row)) continue;
    if (ports !== undefined && wanted !== undefined && !hasPorts(wanted, ports, row)) continue;
    best = row;
    bestSum = sum;
  }
  return best;
}

/** What binPack("cpus", "mem") is worth alone: both shares, their sum, its half, by its weight. */
function fillOf(
  cpus: number,
  cpusLeft: number,
  allCpus: number,
  mem: number,
  memLeft: number,
  allMem: number,
): number {
  const cpuShare = allCpus === 0 ? 0 : (allCpus - cpusLeft + cpus) / allCpus;
  const memShare = allMem === 0 ? 0 : (allMem - memLeft + mem) / allMem;
  return fitnessWeight * ((cpuShare + memShare) / 2);
}

/** What spread("cpus", "mem") is worth alone. */
function spaceOf(
  cpus: number,
  cpusLeft: number,
  allCpus: number,
  mem: number,
  memLeft: number,
  allMem: number,
): number {
  const cpuShare = allCpus === 0 ? 0 : 1 - (allCpus - cpusLeft + cpus) / allCpus;
  const memShare = allMem === 0 ? 0 : 1 - (allMem - memLeft + mem) / allMem;
  return fitnessWeight * ((cpuShare + memShare) / 2);
}

function holds(columns: readonly Float64Array[], amounts: Float64Array, row: number): boolean {
  for (let at = 0; at < columns.length; at++)
    if ((columns[at]?.[row] ?? 0) < (amounts[at] ?? 0)) return false;
  return true;
}
