// Weighted means of scorers.

import type { Better, Scorer } from "./scorer.ts";

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
