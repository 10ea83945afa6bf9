import * as stowage from "stowage";
import { timed } from "../measure/interleave.ts";
import { explanation } from "../goals/rounds.ts";
import { againstScan } from "../reference/against-scan.ts";
import { familyWorkload } from "../workloads/families.ts";
import { drawnMaterial, firstRound, updateOfSome } from "../workloads/rounds.ts";
import { saturatedRows } from "../workloads/saturated.ts";
import { first, steady } from "../workloads/table.ts";
import { queueBesideList } from "../workloads/turns.ts";
import type { Workload } from "../workloads/workload.ts";

/** A ratio of two times within one run, and how small it may be. */
export interface Gate {
  readonly name: string;
  /** How long one run of the numerator takes, and of the denominator, in ms; made ready once. */
  readonly prepare: () => Compared;
  readonly pairs: number;
  /** The ratio, slow to fast, must not be less or more. */
  readonly least?: number;
  readonly most?: number;
}

/** Two things that tell how long each of their runs took, in ms. */
export interface Compared {
  readonly slow: () => number;
  readonly fast: () => number;
}

/**
 * The gates. The limits are about half (or twice) of what was measured when they were set, or wider where noise is large, so that a busy machine does not fail them and
 * a change of kind does. Change them here.
 */
export const gates: readonly Gate[] = [
  {
    name: "a naive scan takes so many times the time of match: 10,000 agents × 1,000 tasks",
    prepare: () => scanOver(familyWorkload("distinct", 10_000, 1000)),
    pairs: 7,
    least: 4,
  },
  {
    name: "a naive scan takes so many times the time of match: 10,000 agents × 10,000 tasks",
    prepare: () => scanOver(familyWorkload("distinct", 10_000, 10_000)),
    pairs: 3,
    least: 7,
  },
  {
    name: "tasks that fit nowhere take so many times the time of those that do: 10,000 agents × 1,000 tasks",
    prepare: () => {
      const [saturated] = saturatedRows(10_000, 1000);
      if (saturated === undefined) throw new Error("there is no saturated row");
      return between(saturated, familyWorkload("distinct", 10_000, 1000));
    },
    pairs: 7,
    most: 2,
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
    most: 1.6,
  },
  {
    name: "ten times the agents take so many times the time: 1,000 to 10,000 agents × 1,000 tasks",
    prepare: () => between(familyWorkload("distinct", 10_000, 1000), familyWorkload("distinct", 1000, 1000)),
    pairs: 7,
    most: 4,
  },
  {
    name: "a round of 3,000 tasks takes so many times the time of ten rounds of 300: 2,000 agents",
    prepare: () => {
      const whole = familyWorkload("distinct", 2000, 3000).prepare(stowage).run;
      const part = familyWorkload("distinct", 2000, 300).prepare(stowage).run;
      const parts = (): void => {
        for (let i = 0; i < 10; i++) part();
      };
      return { slow: timed(whole), fast: timed(parts) };
    },
    pairs: 7,
    most: 1.5,
  },
  {
    name: "a queue of 1,000 buckets takes so many times the time of a list: 10,000 agents × 10,000 tasks",
    prepare: () => between(...queueBesideList(10_000, 10_000)),
    pairs: 5,
    most: 4,
  },
  {
    name: "a first round takes so many times the time of a steady one: 10,000 agents × 100 tasks",
    prepare: () => between(first(10_000), steady(10_000)),
    pairs: 7,
    least: 2,
  },
  {
    name: "building the cluster takes so many times the time of an update: 10,000 agents, 1 % of them changed",
    prepare: () => {
      const { changed, anew } = updateOfSome(stowage, drawnMaterial(10_000, 10_000), 10_000);
      return { slow: timed(anew), fast: timed(changed) };
    },
    pairs: 7,
    least: 15,
  },
  {
    name: "a first round takes so many times the time of one explanation: 10,000 agents × 10,000 tasks",
    prepare: () => ({
      slow: timed(firstRound(stowage, drawnMaterial(10_000, 10_000)).run),
      fast: explanation(),
    }),
    pairs: 3,
    least: 2,
  },
];

function between(slow: Workload, fast: Workload): Compared {
  return { slow: timed(slow.prepare(stowage).run), fast: timed(fast.prepare(stowage).run) };
}

function scanOver(workload: Workload): Compared {
  const { match, scan } = againstScan(workload);
  return { slow: scan, fast: match };
}
