import type { Context } from "../agents/context.ts";
import { blockRows } from "../dense/amounts.ts";
import { fillRows, keepPassing } from "../dense/filter.ts";
import { addOfRows, addWeighted, firstGreatest, firstOfAtLeast } from "../dense/score.ts";
import { keepThatHold, mayHold } from "../feasibility/feasibility.ts";
import type { Score } from "../model/round.ts";
import type { Search } from "./search.ts";

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
    rows: new Int32Array(blockRows),
    fitness: new Float64Array(blockRows),
    preferences: new Float64Array(blockRows),
    sums: new Float64Array(blockRows),
    devices: new Float64Array(rows),
  };
}

/** The row found, and how good it is. */
export interface Found {
  readonly row: number;
  readonly sum: number;
  readonly score: Score;
}

/** Bounds are exact but for rounding: a block is passed over only if it falls short by more than rounding can do. */
const slack = 1e-9;

/**
 * The best row for the task among `first` to `end`: the greatest weighted sum, the first on ties, which is tie order; with `goodEnough` the
 * first whose total is at least that. Undefined where no row passes. Goes block by block, each stage narrowing the block; passes over
 * blocks that lack what is asked or whose bound is below the best so far. Costs O(rows) at most.
 */
export function findBest(
  search: Search,
  first: number,
  end: number,
  context: Context,
  scratch: Scratch,
): Found | undefined {
  const { goodEnough } = search;
  const { counters } = context;
  const divisor = weightOf(search);
  const tolerance = slack * (1 + divisor);
  let best: Found | undefined;
  let start = first;
  while (start < end) {
    const block = Math.floor(start / blockRows);
    const from = start;
    start = Math.min(end, (block + 1) * blockRows);
    if (!mayHold(search.request, block)) continue;
    if (best !== undefined && boundOf(search, block) < best.sum - tolerance) continue;
    counters.blocksOpened++;
    const n = passingRows(search, from, start, context, scratch);
    if (n === 0) continue;
    sumParts(search, n, scratch);
    counters.scoresComputed += n;
    const enough = goodEnough === undefined ? -1 : firstOfAtLeast(goodEnough, divisor, n, scratch.sums);
    if (enough !== -1) return foundAt(enough, divisor, search, scratch);
    const at = firstGreatest(n, scratch.sums);
    if (best === undefined || (scratch.sums[at] ?? 0) > best.sum)
      best = foundAt(at, divisor, search, scratch);
  }
  return best;
}

/** Writes the rows of `start..end`, at most a block, that the task could go to into `scratch.rows`, and returns their number. */
function passingRows(
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

/** No row of the block has a greater weighted sum, but for rounding. */
function boundOf({ request, fitness, preferences, weights }: Search, block: number): number {
  return (
    (request.devices.length > 0 ? weights.devices : 0) +
    (preferences === undefined ? 0 : weights.preferences * preferences.bound(block)) +
    weights.fitness * fitness.bound(block)
  );
}

function foundAt(at: number, divisor: number, { request, preferences }: Search, scratch: Scratch): Found {
  const row = scratch.rows[at] ?? -1;
  const sum = scratch.sums[at] ?? 0;
  return {
    row,
    sum,
    score: {
      total: divisor === 0 ? 0 : sum / divisor,
      fitness: scratch.fitness[at] ?? 0,
      preferences: preferences === undefined ? 0 : (scratch.preferences[at] ?? 0),
      devices: request.devices.length > 0 ? (scratch.devices[row] ?? 0) : 0,
    },
  };
}
