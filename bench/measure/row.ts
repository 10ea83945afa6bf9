import * as stowage from "stowage";
import type { RoundStats } from "stowage";
import { scanAndCompare } from "../reference/verify.ts";
import { nameOf, type Workload } from "../workloads/workload.ts";
import { heapUseOf } from "./heap.ts";
import { interleave, timed } from "./interleave.ts";
import { timingOf, type Timing } from "./time.ts";

/** A workload and what was measured of it. */
export interface MeasuredRow {
  readonly workload: Workload;
  readonly assigned: number;
  readonly timing: Timing;
  /** How long a scan of every (task, agent) takes; its placements were found to be the same. Absent where a scan cannot do it. */
  readonly scanMs?: number;
  /** Its time over that of its plain form, in turns, at their fastest. Absent where it has none. */
  readonly timesPlain?: number;
  /** More heap than before, when a round has ended. */
  readonly usedBytes: number;
  /** What the round's result holds of that. */
  readonly keptBytes: number;
  /** The most memory that the process has had so far. */
  readonly peakRssBytes: number;
  readonly stats: RoundStats;
}

/** Beyond so many (task, agent) pairs no scan is run beside: it would take minutes. */
const mostScanned = 1e9;

/** Measures one row: time, heap, work, and a scan beside it where one can do the same. */
export async function measureRow(workload: Workload, budgetMs: number): Promise<MeasuredRow> {
  const { run, packing } = workload.prepare(stowage);
  const timing = await timingOf(run, budgetMs);
  const { usedBytes, keptBytes, result } = heapUseOf(run);
  return {
    workload,
    assigned: result.assignments.length,
    timing,
    ...(packing &&
      workload.agents * workload.tasks <= mostScanned && {
        scanMs: scanAndCompare(nameOf(workload), packing, result),
      }),
    ...(workload.plain && { timesPlain: timesPlainOf(run, workload.plain, timing.medianMs, budgetMs) }),
    usedBytes,
    keptBytes,
    peakRssBytes: process.resourceUsage().maxRSS * 1024,
    stats: result.stats,
  };
}

function timesPlainOf(run: () => unknown, plain: Workload, ms: number, budgetMs: number): number {
  const pairs = Math.max(1, Math.min(5, Math.floor(budgetMs / 2 / ms)));
  return interleave(timed(run), timed(plain.prepare(stowage).run), pairs).leastRatio;
}
