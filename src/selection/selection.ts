import type { Counters } from "../agents/context.ts";
import type { DeviceBound } from "../dense/device-bound.ts";
import type { Merits } from "../dense/merits.ts";
import { floatAt, intAt } from "../dense/number-at.ts";
import { hasAmounts } from "../dense/request.ts";
import { mostStrata, type StrataRests } from "../dense/strata.ts";
import { worthOf } from "../dense/worth.ts";
import type { Scorer } from "../fitness/scorer.ts";
import type { Score } from "../model/round.ts";
import { betterOf, restOf, strataRests, weighRest } from "./rests.ts";
import { onlyOf, passesRest, scoreDevices, scoreOf, scoreRow, type Parts, type Search } from "./search.ts";

/** The best row so far, and the parts of its score. */
export interface Best extends Parts {
  /** -1 before the first. */
  row: number;
  /** Whether its total is good enough: then only rows before it matter. */
  isEnough: boolean;
}

/** What one search after the other works with. */
export interface Scratch {
  readonly best: Best;
  readonly trial: Parts;
  readonly most: Most;
  /** Per stratum; of the last call of `strataRests` alone. */
  readonly rests: Float64Array;
}

/** What rows that have not been tried yet have at most. */
interface Most {
  /** Of the weighted sum, beside what the order of the rows tells. */
  rest: number;
  /** Of the preferences, as far as they are rest. */
  preferences: number;
  /** What rounding can add. */
  slack: number;
  /** Whether rows lie in tie order, since the fitness likes nothing: then bounds are exact, and rows after the best so far must score more. */
  isTieOrder: boolean;
}

/** Made once a round. */
export function newScratch(): Scratch {
  return {
    best: { row: -1, isEnough: false, sum: -1, devices: 0, preferences: 0, fitness: 0 },
    trial: { sum: 0, devices: 0, preferences: 0, fitness: 0 },
    most: { rest: 0, preferences: 0, slack: 0, isTieOrder: false },
    rests: new Float64Array(mostStrata),
  };
}

/**
 * The best row for the task: the greatest weighted sum, on ties the first row, which is tie order; with `goodEnough` the first whose
 * total is at least that; -1 where no row passes. The parts of its score are then in `scratch.best`. Rows of equal totals are gone over in the order of use, so that the first that passes is about
 * the best of them; blocks that lack what is asked are passed over, and so is what cannot win. Costs O(rows) at most.
 */
export function findBest(search: Search, counters: Counters, scratch: Scratch): number {
  const { best } = scratch;
  best.row = -1;
  best.sum = -1;
  best.isEnough = false;
  const only = onlyOf(search);
  if (only === undefined) searchAll(search, counters, scratch);
  else tryAgents(search, only.list(), restOf(search), counters, scratch);
  return best.row;
}

/** The same where no few agents are all that can pass: first those that alone get more than others. */
function searchAll(search: Search, counters: Counters, scratch: Scratch): void {
  const { request, orderWeight, goodEnough, preferences, deviceBound } = search;
  const { most, rests } = scratch;
  const { walk, blocks } = request.pool;
  most.isTieOrder = blocks.liked.length === 0 && goodEnough === undefined && deviceBound === undefined;
  most.slack = most.isTieOrder ? 0 : slackOf(search);
  tryBound(search, counters, scratch);
  const worth = walk.ask(request, orderWeight);
  most.rest = restOf(search);
  most.preferences = preferences?.rest ?? 0;
  const better = betterOf(search);
  const isSeveral = better.length > 1 && preferences?.better !== undefined;
  const strata = isSeveral ? strataRests(search, slackOf(search), rests) : undefined;
  for (const each of better) {
    if (!canWin(search, scratch, worth)) return;
    tryAgents(search, each.list(), most.rest, counters, scratch, strata);
    most.rest = Math.min(most.rest, each.elsewhere);
    most.preferences = Math.min(most.preferences, each.preferences);
  }
  if (canWin(search, scratch, worth)) searchBlocks(search, counters, scratch);
}

/** Whether a row that has not been tried yet may win; the order of the rows tells of `worth` at most. */
function canWin(search: Search, { most, best }: Scratch, worth: number): boolean {
  return most.rest + most.slack + worth >= floorOf(search, best);
}

/** How good a row that passes is for the task. */
export function scoreOfRow(search: Search, row: number): Score {
  const parts: Parts = { devices: 0, preferences: 0, fitness: 0, sum: 0 };
  scoreDevices(search, row, parts);
  scoreRow(search, row, parts);
  return scoreOf(search, parts);
}

/** More than what rounding can take from, or add to, a bound of the weighted sum; of next to nothing, and where much is added up, it takes more in proportion. */
function slackOf({ weights, divisor, request }: Search): number {
  const { liked } = request.pool.blocks;
  return 2 ** -40 * Math.max(1, liked.length / 64) * (weights.fitness + divisor) + 2 ** -1000;
}

/** Puts the rows to the test of which devices serve the task's bindings already, where they are few: what all others score is bounded better without them. */
function tryBound(search: Search, counters: Counters, scratch: Scratch): void {
  const { deviceBound, request } = search;
  if (deviceBound === undefined) return;
  const { pool } = request;
  for (let i = 0; i < deviceBound.requests; i++) {
    const rows = deviceBound.rowsBound(i);
    if (rows === undefined || rows.size > pool.few) continue;
    const agents = Array.from(rows, (row) => intAt(pool.agentOf, row));
    tryAgents(search, agents, restOf(search), counters, scratch);
    deviceBound.leaveOutBound(i);
  }
}

/**
 * Puts the rows of agents to the test that may win, whatever block they are in. `rest` is what the order of rows does not tell, at most; `strata` what that is
 * for the rows of each stratum.
 */
function tryAgents(
  search: Search,
  agents: readonly number[],
  rest: number,
  counters: Counters,
  scratch: Scratch,
  strata?: StrataRests,
): void {
  const { request, orderWeight } = search;
  const { pool } = request;
  const { blocks } = pool;
  const others = rest + slackOf(search);
  for (const agent of agents) {
    const row = pool.rowOf(agent);
    if (row === -1 || intAt(blocks.blockOf, row) === -1) continue;
    counters.agentsVisited++;
    if (!hasAmounts(request, row)) continue;
    const most =
      strata === undefined ? others : Math.min(others, floatAt(strata.rests, intAt(strata.of, row)));
    if (most + orderWeight * worthOf(blocks, row, request) < floorOf(search, scratch.best)) continue;
    tryRow(search, row, counters, scratch);
  }
}

/** Goes over all rows, in each group the most useful first. */
function searchBlocks(search: Search, counters: Counters, scratch: Scratch): void {
  const { request, weights, fitness, deviceBound, barren } = search;
  const { best, most, trial, rests } = scratch;
  const { rest, slack, isTieOrder } = most;
  const { walk } = request.pool;
  const merits = isTieOrder ? undefined : search.merits;
  merits?.weigh(rest - weighRest(search, 0, fitness.rest), weights.preferences);
  walk.begin(rest + slack, barren, strataRests(search, slack, rests), deviceBound, merits);
  let last = -1;
  for (;;) {
    if (best.isEnough) walk.keepBefore(best.row);
    const isBehind = isTieOrder && best.row !== -1 && last >= best.row;
    last = walk.next(isBehind ? justAbove(best.sum) : floorOf(search, best), counters);
    if (last === -1 || (isTieOrder && best.sum === rest && last > best.row)) break;
    if (tryRow(search, last, counters, scratch)) {
      walk.note(last, best.isEnough ? -1 : meritOf(last, most, search, merits, trial));
    }
  }
}

/**
 * What the row of these parts has by the task's preferences: Infinity where no other has more, -1 where devices are not all that tells rows in the same
 * state apart but them. Preferences are compared as they are: in a weighted sum beside greater parts what is little would be lost.
 */
function meritOf(
  row: number,
  most: Most,
  search: Search,
  merits: Merits | undefined,
  { preferences: own }: Parts,
): number {
  const { weights, fitness, preferences, tellsPreferences } = search;
  if (weights.fitness > 0 && !fitness.isEven) return -1;
  if (weights.preferences === 0) return Infinity;
  if (preferences !== undefined && tellsPreferences) return isAhead(row, most, preferences) ? Infinity : -1;
  if (own >= most.preferences) return Infinity;
  return merits === undefined ? -1 : own;
}

/**
 * Whether the row has clearly more of the preferences, what the order of the rows tells aside, than rows of other strata that have not been tried yet: those that have about as much
 * may score more once all is added in its order. Costs O(strata).
 */
function isAhead(row: number, { preferences }: Most, { isEven, ofStrata }: Scorer): boolean {
  if (isEven) return true;
  const bound = ofStrata?.();
  if (bound?.isWhole !== true) return false;
  const { strata, most } = bound;
  const own = intAt(strata.of, row);
  for (let i = 0; i < strata.examples.length; i++) {
    const isTried = floatAt(most, i) > preferences + margin;
    if (i !== own && !isTried && floatAt(most, i) > floatAt(most, own) - margin) return false;
  }
  return true;
}

/** More than rounding can make of scores within 0..1. */
const margin = 2 ** -40;

/** No more than this is the weighted sum of a row, as far as can be told without choosing its devices. */
function boundOf(search: Search, devices: DeviceBound, row: number): number {
  const { request, orderWeight } = search;
  const worth = orderWeight * worthOf(request.pool.blocks, row, request);
  return restOf(search) - devices.lackOfRow(row) + worth + slackOf(search);
}

/** What a weighted sum must reach for its row to matter. */
function floorOf({ goodEnough = 0, divisor }: Search, best: Best): number {
  return best.isEnough ? goodEnough * divisor : best.sum;
}

/** The next number: what a row must score to be better. The number itself where so little is left of it that a step would be rounded up. */
function justAbove(sum: number): number {
  if (sum === 0) return Number.MIN_VALUE;
  return sum < leastPrecise ? sum : sum + sum * (1.5 * 2 ** -53);
}

const leastPrecise = 2 ** -900;

/** Puts a row that has the amounts asked to the test. Returns whether it passes. */
function tryRow(search: Search, row: number, counters: Counters, { best, trial }: Scratch): boolean {
  if (best.isEnough && row >= best.row) return false;
  const { deviceBound } = search;
  if (deviceBound !== undefined && boundOf(search, deviceBound, row) < floorOf(search, best)) return false;
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
