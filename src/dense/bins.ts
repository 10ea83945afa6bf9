// Rows of totals that few others have, put together by size: a bin is the rows whose totals of each liked resource lie between the same powers of 2^(1/n). The
// finer the bins, the closer the bounds of a group are to each of its rows; the more of them, the more there is to go over.

import type { LikedAmount } from "./order.ts";

/** Bins for each doubling at the finest. */
const finest = 4;
/** On average a bin has this many rows at least, as far as sizes can be told apart less; having nothing is always told apart. */
const leastRows = 32;
/** Of more resources than these the sizes are not told apart. */
const mostResources = 6;

/** The rows in bins, smaller totals first, each in the order given. Costs O(rows log rows). */
export function binned(liked: readonly LikedAmount[], rows: readonly number[]): readonly number[][] {
  const sizes = liked
    .slice(0, mostResources)
    .map(({ free, held }) => rows.map((row) => sizeOf(free[row]! + held[row]!)));
  for (let perBin = 1; ; perBin *= 2) {
    const bins = binsOf(sizes, perBin, rows);
    if (bins.size * leastRows <= rows.length || bins.size <= 1 || perBin > 64 * finest) {
      return [...bins].toSorted(([a], [b]) => a - b).map(([, members]) => members);
    }
  }
}

/** The size of a total, 0 for none: `finest` more for each doubling. */
function sizeOf(total: number): number {
  return total === 0 ? 0 : 1 + Math.floor(finest * Math.log2(total));
}

/** The rows by sizes, of which `perBin` count as one. */
function binsOf(
  sizes: readonly (readonly number[])[],
  perBin: number,
  rows: readonly number[],
): ReadonlyMap<number, number[]> {
  const bins = new Map<number, number[]>();
  for (let i = 0; i < rows.length; i++) {
    let key = 0;
    for (const size of sizes) key = key * 256 + Math.ceil(size[i]! / perBin);
    const bin = bins.get(key);
    if (bin === undefined) bins.set(key, [rows[i]!]);
    else bin.push(rows[i]!);
  }
  return bins;
}
