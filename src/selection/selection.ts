import type { Context } from "../agents/context.ts";
import { fillRows, keepPassing } from "../dense/filter.ts";
import { addOfRows, addWeighted, firstGreatest, firstOfAtLeast } from "../dense/score.ts";
import { keepThatHold } from "../feasibility/feasibility.ts";
import type { Score } from "../model/round.ts";
import { blockSize, type Search } from "./search.ts";

/** Room to work in, for one block of rows; made once a round. */
export interface Scratch {
  readonly rows: Int32Array;
  readonly fitness: Float64Array;
  readonly preferences: Float64Array;
  readonly sums: Float64Array;
  /** Per row of the round, not of the block. */
  readonly devices: Float64Array;
}

/** Room for a round over so many rows. */
export function scratchFor(rows: number): Scratch {
  return {
    rows: new Int32Array(blockSize),
    fitness: new Float64Array(blockSize),
    preferences: new Float64Array(blockSize),
    sums: new Float64Array(blockSize),
    devices: new Float64Array(rows),
  };
}

/** The row found, and how good it is. */
export interface Found {
  readonly row: number;
  readonly score: Score;
}

/**
 * The best row for the task among `first` to `end`: the greatest weighted sum, the first on ties, which is tie order; with `goodEnough` the
 * first whose total is at least that. Undefined where no row passes. Costs O(rows), block by block, each stage narrowing the block.
 */
export function findBest(
  search: Search,
  first: number,
  end: number,
  context: Context,
  scratch: Scratch,
): Found | undefined {
  const { goodEnough } = search;
  const divisor = weightOf(search);
  const bound = boundOf(search);
  let best: Found | undefined;
  let bestSum = -1;
  for (let start = first; start < end && bestSum < bound; start += blockSize) {
    const n = passingRows(search, start, Math.min(end, start + blockSize), context, scratch);
    if (n === 0) continue;
    sumParts(search, n, scratch);
    context.counters.scoresComputed += n;
    const enough = goodEnough === undefined ? -1 : firstOfAtLeast(goodEnough, divisor, n, scratch.sums);
    if (enough !== -1) return foundAt(enough, divisor, search, scratch);
    const at = firstGreatest(n, scratch.sums);
    const sum = scratch.sums[at] ?? 0;
    if (sum <= bestSum) continue;
    bestSum = sum;
    best = foundAt(at, divisor, search, scratch);
  }
  return best;
}

/** Writes the rows of `start..end` that the task could go to into `scratch.rows`, and returns their number. */
export function passingRows(
  { request, checks }: Search,
  start: number,
  end: number,
  { tables, counters }: Context,
  { rows, devices }: Scratch,
): number {
  counters.agentsVisited += end - start;
  let n = keepThatHold(request, tables, rows, fillRows(rows, start, end), devices);
  for (const check of checks) n = keepPassing(check, rows, n);
  return n;
}

/** Writes the weighted sums of the first `n` rows: devices, preferences, fitness, added in this order, as Fenzo does. */
function sumParts({ request, fitness, preferences, weights }: Search, n: number, scratch: Scratch): void {
  const { rows, sums } = scratch;
  sums.fill(0, 0, n);
  if (request.devices.length > 0) addOfRows(scratch.devices, weights.devices, rows, n, sums);
  if (preferences !== undefined) {
    preferences.score(rows, n, scratch.preferences);
    addWeighted(scratch.preferences, weights.preferences, n, sums);
  }
  fitness.score(rows, n, scratch.fitness);
  addWeighted(scratch.fitness, weights.fitness, n, sums);
}

/** The sum of the weights of the parts that apply. */
function weightOf({ request, preferences, weights }: Search): number {
  return (
    (request.devices.length > 0 ? weights.devices : 0) +
    (preferences === undefined ? 0 : weights.preferences) +
    weights.fitness
  );
}

/** No row has a greater weighted sum. */
function boundOf({ request, fitness, preferences, weights }: Search): number {
  return (
    (request.devices.length > 0 ? weights.devices : 0) +
    (preferences === undefined ? 0 : weights.preferences * preferences.bound) +
    weights.fitness * fitness.bound
  );
}

function foundAt(at: number, divisor: number, { request, preferences }: Search, scratch: Scratch): Found {
  const row = scratch.rows[at] ?? -1;
  const sum = scratch.sums[at] ?? 0;
  return {
    row,
    score: {
      total: divisor === 0 ? 0 : sum / divisor,
      fitness: scratch.fitness[at] ?? 0,
      preferences: preferences === undefined ? 0 : (scratch.preferences[at] ?? 0),
      devices: request.devices.length > 0 ? (scratch.devices[row] ?? 0) : 0,
    },
  };
}
