import * as stowage from "stowage";
import { timed } from "../measure/interleave.ts";
import { scan, scanTablesOf } from "../reference/scan.ts";
import { familyWorkload, first, steady } from "../workloads/table.ts";
import type { Workload } from "../workloads/workload.ts";

/** A ratio of two times within one run, and how small it may be. */
export interface Gate {
  readonly name: string;
  /** How long one run of the numerator takes, and of the denominator, in ms; made ready once. */
  readonly prepare: () => { readonly slow: () => number; readonly fast: () => number };
  readonly pairs: number;
  /** The ratio, slow to fast, must not be less or more. */
  readonly least?: number;
  readonly most?: number;
}

/**
 * The gates. The limits are about half (or twice) of what was measured when they were set, or wider where noise is large, so that a busy machine does not fail them and
 * a change of kind does. Change them here.
 */
export const gates: readonly Gate[] = [
  {
    name: "a naive scan takes so many times the time of match: 10,000 agents × 1,000 tasks",
    prepare: () => againstScan(familyWorkload("distinct", 10_000, 1000)),
    pairs: 7,
    least: 0.4,
  },
  {
    name: "co-task constraints and preferences cost so many times the time without: 5,000 agents × 1,000 tasks",
    prepare: () => between(familyWorkload("constraints", 5000, 1000), familyWorkload("distinct", 5000, 1000)),
    pairs: 7,
    most: 2,
  },
  {
    name: "equal tasks take so many times the time of different ones: 5,000 agents × 1,000 tasks",
    prepare: () => between(familyWorkload("equal", 5000, 1000), familyWorkload("distinct", 5000, 1000)),
    pairs: 7,
    most: 2,
  },
  {
    name: "ten times the agents take so many times the time: 1,000 to 10,000 agents × 1,000 tasks",
    prepare: () => between(familyWorkload("distinct", 10_000, 1000), familyWorkload("distinct", 1000, 1000)),
    pairs: 7,
    most: 15,
  },
  {
    name: "ten times the tasks take so many times the time: 2,000 agents × 300 to 3,000 tasks",
    prepare: () => between(familyWorkload("distinct", 2000, 3000), familyWorkload("distinct", 2000, 300)),
    pairs: 7,
    most: 15,
  },
  {
    name: "a first round takes so many times the time of a steady one: 10,000 agents × 100 tasks",
    prepare: () => between(first(10_000), steady(10_000)),
    pairs: 7,
    least: 1.1,
  },
];

function between(
  slow: Workload,
  fast: Workload,
): { readonly slow: () => number; readonly fast: () => number } {
  return { slow: timed(slow.prepare(stowage).run), fast: timed(fast.prepare(stowage).run) };
}

/** The scan's columns are made outside of what is timed; `match` gets no such favour. */
function againstScan(workload: Workload): { readonly slow: () => number; readonly fast: () => number } {
  const { run, packing } = workload.prepare(stowage);
  if (packing === undefined) throw new Error(`a scan cannot do ${workload.name}`);
  return {
    slow: () => {
      const tables = scanTablesOf(packing);
      return timed(() => scan(tables))();
    },
    fast: timed(run),
  };
}
