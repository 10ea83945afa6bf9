import { compareWithScan } from "../reference/against-scan.ts";
import type { Workload } from "../workloads/workload.ts";

/** A workload that a plain scan does well, and how both do. */
export interface WorstCase {
  readonly name: string;
  readonly agents: number;
  readonly tasks: number;
  /** Medians, in turns. */
  readonly matchMs: number;
  readonly scanMs: number;
  /** Round to scan, both at their fastest. */
  readonly ratio: number;
}

/** The most that a round may take of a scan's time. */
export const worstRatio = 1.5;

const pairs = 3;

/** Measures a round and a scan in turns; throws unless they place every task on the same agent. */
export function measureWorstCase(workload: Workload): WorstCase {
  const { firstMs, secondMs, leastRatio } = compareWithScan(workload, pairs);
  const { name, agents, tasks } = workload;
  return { name, agents, tasks, matchMs: secondMs, scanMs: firstMs, ratio: 1 / leastRatio };
}
