// Kernels that score a list of rows, `rows[0..n)`, into `out[0..n)`. Nothing is allocated. Order and grouping of every sum are part of
// the contract: ties must come out exactly.

import { fillOf, spaceOf, type AmountColumn } from "./bounds.ts";

/** Adds how full of the resource each row would be. */
export function addFill(
  column: AmountColumn,
  asked: number,
  rows: Int32Array,
  n: number,
  out: Float64Array,
): void {
  for (let i = 0; i < n; i++) out[i]! += fillOf(column, asked, rows[i]!);
}

/** Adds how empty of the resource each row would be. */
export function addSpace(
  column: AmountColumn,
  asked: number,
  rows: Int32Array,
  n: number,
  out: Float64Array,
): void {
  for (let i = 0; i < n; i++) out[i]! += spaceOf(column, asked, rows[i]!);
}

/** Divides every score. */
export function divideAll(divisor: number, n: number, out: Float64Array): void {
  for (let i = 0; i < n; i++) out[i]! /= divisor;
}

/** Adds weighted scores. */
export function addWeighted(scores: Float64Array, weight: number, n: number, out: Float64Array): void {
  for (let i = 0; i < n; i++) out[i]! += weight * scores[i]!;
}

/** Sets every score by a function of the row. */
export function scoreEach(
  score: (row: number) => number,
  rows: Int32Array,
  n: number,
  out: Float64Array,
): void {
  for (let i = 0; i < n; i++) out[i] = score(rows[i]!);
}

/** Adds the scores that are kept per row. */
export function addOfRows(
  scores: Float64Array,
  weight: number,
  rows: Int32Array,
  n: number,
  out: Float64Array,
): void {
  for (let i = 0; i < n; i++) out[i]! += weight * scores[rows[i]!]!;
}

/** The place of the first score of at least `least` after division, or -1. */
export function firstOfAtLeast(least: number, divisor: number, n: number, scores: Float64Array): number {
  for (let i = 0; i < n; i++) if (scores[i]! / divisor >= least) return i;
  return -1;
}

/** The place of the first greatest score; n ≥ 1. */
export function firstGreatest(n: number, scores: Float64Array): number {
  let best = 0;
  for (let i = 1; i < n; i++) if (scores[i]! > scores[best]!) best = i;
  return best;
}
