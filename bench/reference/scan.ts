import type { Packing } from "../workloads/workload.ts";

/** What a scan works on: columns over the agents in tie order. */
export interface ScanTables {
  readonly agentIds: readonly string[];
  /** Per resource, thousandths; ports count as a resource. */
  readonly free: readonly Float64Array[];
  /** Free at first, which is all there is. */
  readonly total: readonly Float64Array[];
  /** Per task, per resource: what it asks, in thousandths. */
  readonly asked: readonly Float64Array[];
}

/** cpus and mem come first: the score looks at them. */
const scored = ["cpus", "mem"];
const fitnessWeight = 35;

/** The columns for a scan. Costs O((agents + tasks) × resources). */
export function scanTablesOf({ offers, tasks }: Packing): ScanTables {
  const names = [
    ...new Set([...scored, ...tasks.flatMap(({ resources }) => Object.keys(resources)), "ports"]),
  ];
  const inOrder = offers.toSorted((a, b) => (a.hostname < b.hostname ? -1 : 1));
  const total = names.map((name) =>
    Float64Array.from(inOrder, ({ resources, ports = [] }) =>
      name === "ports"
        ? ports.reduce((sum, [first, last]) => sum + last - first + 1, 0)
        : thousandths(resources[name]),
    ),
  );
  return {
    agentIds: inOrder.map(({ agentId }) => agentId),
    total,
    free: total.map((column) => column.slice()),
    asked: tasks.map(({ resources, ports = 0 }) => {
      if (typeof ports !== "number") throw new Error("a scan takes no ports by number");
      return Float64Array.from(names, (name) => (name === "ports" ? ports : thousandths(resources[name])));
    }),
  };
}

/**
 * The agent's row per task, or -1: every task looks at every agent, by the defining formula, and takes the best; the first in tie
 * order among equals. Uses up `free`. Costs O(tasks × agents).
 */
export function scan({ free, total, asked, agentIds }: ScanTables): Int32Array {
  const rows = new Int32Array(asked.length).fill(-1);
  const [freeCpus = new Float64Array(), freeMem = new Float64Array(), ...freeOthers] = free;
  const [allCpus = new Float64Array(), allMem = new Float64Array()] = total;
  const agents = agentIds.length;
  for (let task = 0; task < asked.length; task++) {
    const [cpus = 0, mem = 0, ...others] = asked[task] ?? [];
    const columns = freeOthers.filter((_, at) => (others[at] ?? 0) > 0);
    const amounts = others.filter((amount) => amount > 0);
    let best = -1;
    let bestSum = -1;
    for (let row = 0; row < agents; row++) {
      const cpusLeft = freeCpus[row] ?? 0;
      if (cpusLeft < cpus) continue;
      const memLeft = freeMem[row] ?? 0;
      if (memLeft < mem) continue;
      const sum = scoreOf(cpus, cpusLeft, allCpus[row] ?? 0, mem, memLeft, allMem[row] ?? 0);
      if (sum <= bestSum) continue;
      if (!holds(columns, amounts, row)) continue;
      best = row;
      bestSum = sum;
    }
    rows[task] = best;
    if (best === -1) continue;
    for (const [at, column] of free.entries()) column[best] = (column[best] ?? 0) - (asked[task]?.[at] ?? 0);
  }
  return rows;
}

/** What binPack("cpus", "mem") is worth alone: both shares, their sum, its half, by its weight. */
function scoreOf(
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

function holds(columns: readonly Float64Array[], amounts: readonly number[], row: number): boolean {
  for (let at = 0; at < columns.length; at++)
    if ((columns[at]?.[row] ?? 0) < (amounts[at] ?? 0)) return false;
  return true;
}

function thousandths(amount: number = 0): number {
  return Math.round(amount * 1000);
}
