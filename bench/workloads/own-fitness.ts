import {
  binPack,
  customFitness,
  preferHigh,
  weighted,
  type AgentView,
  type Policy,
  type PrepareFitness,
  type Task,
} from "stowage";
import { randomOf } from "../random.ts";
import { drawOffers } from "./draw-offers.ts";
import { drawTasks } from "./draw-tasks.ts";
import { packing } from "./drawn.ts";
import type { Workload } from "./workload.ts";

/** Packing with a user's own function in the place of the library's. */
const packAmounts: PrepareFitness = ({ resources }) => {
  const { cpus = 0, mem = 0 } = resources;
  return (agent) => (shareWith(agent, "cpus", cpus) + shareWith(agent, "mem", mem)) / 2;
};
const ownFitness = customFitness("own packing", packAmounts, { dependsOn: ["cpus", "mem"] });

/** The policy whose fitness is a user's own, which says nothing about what it looks at. */
export const ownPacking: Policy = { fitness: customFitness("own packing", packAmounts) };

/** How a user's own fitness can come in: what differs from packing. */
const kinds: Readonly<Record<string, { readonly policy: Policy; readonly task: Partial<Task> }>> = {
  alone: { policy: { fitness: ownFitness }, task: {} },
  "weighted with packing": {
    policy: {
      fitness: weighted([
        [ownFitness, 1],
        [binPack("cpus", "mem"), 1],
      ]),
    },
    task: {},
  },
  "as a preference beside packing": { policy: packing, task: { preferences: [preferHigh(ownFitness)] } },
};

/** A user's own fitness that looks at amounts alone, each kind beside packing without it. */
export function ownFitnessRows(agents: number, tasks: number, plain: Workload): readonly Workload[] {
  return Object.entries(kinds).map(([name, { policy, task: extra }]) => ({
    name,
    section: "a fitness of the user's own",
    agents,
    tasks,
    plain,
    prepare: ({ clusterOf, match }) => {
      const cluster = clusterOf(drawOffers(agents, randomOf(1)));
      const pending = drawTasks(tasks, randomOf(2)).map((task) => ({ ...task, ...extra }));
      return { run: () => match({ cluster, tasks: pending, policy, nowMs: 0 }) };
    },
  }));
}

function shareWith(agent: AgentView, name: string, asked: number): number {
  const total = agent.total(name);
  return total === 0 ? 0 : (total - agent.free(name) + asked) / total;
}
