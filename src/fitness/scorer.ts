import type { AttributeColumn } from "../dense/attributes.ts";
import type { Few } from "../dense/checks.ts";
import type { Strata } from "../dense/strata.ts";

/** Scores rows for one task, as the round stands. */
export interface Scorer {
  /** The score of a row that can hold the task, 0..1, by its defining formula. */
  readonly score: (row: number) => number;
  /** No row scores more. */
  readonly most: number;
  /** No row has more than this of the part of the score that the order of the rows does not tell. */
  readonly rest: number;
  /** Whether the order of the rows may tell a part of the score. */
  readonly isLiked: boolean;
  /** Whether all rows have the same of the rest. */
  readonly isEven: boolean;
  /** Which agents alone score more of the rest than others, the best first. */
  readonly better: readonly Better[] | undefined;
  /** The score depends on what the row's agent has of these attributes alone; undefined where on more. */
  readonly by: readonly AttributeColumn[] | undefined;
  /** Worked out when it is first asked for. */
  readonly ofStrata: (() => StrataBound) | undefined;
  /** A row will not score more later in the round, unless a task has come to its agent or this has become another number by then; NaN where that is not known. */
  readonly epoch: number;
}

/** No row of a stratum has more than `most[stratum]` of the rest. */
export interface StrataBound {
  readonly strata: Strata;
  readonly most: Float64Array;
  /** Whether rows of a stratum have the same of the rest. */
  readonly isWhole: boolean;
}

/** Agents that are few, perhaps, and what rows of no agent but these, and those before, have more of the rest than. */
export interface Better extends Few {
  readonly elsewhere: number;
}

/** A scorer of which nothing but this is known. */
export function scorerWith({
  score,
  most,
  rest,
  isLiked = false,
  isEven = rest === 0,
  better,
  ofStrata,
}: Pick<Scorer, "score" | "most" | "rest"> &
  Partial<Pick<Scorer, "isLiked" | "isEven" | "better" | "ofStrata">>): Scorer {
  return { score, most, rest, isLiked, isEven, better, by: undefined, ofStrata, epoch: NaN };
}
