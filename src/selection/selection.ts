import type { Counters } from "../agents/context.ts";
import { blockRows, type Group } from "../dense/group.ts";
import { numberAt } from "../dense/number-at.ts";
import { hasAmounts } from "../dense/request.ts";
import { mostIn, worthOf } from "../dense/worth.ts";
import type { Score } from "../model/round.ts";
import {
  betterOf,
  onlyOf,
  passesRest,
  restOf,
  scoreDevices,
  scoreOf,
  scoreRow,
  type Parts,
  type Search,
} from "./search.ts";

/** The row found, and how good it is. */
export interface Found {
  readonly row: number;
  readonly score: Score;
}

/** The best row so far, and the parts of its score. */
interface Best extends Parts {
  /** -1 before the first. */
  row: number;
  /** Whether its total is good enough: then only rows before it matter. */
  isEnough: boolean;
}

/** What one search after the other works with. */
export interface Scratch {
  readonly best: Best;
  readonly trial: Parts;
}

/** Made once a round. */
export function newScratch(): Scratch {
  return {
    best: { row: -1, isEnough: false, sum: -1, devices: 0, preferences: 0, fitness: 0 },
    trial: { sum: 0, devices: 0, preferences: 0, fitness: 0 },
  };
}

/**
 * The best row for the task: the greatest weighted sum, on ties the first row, which is tie order; with `goodEnough` the first whose
 * total is at least that. Undefined where no row passes. Rows of equal totals are gone over in the order of use, so that the first that passes is about
 * the best of them; blocks that lack what is asked are passed over, and so is what cannot win. Costs O(rows) at most.
 */
export function findBest(search: Search, counters: Counters, scratch: Scratch): Found | undefined {
  const { best } = scratch;
  best.row = -1;
  best.sum = -1;
  best.isEnough = false;
  const only = onlyOf(search);
  if (only === undefined) {
    const { blocks } = search.request.pool;
    const isTieOrder = blocks.liked.length === 0;
    let rest = restOf(search);
    for (const { list, elsewhere } of betterOf(search)) {
      if (isTieOrder && best.sum > rest) break;
      tryAgents(search, list(), rest, counters, scratch);
      rest = elsewhere;
    }
    if (!isTieOrder) searchGroups(search, rest, counters, scratch);
    for (const group of blocks.groups) if (group.isMixed) searchMixed(search, group, rest, counters, scratch);
  } else {
    tryAgents(search, only.list(), restOf(search), counters, scratch);
  }
  return best.row === -1 ? undefined : { row: best.row, score: scoreOf(search, best) };
}

/** How good a row that passes is for the task. */
export function scoreOfRow(search: Search, row: number): Score {
  const parts: Parts = { devices: 0, preferences: 0, fitness: 0, sum: 0 };
  scoreDevices(search, row, parts);
  scoreRow(search, row, parts);
  return scoreOf(search, parts);
}

/** More than what rounding can take from, or add to, a bound of the weighted sum. */
function slackOf({ weights, divisor }: Search): number {
  return 2 ** -40 * (weights.fitness + divisor);
}

/** Puts the rows of agents to the test that may win, whatever block they are in. `rest` is what the order of rows does not tell, at most. */
function tryAgents(
  search: Search,
  agents: readonly number[],
  rest: number,
  counters: Counters,
  scratch: Scratch,
): void {
  const { request, weights } = search;
  const { pool } = request;
  const { blocks } = pool;
  const others = rest + slackOf(search);
  for (const agent of agents) {
    const row = pool.rowOf(agent);
    if (row === -1 || numberAt(blocks.blockOf, row) === -1) continue;
    counters.agentsVisited++;
    if (!hasAmounts(request, row)) continue;
    if (others + weights.fitness * worthOf(blocks, row, request) < floorOf(search, scratch.best)) continue;
    tryRow(search, row, counters, scratch);
  }
}

/** Goes over groups of rows of equal totals, the most useful first. `rest` is what their order does not tell, at most. */
function searchGroups(search: Search, rest: number, counters: Counters, scratch: Scratch): void {
  const { request, weights } = search;
  const { best } = scratch;
  const { walk } = request.pool;
  walk.begin(request, rest + slackOf(search), weights.fitness, search.barren);
  for (;;) {
    const row = walk.next(floorOf(search, best), counters);
    if (row === -1) break;
    if (tryRow(search, row, counters, scratch)) walk.note(row, rest === 0 && !best.isEnough);
  }
}

/** Goes over rows of different totals, block by block. */
function searchMixed(search: Search, group: Group, rest: number, counters: Counters, scratch: Scratch): void {
  const { request, weights } = search;
  const { blocks } = request.pool;
  const { best } = scratch;
  const { barren } = search;
  const isTieOrder = blocks.liked.length === 0;
  const slack = isTieOrder && search.goodEnough === undefined ? 0 : slackOf(search);
  for (
    let at = blocks.nextBlock(group, 0, request);
    at !== -1;
    at = blocks.nextBlock(group, at + 1, request)
  ) {
    const block = numberAt(group.blocks, at);
    if (barren?.has(block) === true) continue;
    const start = block * blockRows;
    const bound = rest + weights.fitness * mostIn(blocks, block, request);
    const floor = floorOf(search, best);
    if (bound < floor - slack) continue;
    // Without anything that orders them, rows lie in tie order: those after the best so far must score more.
    if (isTieOrder && bound === floor && numberAt(blocks.members, start) > best.row) continue;
    counters.blocksOpened++;
    const end = start + numberAt(blocks.sizes, block);
    let isVain = true;
    for (let from = start; from < end;) {
      const next = blocks.nextRow(from, end, request);
      counters.agentsVisited += Math.min(next + 1, end) - from;
      if (next !== end && tryRow(search, numberAt(blocks.members, next), counters, scratch)) isVain = false;
      from = next + 1;
    }
    if (isVain) barren?.examine(block);
  }
}

/** What a weighted sum must reach for its row to matter. */
function floorOf({ goodEnough = 0, divisor }: Search, best: Best): number {
  return best.isEnough ? goodEnough * divisor : best.sum;
}

/** Puts a row that has the amounts asked to the test. Returns whether it passes. */
function tryRow(search: Search, row: number, counters: Counters, { best, trial }: Scratch): boolean {
  if (best.isEnough && row > best.row) return false;
  if (!passesRest(search, row, trial)) return false;
  counters.scoresComputed++;
  scoreRow(search, row, trial);
  const { sum } = trial;
  const { goodEnough, divisor } = search;
  const isEnough = goodEnough !== undefined && sum / divisor >= goodEnough;
  if (best.isEnough ? !isEnough : !isEnough && !beats(sum, row, best)) return true;
  best.row = row;
  best.isEnough = isEnough;
  best.sum = sum;
  best.devices = trial.devices;
  best.preferences = trial.preferences;
  best.fitness = trial.fitness;
  return true;
}

function beats(sum: number, row: number, best: Best): boolean {
  return sum > best.sum || (sum === best.sum && row < best.row);
}
