import type { Round } from "stowage";
import type { Packing } from "../workloads/workload.ts";
import { scan, scanTablesOf } from "./scan.ts";

/** How long a scan of a workload took, once its placements have been found to be those of the round. */
export interface ScanTiming {
  readonly ms: number;
}

/** Scans the workload, timed without the making of its columns, and throws unless the round placed every task on the same agent. */
export function scanAndCompare(workload: string, packing: Packing, round: Round): ScanTiming {
  const tables = scanTablesOf(packing);
  const startMs = performance.now();
  const rows = scan(tables);
  const ms = performance.now() - startMs;
  const placed = new Map(round.assignments.map(({ taskId, agentId }) => [taskId, agentId]));
  for (const [at, { id }] of packing.tasks.entries()) {
    const expected = tables.agentIds[rows[at] ?? -1];
    const got = placed.get(id);
    if (got !== expected) {
      throw new Error(
        `${workload}: ${id} went to ${got ?? "no agent"}, a scan of every agent puts it on ${expected ?? "none"}`,
      );
    }
  }
  return { ms };
}
