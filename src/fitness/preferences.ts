import type { Context } from "../agents/context.ts";
import { checkOf } from "../constraints/constraints.ts";
import { balanceGrade, greatestGrade } from "../dense/checks.ts";
import type { Pool } from "../dense/pool.ts";
import type { Tables } from "../dense/tables.ts";
import type { BalancedBy } from "../model/constraint.ts";
import type { Preference } from "../model/fitness.ts";
import type { Task } from "../model/task.ts";
import { meanOf, meanScore, scorerOf, type Part, type Scorer, type StrataBound } from "./fitness.ts";

/** The scorer of a task's preferences: their weighted mean; undefined where it has none. */
export function preferencesScorer(task: Task, context: Context, pool: Pool): Scorer | undefined {
  const { preferences } = task;
  if (preferences === undefined || preferences.length === 0) return undefined;
  const parts = preferences.map((preference) => ({
    scorer: preferenceScorer(preference, task, context, pool),
    weight: preference.weight,
  }));
  const mean = meanOf(parts);
  const ofStrata = strataBound(parts, pool);
  const epoch = epochOf(parts);
  if (ofStrata === undefined) return { ...mean, epoch };
  const { score, most, better } = mean;
  let rest = 0;
  for (const each of ofStrata.most) rest = Math.max(rest, each);
  return better === undefined
    ? { score, most, rest, ofStrata, epoch }
    : { score, most, rest, better, ofStrata, epoch };
}

/** The epoch of all preferences: it changes whenever one of theirs does, since these only grow. */
function epochOf(parts: readonly Part[]): number {
  let epoch = 0;
  for (const { scorer } of parts) epoch += scorer.epoch ?? NaN;
  return epoch;
}

/**
 * What each stratum of the rows has of the mean at most: of preferences that attributes decide what they say, of others their most. The sums are those of the
 * mean itself, so that rounding cannot make the bound too small. Costs O(strata × preferences).
 */
function strataBound(parts: readonly Part[], pool: Pool): StrataBound | undefined {
  let { strata } = pool;
  let isWhole = true;
  const bounds = parts.map(({ scorer, weight }) => {
    const finer = scorer.by && strata.withAll(scorer.by);
    const { most, rest } = scorer;
    if (finer === undefined) {
      isWhole = false;
      return { scorer: { score: () => rest, most, rest }, weight };
    }
    strata = finer;
    return { scorer, weight };
  });
  if (strata === pool.strata) return undefined;
  const score = meanScore(bounds);
  return { strata, most: strata.examples.map((row) => score(row)), isWhole };
}

/** All of a preference's score is rest: the order of the rows is the fitness's. */
function preferenceScorer(preference: Preference, task: Task, context: Context, pool: Pool): Scorer {
  if (preference.kind === "preferHigh") {
    const { score, most, rest, better } = scorerOf(preference.fitness, task, context, pool);
    return { score, most, rest: most, ...(most === rest && better !== undefined && { better }) };
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
    epoch: epoch.failing,
    ...(by !== undefined && { by }),
    ...(isFew && { better: [{ ...only, elsewhere: 0 }] }),
  };
}

function balanceScorer({ attribute, among }: BalancedBy, task: Task, tables: Tables, pool: Pool): Scorer {
  const counter = tables.coTasks.select(task, among).counter(tables.attribute(attribute));
  const most = greatestGrade(counter);
  return { score: balanceGrade(pool, counter), most, rest: most, by: [counter.column] };
}
