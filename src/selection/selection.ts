import type { Context } from "../agents/context.ts";
import { blockRows } from "../dense/blocks.ts";
import { fillRows, keepPassing } from "../dense/filter.ts";
import { numberAt } from "../dense/number-at.ts";
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

/**
 * The best row for the task: the greatest weighted sum, on ties the first row, which is tie order; with `goodEnough` the first whose
 * total is at least that. Undefined where no row passes. Goes block by block, each stage narrowing the block, and passes over blocks that
 * lack what is asked or whose bound says that they cannot win. Costs O(rows) at most.
 */
export function findBest(search: Search, context: Context, scratch: Scratch): Found | undefined {
  const { blocks } = context.tables.amounts;
  let best: Found | undefined;
  for (const block of blocks.blocksOf(search.request.role)) {
    if (!mayHold(search.request, block)) continue;
    if (best !== undefined && !mayWin(boundOf(search, block), blocks.firstRowIn(block), best)) continue;
    context.counters.blocksOpened++;
    const found = bestOf(search, fillRows(scratch.rows, blocks, block), context, scratch);
    if (found === undefined) continue;
    if (search.goodEnough !== undefined && found.score.total >= search.goodEnough) return found;
    if (best === undefined || mayWin(found.sum, found.row, best)) best = found;
  }
  return best;
}

/** Whether a row with the weighted sum, or a bound of it, and this number or a greater one beats the best so far. */
function mayWin(sum: number, row: number, best: Found): boolean {
  return sum > best.sum || (sum === best.sum && row < best.row);
}

/** How good one row is for the task; undefined where it does not pass. */
export function scoreOf(search: Search, row: number, context: Context, scratch: Scratch): Score | undefined {
  scratch.rows[0] = row;
  return bestOf(search, 1, context, scratch)?.score;
}

/** The best of the first `n` rows of `scratch.rows`, which ascend; with `goodEnough` the first that is. */
function bestOf(search: Search, n: number, context: Context, scratch: Scratch): Found | undefined {
  const { request, checks, goodEnough } = search;
  const { tables, counters } = context;
  const { rows, sums } = scratch;
  counters.agentsVisited += n;
  let passing = keepThatHold(request, tables, rows, n, scratch.devices);
  for (const check of checks) passing = keepPassing(check, rows, passing);
  if (passing === 0) return undefined;
  counters.scoresComputed += passing;
  sumParts(search, passing, scratch);
  const divisor = weightOf(search);
  const enough = goodEnough === undefined ? -1 : firstOfAtLeast(goodEnough, divisor, passing, sums);
  return foundAt(enough === -1 ? firstGreatest(passing, sums) : enough, divisor, search, scratch);
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

/** No row of the block has a greater weighted sum: the sum of the parts' bounds, added as the parts are. */
function boundOf({ request, fitness, preferences, weights }: Search, block: number): number {
  return (
    (request.devices.length > 0 ? weights.devices : 0) +
    (preferences === undefined ? 0 : weights.preferences * preferences.bound(block)) +
    weights.fitness * fitness.bound(block)
  );
}

function foundAt(at: number, divisor: number, { request, preferences }: Search, scratch: Scratch): Found {
  const row = numberAt(scratch.rows, at);
  const sum = numberAt(scratch.sums, at);
  return {
    row,
    sum,
    score: {
      total: divisor === 0 ? 0 : sum / divisor,
      fitness: numberAt(scratch.fitness, at),
      preferences: preferences === undefined ? 0 : numberAt(scratch.preferences, at),
      devices: request.devices.length > 0 ? numberAt(scratch.devices, row) : 0,
    },
  };
}
