// Weighted means of scorers.

import { floatAt, intAt } from "../dense/number-at.ts";
import type { Strata } from "../dense/strata.ts";
import type { Better, Scorer, StrataBound } from "./scorer.ts";

/** A scorer, and what it counts in a mean. */
export interface Part {
  readonly scorer: Scorer;
  readonly weight: number;
}

/** What is known of a mean: as of a {@link Scorer}, and the sum of the weights, in order. */
export interface Mean extends Pick<Scorer, "most" | "rest" | "isLiked" | "isEven" | "better"> {
  readonly weights: number;
}

/** What is known of the mean of the parts. */
export function meanOf(parts: readonly Part[]): Mean {
  let weights = 0;
  let most = 0;
  let rest = 0;
  let isLiked = false;
  let isEven = true;
  let hasBetter = false;
  for (const { scorer, weight } of parts) {
    weights += weight;
    most += weight * scorer.most;
    rest += weight * scorer.rest;
    if (scorer.isLiked) isLiked = true;
    if (!scorer.isEven) isEven = false;
    if (scorer.better !== undefined) hasBetter = true;
  }
  const better = hasBetter ? betterOf(parts, weights) : undefined;
  return { weights, most: most / weights, rest: rest / weights, isLiked, isEven, better };
}

/** The score of a row: the sum of weight × score, in order, divided by the sum of the weights, in order. */
export function scoreMean(parts: readonly Part[], weights: number, row: number): number {
  let sum = 0;
  for (const { scorer, weight } of parts) sum += weight * scorer.score(row);
  return sum / weights;
}

/** The better agents of one part after the other's: of the parts before, rows of no other agent count. */
function betterOf(parts: readonly Part[], weights: number): readonly Better[] {
  const elsewheres = new Map<Scorer, number>();
  return parts.flatMap(({ scorer }) =>
    (scorer.better ?? []).map(({ count, list, elsewhere }) => {
      elsewheres.set(scorer, elsewhere);
      let sum = 0;
      for (const each of parts) sum += each.weight * (elsewheres.get(each.scorer) ?? each.scorer.rest);
      return { count, list, elsewhere: sum / weights };
    }),
  );
}

/** The rows by all attributes that decide about a part, or bound it, as far as they make few enough strata. */
export function strataOf(parts: readonly Part[], whole: Strata): Strata {
  let strata = whole;
  for (const { scorer } of parts) {
    const columns = scorer.by ?? scorer.ofStrata?.().strata.columns;
    if (columns !== undefined) strata = strata.withAll(columns) ?? strata;
  }
  return strata;
}

/**
 * Writes what each stratum of the rows has of the mean at most: of parts that attributes decide what they say, of others their most; returns the
 * greatest. The sums are those of the mean itself, so that rounding cannot make the bound too small. Costs O(strata × parts).
 */
export function scoreStrata(
  parts: readonly Part[],
  weights: number,
  strata: Strata,
  scores: Float64Array,
): number {
  scores.fill(0, 0, strata.examples.length);
  for (const { scorer, weight } of parts) strata.add(scores, weight, mostIn(scorer, strata));
  return strata.divide(scores, weights);
}

function mostIn(scorer: Scorer, strata: Strata): ((row: number) => number) | number {
  if (isDecided(scorer, strata)) return scorer.score;
  const bound = boundIn(scorer, strata);
  if (bound === undefined) return scorer.rest;
  const { most } = bound;
  const { of } = bound.strata;
  return (row) => floatAt(most, intAt(of, row));
}

/** Whether the rows of each stratum have the same of the rest of all parts. */
export function areWhole(parts: readonly Part[], strata: Strata): boolean {
  return parts.every(({ scorer }) => {
    return scorer.isEven || isDecided(scorer, strata) || boundIn(scorer, strata)?.isWhole === true;
  });
}

function isDecided({ by }: Scorer, strata: Strata): boolean {
  return by !== undefined && strata.isBy(by);
}

/** What bounds a scorer by strata, where these are as fine. */
function boundIn({ ofStrata }: Scorer, strata: Strata): StrataBound | undefined {
  const bound = ofStrata?.();
  return bound !== undefined && strata.isBy(bound.strata.columns) ? bound : undefined;
}
