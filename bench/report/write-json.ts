import type { ReachedGoal } from "../goals/goal.ts";
import type { MeasuredRow } from "../measure/row.ts";
import type { WorstCase } from "../measure/worst-case.ts";
import { growthsOf } from "./growth-table.ts";
import { writeDocument } from "./write-document.ts";

/** What a run of the bench came to. */
export interface Measured {
  readonly rows: readonly MeasuredRow[];
  readonly worst: readonly WorstCase[];
  readonly goals: readonly ReachedGoal[];
}

/** Writes what was measured, the growths, and what it was measured on. */
export function writeJson(path: string, { rows, worst, goals }: Measured): void {
  writeDocument(path, {
    rows: rows.map(({ workload, ...measured }) => {
      const { section, name, agents, tasks } = workload;
      return { section, name, agents, tasks, ...measured };
    }),
    growths: growthsOf(rows),
    worst,
    goals,
  });
}
