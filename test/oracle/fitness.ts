import type { Agent, AttributeValue, CustomFitness, Fitness, Task } from "../../src/index.ts";
import { amountOf, sum } from "./amounts.ts";
import { valuesIn, valuesOf } from "./attribute-values.ts";
import { once } from "./once.ts";
import type { Standing } from "./standing.ts";
import { coTasksOf, freeOf, heldOf, roleOf } from "./standing.ts";
import { agentView, roundView } from "./views.ts";

/** How good the agent is for the task, 0..1, as the round stands. */
export function fitnessOf(standing: Standing, task: Task, agent: Agent, fitness: Fitness): number {
  switch (fitness.kind) {
    case "binPack":
      return meanOf(fitness.resources, (name) => shareOf(standing, task, agent, name) ?? 0);
    case "spread":
      return meanOf(fitness.resources, (name) => {
        const share = shareOf(standing, task, agent, name);
        return share === undefined ? 0 : 1 - share;
      });
    case "locality":
      return localityOf(standing, task, agent, fitness.levels);
    case "weighted": {
      const scores = fitness.parts.map(([part, weight]) => weight * fitnessOf(standing, task, agent, part));
      return sum(scores) / sum(fitness.parts.map(([, weight]) => weight));
    }
    case "customFitness":
      return prepared(standing, task, fitness)(agentView(standing, agent, roleOf(task)));
  }
}

/** The custom fitness, prepared for the task as the round stands. */
const prepared = once((standing: Standing, task: Task, { prepare }: CustomFitness) =>
  prepare(task, roundView(standing, task)),
);

function meanOf(names: readonly string[], score: (name: string) => number): number {
  return sum(names.map(score)) / names.length;
}

/** What would be held of all there is; undefined where there is none. */
function shareOf(standing: Standing, task: Task, agent: Agent, name: string): number | undefined {
  const held = heldOf(standing, agent, name);
  const total = held + freeOf(standing, agent, roleOf(task), name);
  return total === 0 ? undefined : (held + amountOf(task.resources, name)) / total;
}

function localityOf(standing: Standing, task: Task, agent: Agent, levels: readonly string[]): number {
  const nearest = levels.findIndex((level) => {
    const wanted = wantedOf(standing, task, level);
    return valuesOf(agent, level).some((value) => wanted.includes(value));
  });
  return nearest === -1 ? 0 : (levels.length - nearest) / levels.length;
}

const wantedOf = once((standing: Standing, task: Task, level: string): readonly AttributeValue[] => {
  if (task.locations !== undefined) return valuesIn(task.locations, level);
  return coTasksOf(standing, task).flatMap((coTask) => valuesOf(coTask.agent, level));
});
