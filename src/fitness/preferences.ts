import type { Context } from "../agents/context.ts";
import { checkOf } from "../constraints/constraints.ts";
import { balanceGrade, greatestGrade } from "../dense/checks.ts";
import { floatAt, intAt } from "../dense/number-at.ts";
import type { Pool } from "../dense/pool.ts";
import { mostStrata } from "../dense/strata.ts";
import type { Tables } from "../dense/tables.ts";
import type { BalancedBy } from "../model/constraint.ts";
import type { Preference } from "../model/fitness.ts";
import type { Task } from "../model/task.ts";
import { scorerOf } from "./fitness.ts";
import { areWhole, meanOf, scoreMean, scoreStrata, strataOf, type Part } from "./mean.ts";
import { scorerWith, type Scorer, type StrataBound } from "./scorer.ts";

/** Written anew for one task after the other. */
type Drafted<T> = { -readonly [Field in keyof T]: T[Field] };

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
  const bound: Drafted<StrataBound> = { strata: pool.strata, most: ofStrata, isWhole: false };
  const boundOfStrata = (): StrataBound => bound;
  const scoreOfMean = (row: number): number => scoreMean(parts, weights, row);
  const scoreOfStratum = (row: number): number => floatAt(ofStrata, intAt(bound.strata.of, row));
  const draft: Drafted<Scorer> = scorerWith({ score: scoreOfMean, most: 0, rest: 0 });
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
    bound.strata = strata;
    bound.isWhole = areWhole(parts, strata);
    draft.ofStrata = boundOfStrata;
    if (bound.isWhole && !mean.isLiked) draft.score = scoreOfStratum;
    return draft;
  };
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
