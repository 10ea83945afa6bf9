// Rows of totals that few others have, put together by size: a bin is the rows whose totals of each liked resource lie between the same powers of 2^(1/n). The
// finer the bins, the closer the bounds of a group are to each of its rows; the more of them, the more there is to go over.

import type { LikedAmount } from "./order.ts";

/** Bins for each doubling at the finest. */
const finest = 4;
/** On average a bin has this many rows at least, as far as sizes can be told apart less; having nothing is always told apart. */
export const leastRows = 16;
/** Of more resources than these the sizes are not told apart. */
const mostResources = 6;

/** Rows in bins. */
export interface Binned {
  /** Smaller totals first, in each the rows in the order given. */
  readonly bins: readonly number[][];
  /** So many sizes count as one. */
  readonly perBin: number;
}

/** The rows in bins, as fine as leaves enough rows of `count` to each. Costs O(rows log rows). */
export function binned(
  liked: readonly LikedAmount[],
  rows: readonly number[],
  count: number = rows.length,
): Binned {
  const sizes = liked
    .slice(0, mostResources)
    .map(({ free, held }) => rows.map((row) => sizeOf(free[row]! + held[row]!)));
  for (let perBin = 1; ; perBin *= 2) {
    const bins = binsOf(sizes, perBin, rows);
    if (bins.size * leastRows <= count || bins.size <= 1 || perBin > 64 * finest) {
      return { bins: [...bins].toSorted(([a], [b]) => a - b).map(([, members]) => members), perBin };
    }
  }
}

/** The number of the bin in which a row of such totals belongs. */
export function binOf(totals: readonly number[], perBin: number): number {
  let bin = 0;
  for (const total of totals.slice(0, mostResources)) bin = binIn(bin, sizeOf(total), perBin);
  return bin;
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
    let bin = 0;
    for (const size of sizes) bin = binIn(bin, size[i]!, perBin);
    const members = bins.get(bin);
    if (members === undefined) bins.set(bin, [rows[i]!]);
    else members.push(rows[i]!);
  }
  return bins;
}

/** Of the bin by some resources, the part by the size of one more. */
function binIn(bin: number, size: number, perBin: number): number {
  return bin * 256 + Math.ceil(size / perBin);
}
