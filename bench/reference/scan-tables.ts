import type { Packing } from "../workloads/workload.ts";
import { askedPortsOf, freePortsOf, type AskedPorts, type FreePorts } from "./free-ports.ts";
import { limitsOf, type Limits } from "./scan-limits.ts";

/** What a scan works on: columns over the agents in tie order. */
export interface ScanTables {
  readonly agentIds: readonly string[];
  /** Per resource, thousandths; the number of ports counts as a resource. cpus and mem come first: the score looks at them. */
  readonly free: readonly Float64Array[];
  /** Free at first, and what running tasks hold. */
  readonly total: readonly Float64Array[];
  /** Per task, per resource: what it asks, in thousandths. */
  readonly asked: readonly Float64Array[];
  /** Which ports are free, where a task asks for some by number. */
  readonly ports: FreePorts | undefined;
  /** Per task. */
  readonly askedPorts: readonly AskedPorts[];
  readonly limits: Limits;
  readonly isSpread: boolean;
}

const scored = ["cpus", "mem"];

/** The columns for a scan. Costs O((agents + tasks) × resources). */
export function scanTablesOf({ offers, tasks, running = [], isSpread = false }: Packing): ScanTables {
  const names = [
    ...new Set([...scored, ...tasks.flatMap(({ resources }) => Object.keys(resources)), "ports"]),
  ];
  const inOrder = offers.toSorted((a, b) => (a.hostname < b.hostname ? -1 : 1));
  const agentIds = inOrder.map(({ agentId }) => agentId);
  const free = names.map((name) =>
    Float64Array.from(inOrder, ({ resources, ports = [] }) =>
      name === "ports"
        ? ports.reduce((sum, [first, last]) => sum + last - first + 1, 0)
        : thousandths(resources[name]),
    ),
  );
  const total = free.map((column) => column.slice());
  const rowOf = new Map(agentIds.map((id, row) => [id, row]));
  for (const { task, agentId } of running) {
    const row = rowOf.get(agentId);
    if (row === undefined) throw new Error(`a scan takes running tasks of agents that offer, not ${agentId}`);
    for (const [at, name] of names.entries()) {
      const column = total[at];
      if (column !== undefined) column[row] = (column[row] ?? 0) + thousandths(task.resources[name]);
    }
  }
  const askedPorts = tasks.map(({ ports = 0 }) => askedPortsOf(ports));
  const isByNumber = askedPorts.some(({ fixed, range }) => fixed.length > 0 || range !== undefined);
  return {
    agentIds,
    total,
    free,
    asked: tasks.map(({ resources, ports = 0 }) => {
      const count = typeof ports === "number" ? ports : ports.length;
      return Float64Array.from(names, (name) => (name === "ports" ? count : thousandths(resources[name])));
    }),
    ports: isByNumber ? freePortsOf(inOrder.map(({ ports = [] }) => ports)) : undefined,
    askedPorts,
    limits: limitsOf(inOrder, tasks),
    isSpread,
  };
}

function thousandths(amount: number = 0): number {
  return Math.round(amount * 1000);
}
