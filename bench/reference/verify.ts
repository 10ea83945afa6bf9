import type { Round } from "stowage";
import type { Packing } from "../workloads/workload.ts";
import { scan } from "./scan.ts";
import { scanTablesOf } from "./scan-tables.ts";

/** A scan is done again until this much time has gone, to warm up. */
const budgetMs = 500;

/**
 * Scans the workload and throws unless the round placed every task on the same agent. Returns how long the fastest scan took, in ms, the
 * making of its columns not counted.
 */
export function scanAndCompare(workload: string, packing: Packing, round: Round): number {
  let tables = scanTablesOf(packing);
  let leastMs = Infinity;
  let spentMs = 0;
  let rows: Int32Array = new Int32Array();
  while (spentMs < budgetMs) {
    const startMs = performance.now();
    rows = scan(tables);
    const ms = performance.now() - startMs;
    leastMs = Math.min(leastMs, ms);
    spentMs += Math.max(ms, 10);
    if (spentMs < budgetMs) tables = scanTablesOf(packing);
  }
  expectPlacements(workload, packing, round, (at) => tables.agentIds[rows[at] ?? -1]);
  return leastMs;
}

/** Throws unless the round placed every task on the agent that a scan found for it. */
export function expectPlacements(
  workload: string,
  { tasks }: Packing,
  { assignments }: Round,
  agentFound: (task: number) => string | undefined,
): void {
  const placed = new Map(assignments.map(({ taskId, agentId }) => [taskId, agentId]));
  for (const [at, { id }] of tasks.entries()) {
    const expected = agentFound(at);
    const got = placed.get(id);
    if (got === expected) continue;
    throw new Error(
      `${workload}: ${id} went to ${got ?? "no agent"}, a scan of every agent puts it on ${expected ?? "none"}`,
    );
  }
}
