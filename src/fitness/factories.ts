import type { Constraint } from "../model/constraint.ts";
import type { PrepareFitness } from "../model/evaluator.ts";
import { expectFields } from "../model/input/expect.ts";
import type {
  BinPack,
  CustomFitness,
  Fitness,
  Locality,
  Prefer,
  PreferHigh,
  Spread,
  Weighted,
} from "../model/fitness.ts";

/**
 * The fuller the agent would be, the better: per resource (held + asked) / (held + free), 0 where there is none of it; their mean.
 * After Fenzo's BinPackingFitnessCalculators.
 */
export function binPack(...resources: readonly string[]): BinPack {
  return { kind: "binPack", resources };
}

/** The emptier the agent would be, the better: per resource 1 less what `binPack` counts; their mean. After Fenzo's SpreadingFitnessCalculators. */
export function spread(...resources: readonly string[]): Spread {
  return { kind: "spread", resources };
}

/**
 * The nearer to where the task wants to be, the better. `levels` are attributes, the nearest first: `["hostname", "rack", "zone"]`. Of
 * n levels, level i (from 0) is worth (n − i) / n; the best level at which the agent has a value that is wanted counts. Wanted are the
 * values of the task's `locations`, or, where it has none, those of its co-tasks' agents.
 * After the locality levels of data-local schedulers (Delay scheduling, Zaharia et al., EuroSys 2010).
 */
export function locality(levels: readonly string[]): Locality {
  return { kind: "locality", levels };
}

/** The weighted mean of several; weights ≥ 0, not all 0. After Fenzo's WeightedAverageFitnessCalculator. */
export function weighted(parts: readonly (readonly [fitness: Fitness, weight: number])[]): Weighted {
  return { kind: "weighted", parts };
}

/**
 * A fitness of your own: `prepare` runs once per task, what it returns once per agent that could take it, and gives a score within 0..1.
 * Both must be pure. An {@link EvaluatorError} ends the round if one throws or gives anything else. It is called only for agents that could win
 * by the other parts of the score; with `dependsOn`, which says that it looks at nothing of an agent but `free` and `total` of some
 * resources, or of none (anything else throws), once a task for all agents that have equal amounts of these.
 */
export function customFitness(
  name: string,
  prepare: PrepareFitness,
  options: Pick<CustomFitness, "dependsOn"> = {},
): CustomFitness {
  expectFields("options", options);
  const { dependsOn } = options;
  return { kind: "customFitness", name, prepare, ...(dependsOn !== undefined && { dependsOn }) };
}

/** The constraint should hold: 1 if it does, else 0; a `balancedBy` is graded. After Fenzo's soft constraints. */
export function prefer(constraint: Constraint, weight: number = 1): Prefer {
  return { kind: "prefer", constraint, weight };
}

/** The fitness should be high, for this task. */
export function preferHigh(fitness: Fitness, weight: number = 1): PreferHigh {
  return { kind: "preferHigh", fitness, weight };
}
