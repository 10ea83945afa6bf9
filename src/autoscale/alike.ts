import type { Constraint } from "../model/constraint.ts";
import type { Fitness } from "../model/fitness.ts";
import type { Task } from "../model/task.ts";

/**
 * Whether the task, of agents that differ in nothing but their names, might take one and not another: where it asks for names by a pattern, or by
 * code of its own. Costs O(its constraints and preferences).
 */
export function tellsApart({ constraints = none, preferences = none }: Task): boolean {
  return (
    constraints.some(asksNames) ||
    preferences.some((each) =>
      each.kind === "prefer" ? asksNames(each.constraint) : gradesNames(each.fitness),
    )
  );
}

const none: readonly never[] = [];

function asksNames(constraint: Constraint): boolean {
  switch (constraint.kind) {
    case "attributeLike":
      return constraint.name === "hostname" || constraint.name === "agentId";
    case "customConstraint":
      return true;
    case "allOf":
    case "anyOf":
      return constraint.constraints.some(asksNames);
    case "not":
      return asksNames(constraint.constraint);
    default:
      return false;
  }
}

/** Whether the fitness of agents that differ in nothing but their names might differ. */
export function gradesNames(fitness: Fitness): boolean {
  switch (fitness.kind) {
    case "customFitness":
      return true;
    case "weighted":
      return fitness.parts.some(([part]) => gradesNames(part));
    default:
      return false;
  }
}
