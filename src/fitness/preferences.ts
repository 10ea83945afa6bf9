import type { Context } from "../agents/context.ts";
import { checkOf } from "../constraints/constraints.ts";
import { balanceGrade, greatestGrade } from "../dense/checks.ts";
import type { Pool } from "../dense/pool.ts";
import type { Tables } from "../dense/tables.ts";
import type { BalancedBy } from "../model/constraint.ts";
import type { Preference } from "../model/fitness.ts";
import type { Task } from "../model/task.ts";
import { meanOf, scorerOf, type Scorer } from "./fitness.ts";

/** The scorer of a task's preferences: their weighted mean; undefined where it has none. */
export function preferencesScorer(task: Task, context: Context, pool: Pool): Scorer | undefined {
  const { preferences } = task;
  if (preferences === undefined || preferences.length === 0) return undefined;
  return meanOf(
    preferences.map((preference) => ({
      scorer: preferenceScorer(preference, task, context, pool),
      weight: preference.weight,
    })),
  );
}

/** All of a preference's score is rest: the order of the rows is the fitness's. */
function preferenceScorer(preference: Preference, task: Task, context: Context, pool: Pool): Scorer {
  if (preference.kind === "preferHigh") {
    const { score, most, rest, better = [] } = scorerOf(preference.fitness, task, context, pool);
    return { score, most, rest: most, better: most === rest ? better : [] };
  }
  const { constraint } = preference;
  if (constraint.kind === "balancedBy") return balanceScorer(constraint, task, context.tables, pool);
  const { passes, only } = checkOf(constraint, task, context, pool);
  const most = only?.count === 0 ? 0 : 1;
  return {
    score: (row) => (passes(row) ? 1 : 0),
    most,
    rest: most,
    ...(only !== undefined && { better: [{ ...only, elsewhere: 0 }] }),
  };
}

function balanceScorer({ attribute, among }: BalancedBy, task: Task, tables: Tables, pool: Pool): Scorer {
  const counter = tables.coTasks.select(task, among).counter(tables.attribute(attribute));
  const most = greatestGrade(counter);
  return { score: balanceGrade(pool, counter), most, rest: most };
}
