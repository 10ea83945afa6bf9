// What rows score at most beside what their order tells: by their strata, or of few agents.

import { fewValues } from "../dense/attributes.ts";
import type { RowCheck } from "../dense/checks.ts";
import { elementAt, floatAt, intAt } from "../dense/number-at.ts";
import type { StrataRests } from "../dense/strata.ts";
import type { Better, Scorer, StrataBound } from "../fitness/scorer.ts";
import { passesAll, type Search } from "./search.ts";

/** What the parts that the order of the rows does not tell add to the weighted sum at most. */
export function restOf(search: Search): number {
  const { preferences, fitness } = search;
  return weighRest(search, preferences?.rest ?? 0, fitness.rest);
}

/** To ask checks of more strata than these would take longer than to ask them of the rows that come to be tried. */
const fewStrata = fewValues;

/**
 * What {@link restOf} is for the rows of each stratum, with so much for rounding, written to `rests`: -Infinity where a check that attributes decide
 * does not pass them. Undefined where neither scores nor checks tell strata apart. Costs O(strata × checks).
 */
export function strataRests(search: Search, slack: number, rests: Float64Array): StrataRests | undefined {
  const { request, preferences, checks, fitness } = search;
  const ofPreferences = preferences?.ofStrata?.();
  let strata = ofPreferences?.strata ?? request.pool.strata;
  let ofFitness = fitness.ofStrata?.();
  const both = ofFitness && strata.withAll(ofFitness.strata.columns);
  if (both === undefined) ofFitness = undefined;
  else strata = both;
  const deciding: RowCheck[] = [];
  for (const check of checks) {
    const finer = check.by?.every(({ hasFewValues }) => hasFewValues) && strata.withAll(check.by);
    if (!finer || finer.examples.length > Math.max(fewStrata, strata.examples.length)) continue;
    strata = finer;
    deciding.push(check);
  }
  if (strata.columns.length === 0) return undefined;
  const { examples } = strata;
  for (let i = 0; i < examples.length; i++) {
    const row = elementAt(examples, i);
    rests[i] = passesAll(deciding, row)
      ? weighRest(search, mostOf(preferences, ofPreferences, row), mostOf(fitness, ofFitness, row)) + slack
      : -Infinity;
  }
  return { of: strata.of, rests };
}

/** What the rows of the row's stratum have of a scorer's rest at most. */
function mostOf(scorer: Scorer | undefined, bound: StrataBound | undefined, row: number): number {
  if (bound === undefined) return scorer?.rest ?? 0;
  return floatAt(bound.most, intAt(bound.strata.of, row));
}

/** Agents that alone get more: `elsewhere` is what {@link restOf} is for all but these and those before, `preferences` what the others have of the preferences. */
export interface BetterRest extends Better {
  readonly preferences: number;
}

/** Which agents alone get more of that than others, the best first, and what others get at most: as long as they are few. */
export function betterOf(search: Search): readonly BetterRest[] {
  const { preferences, fitness, request } = search;
  if (preferences?.better === undefined && fitness.better === undefined) return none;
  let last = preferences?.rest ?? 0;
  const all: BetterRest[] = [];
  // Not spread, which takes several times as long.
  for (const { count, list, elsewhere } of preferences?.better ?? none) {
    last = elsewhere;
    all.push({ count, list, elsewhere: weighRest(search, last, fitness.rest), preferences: last });
  }
  for (const { count, list, elsewhere } of fitness.better ?? none) {
    all.push({ count, list, elsewhere: weighRest(search, last, elsewhere), preferences: last });
  }
  let count = 0;
  const end = all.findIndex((each) => (count += each.count) > request.pool.few);
  return end === -1 ? all : all.slice(0, end);
}

const none: readonly never[] = [];

/** What these scores and the most of the devices add to the weighted sum. */
export function weighRest({ deviceBound, weights }: Search, preferences: number, fitness: number): number {
  return (
    (deviceBound === undefined ? 0 : weights.devices * deviceBound.most) +
    weights.preferences * preferences +
    weights.fitness * fitness
  );
}
