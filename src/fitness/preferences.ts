import type { Context } from "../agents/context.ts";
import { checkOf } from "../constraints/constraints.ts";
import { balanceGrade, greatestGrade } from "../dense/checks.ts";
import { elementAt, intAt, numberAt } from "../dense/number-at.ts";
import type { Pool } from "../dense/pool.ts";
import type { Tables } from "../dense/tables.ts";
import type { BalancedBy } from "../model/constraint.ts";
import type { Preference } from "../model/fitness.ts";
import type { Task } from "../model/task.ts";
import { meanOf, scorerOf, weightsOf, type Part } from "./fitness.ts";
import { scorerWith, type Scorer, type StrataBound } from "./scorer.ts";

/** The scorer of a task's preferences: their weighted mean; undefined where it has none. */
export function preferencesScorer(task: Task, context: Context, pool: Pool): Scorer | undefined {
  const { preferences } = task;
  if (preferences === undefined || preferences.length === 0) return undefined;
  const parts = preferences.map((preference) => ({
    scorer: preferenceScorer(preference, task, context, pool),
    weight: preference.weight,
  }));
  const { score, most, rest, isEven, better } = meanOf(parts);
  const ofStrata = strataBound(parts, pool);
  return {
    score: ofStrata === undefined ? score : (scoreByStrata(ofStrata, parts) ?? score),
    most,
    rest: ofStrata === undefined ? rest : mostOf(ofStrata),
    isEven,
    better,
    by: undefined,
    ofStrata,
    epoch: epochOf(parts),
  };
}

/** The epoch of all preferences: it changes whenever one of theirs does, since these only grow. */
function epochOf(parts: readonly Part[]): number {
  let epoch = 0;
  for (const { scorer } of parts) epoch += scorer.epoch;
  return epoch;
}

/** The score, where rows of a stratum score the same. */
function scoreByStrata(
  { strata: { of }, most, isWhole }: StrataBound,
  parts: readonly Part[],
): Scorer["score"] | undefined {
  const isAllRest = parts.every(({ scorer }) => scorer.most === scorer.rest);
  return isWhole && isAllRest ? (row) => numberAt(most, intAt(of, row)) : undefined;
}

function mostOf({ most }: StrataBound): number {
  let greatest = 0;
  for (const each of most) if (each > greatest) greatest = each;
  return greatest;
}

/**
 * What each stratum of the rows has of the mean at most: of preferences that attributes decide what they say, of others their most. The sums are those of the
 * mean itself, so that rounding cannot make the bound too small. Costs O(strata × preferences).
 */
function strataBound(parts: readonly Part[], pool: Pool): StrataBound | undefined {
  let { strata } = pool;
  let isWhole = true;
  const decided: boolean[] = [];
  for (const { scorer } of parts) {
    const finer = scorer.by && strata.withAll(scorer.by);
    decided.push(finer !== undefined);
    if (finer !== undefined) strata = finer;
    else if (!scorer.isEven) isWhole = false;
  }
  if (strata === pool.strata) return undefined;
  const weights = weightsOf(parts);
  const most = strata.examples.map((row) => {
    let sum = 0;
    for (let i = 0; i < parts.length; i++) {
      const { scorer, weight } = elementAt(parts, i);
      sum += weight * (decided[i] === true ? scorer.score(row) : scorer.rest);
    }
    return sum / weights;
  });
  return { strata, most, isWhole };
}

/** Where the order of the rows is the fitness's alone, all of a preference's score is rest. */
function preferenceScorer(preference: Preference, task: Task, context: Context, pool: Pool): Scorer {
  if (preference.kind === "preferHigh") {
    const scorer = scorerOf(preference.fitness, task, context, pool);
    if (pool.ordering?.hasPreferences === true) return scorer;
    const { score, most, rest, isEven, better } = scorer;
    return most === rest
      ? scorerWith({ score, most, rest, isEven, better })
      : scorerWith({ score, most, rest: most });
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
    isEven: most === 0,
    better: undefined,
    by: [counter.column],
    ofStrata: undefined,
    epoch: NaN,
  };
}
