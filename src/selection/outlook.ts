import type { Outlook } from "../dense/amounts.ts";
import { leastAskedBy } from "../feasibility/feasibility.ts";
import type { Fitness } from "../model/fitness.ts";
import { defaultFitness, type Policy } from "../model/policy.ts";
import type { Task } from "../model/task.ts";

/**
 * What the tasks and the policy let expect of a round, for the tables to arrange their rows by. With `goodEnough`, and where the fitness
 * looks at no resource, rows stay in tie order. Costs O(tasks).
 */
export function outlookOf(tasks: readonly Task[], { fitness = defaultFitness, goodEnough }: Policy): Outlook {
  const resources = [...new Set(resourcesOf(fitness))];
  const staysInTieOrder = goodEnough !== undefined || resources.length === 0;
  return { leastAsked: leastAskedBy(tasks), likeness: staysInTieOrder ? undefined : resources };
}

/** The resources that a fitness packs or spreads. */
function resourcesOf(fitness: Fitness): readonly string[] {
  switch (fitness.kind) {
    case "binPack":
    case "spread":
      return fitness.resources;
    case "weighted":
      return fitness.parts.flatMap(([part]) => resourcesOf(part));
    case "locality":
    case "customFitness":
      return [];
  }
}
