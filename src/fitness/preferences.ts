import type { Context } from "../agents/context.ts";
import { checkOf } from "../constraints/constraints.ts";
import { balanceGrade, greatestGrade } from "../dense/checks.ts";
import { floatAt, intAt } from "../dense/number-at.ts";
import type { Pool } from "../dense/pool.ts";
import { mostStrata, type Strata } from "../dense/strata.ts";
import type { Tables } from "../dense/tables.ts";
import type { BalancedBy } from "../model/constraint.ts";
import type { Preference } from "../model/fitness.ts";
import type { Task } from "../model/task.ts";
import { scorerOf } from "./fitness.ts";
import { meanOf, scoreMean, type Part } from "./mean.ts";
import { scorerWith, type Scorer } from "./scorer.ts";

/** A scorer that is written anew for one task after the other. */
type ScorerDraft = { -readonly [Field in keyof Scorer]: Scorer[Field] };

/**
 * Makes the scorer of the preferences of one task after the other: their weighted mean; undefined for a task that has none. Each is good until the next is
 * asked for. `isOrdered` where the order of the rows tells of what they pack and spread.
 */
export function preferencesScorers(
  context: Context,
  pool: Pool,
): (task: Task, isOrdered: boolean) => Scorer | undefined {
  const parts: Part[] = [];
  let weights = 0;
  const ofStrata = new Float64Array(mostStrata);
  let of: Int32Array = new Int32Array();
  const scoreOfMean = (row: number): number => scoreMean(parts, weights, row);
  const scoreOfStratum = (row: number): number => floatAt(ofStrata, intAt(of, row));
  const draft: ScorerDraft = scorerWith({ score: scoreOfMean, most: 0, rest: 0 });
  return (task, isOrdered) => {
    const { preferences } = task;
    if (preferences === undefined || preferences.length === 0) return undefined;
    parts.length = 0;
    let epoch = 0;
    for (const preference of preferences) {
      const scorer = preferenceScorer(preference, task, context, pool, isOrdered);
      parts.push({ scorer, weight: preference.weight });
      // That of all changes whenever one of theirs does, since these only grow.
      epoch += scorer.epoch;
    }
    const mean = meanOf(parts);
    ({ weights } = mean);
    draft.score = scoreOfMean;
    draft.most = mean.most;
    draft.rest = mean.rest;
    draft.isLiked = mean.isLiked;
    draft.isEven = mean.isEven;
    draft.better = mean.better;
    draft.ofStrata = undefined;
    draft.epoch = epoch;
    const strata = strataOf(parts, pool.strata);
    if (strata === pool.strata) return draft;
    draft.rest = scoreStrata(parts, weights, strata, ofStrata);
    const isWhole = parts.every(({ scorer }) => scorer.isEven || isDecided(scorer, strata));
    draft.ofStrata = { strata, most: ofStrata, isWhole };
    ({ of } = strata);
    if (isWhole && !mean.isLiked) draft.score = scoreOfStratum;
    return draft;
  };
}

/** The rows by all attributes that decide about a preference, as far as they make few enough strata. */
function strataOf(parts: readonly Part[], whole: Strata): Strata {
  let strata = whole;
  for (const { scorer } of parts) if (scorer.by !== undefined) strata = strata.withAll(scorer.by) ?? strata;
  return strata;
}

function isDecided({ by }: Scorer, strata: Strata): boolean {
  return by !== undefined && strata.isBy(by);
}

/**
 * Writes what each stratum of the rows has of the mean at most: of preferences that attributes decide what they say, of others their most; returns the
 * greatest. The sums are those of the mean itself, so that rounding cannot make the bound too small. Costs O(strata × preferences).
 */
function scoreStrata(parts: readonly Part[], weights: number, strata: Strata, scores: Float64Array): number {
  scores.fill(0, 0, strata.examples.length);
  for (const { scorer, weight } of parts) {
    strata.add(scores, weight, isDecided(scorer, strata) ? scorer.score : scorer.rest);
  }
  return strata.divide(scores, weights);
}

/** Where the order of the rows does not tell of it, all of a preference's score is rest. */
function preferenceScorer(
  preference: Preference,
  task: Task,
  context: Context,
  pool: Pool,
  isOrdered: boolean,
): Scorer {
  if (preference.kind === "preferHigh") {
    const scorer = scorerOf(preference.fitness, task, context, pool);
    const { score, most } = scorer;
    return isOrdered || !scorer.isLiked ? scorer : scorerWith({ score, most, rest: most });
  }
  const { constraint } = preference;
  if (constraint.kind === "balancedBy") return balanceScorer(constraint, task, context.tables, pool);
  const { passes, only, by, epoch } = checkOf(constraint, task, context, pool);
  const most = only?.count === 0 ? 0 : 1;
  const isFew = only !== undefined && only.count <= pool.few;
  return {
    score: (row) => (passes(row) ? 1 : 0),
    most,
    rest: most,
    isLiked: false,
    isEven: most === 0,
    better: isFew ? [{ count: only.count, list: only.list, elsewhere: 0 }] : undefined,
    by,
    ofStrata: undefined,
    epoch: epoch.failing,
  };
}

function balanceScorer({ attribute, among }: BalancedBy, task: Task, tables: Tables, pool: Pool): Scorer {
  const counter = tables.coTasks.select(task, among).counter(tables.attribute(attribute));
  const most = greatestGrade(counter);
  return {
    score: balanceGrade(pool, counter),
    most,
    rest: most,
    isLiked: false,
    isEven: most === 0,
    better: undefined,
    by: [counter.column],
    ofStrata: undefined,
    epoch: NaN,
  };
}
