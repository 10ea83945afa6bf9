import type { Context } from "../agents/context.ts";
import { checksOf } from "../constraints/constraints.ts";
import type { RowCheck } from "../dense/checks.ts";
import type { Request } from "../dense/request.ts";
import { requestOf } from "../feasibility/feasibility.ts";
import { scorerOf, type Scorer } from "../fitness/fitness.ts";
import { preferencesScorer } from "../fitness/preferences.ts";
import { defaultFitness, defaultWeights, type Policy, type Weights } from "../model/policy.ts";
import type { Task } from "../model/task.ts";

/** All that decides where one task goes, as the round stands. */
export interface Search {
  readonly request: Request;
  readonly checks: readonly RowCheck[];
  readonly fitness: Scorer;
  /** Undefined where the task has none. */
  readonly preferences: Scorer | undefined;
  readonly weights: Weights;
  /** The total from which a row is taken at once. */
  readonly goodEnough: number | undefined;
}

/** The search for one task: all that is the same for every agent is done here, once. */
export function searchFor(task: Task, policy: Policy, context: Context): Search {
  return {
    request: requestOf(task, context.tables),
    checks: checksOf(task, context),
    fitness: scorerOf(policy.fitness ?? defaultFitness, task, context),
    preferences: preferencesScorer(task, context),
    weights: policy.weights ?? defaultWeights,
    goodEnough: policy.goodEnough,
  };
}
