import * as stowage from "stowage";
import type { RoundStats } from "stowage";
import { scanAndCompare } from "../reference/verify.ts";
import type { Workload } from "../workloads/workload.ts";
import { heapUseOf } from "./heap.ts";
import { timingOf, type Timing } from "./time.ts";

/** A workload and what was measured of it. */
export interface MeasuredRow {
  readonly workload: Workload;
  readonly assigned: number;
  readonly timing: Timing;
  /** How long a scan of every (task, agent) takes; its placements were found to be the same. Absent where a scan cannot do it. */
  readonly scanMs?: number;
  /** More heap than before, when a round has ended. */
  readonly usedBytes: number;
  /** What the round's result holds of that. */
  readonly keptBytes: number;
  readonly stats: RoundStats;
}

/** Measures one row: time, heap, work, and a scan beside it where one can do the same. */
export async function measureRow(workload: Workload, budgetMs: number): Promise<MeasuredRow> {
  const { run, packing } = workload.prepare(stowage);
  const timing = await timingOf(run, budgetMs);
  const { usedBytes, keptBytes, result } = heapUseOf(run);
  return {
    workload,
    assigned: result.assignments.length,
    timing,
    ...(packing && { scanMs: scanAndCompare(nameOf(workload), packing, result) }),
    usedBytes,
    keptBytes,
    stats: result.stats,
  };
}

/** The name by which a workload is picked and told from others. */
export function nameOf({ name, section, agents, tasks }: Workload): string {
  return `${section}: ${name}, ${agents} agents × ${tasks} tasks`;
}
