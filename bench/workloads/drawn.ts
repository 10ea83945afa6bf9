import { binPack, type Policy, type Task } from "stowage";
import { randomOf } from "../random.ts";
import { drawOffers, type OfferFeatures } from "./draw-offers.ts";
import { drawTasks, equalTasks, type TaskFeature } from "./draw-tasks.ts";
import type { Workload } from "./workload.ts";

/** How a drawn workload differs from packing different tasks on empty agents. */
export interface DrawnOptions {
  readonly offers?: OfferFeatures;
  readonly tasks?: TaskFeature | "equal";
  readonly policy?: Policy;
}

/** Packing by cpus and mem: what is measured where nothing else is said. */
export const packing: Policy = { fitness: binPack("cpus", "mem") };

/** A drawn workload: the same numbers give the same offers and tasks everywhere. What is timed is `match` alone. */
export function drawn(
  row: Omit<Workload, "prepare">,
  { offers: offerFeatures = {}, tasks: feature = "none", policy = packing }: DrawnOptions = {},
): Workload {
  return {
    ...row,
    prepare: ({ clusterOf, match }) => {
      const offers = drawOffers(row.agents, randomOf(1), offerFeatures);
      const tasks = tasksOf(row, feature);
      const cluster = clusterOf(offers);
      return {
        run: () => match({ cluster, tasks, policy, nowMs: 0 }),
        ...(policy === packing && isPlain(feature) && { packing: { offers, tasks } }),
      };
    },
  };
}

function tasksOf(
  { tasks, agents }: Omit<Workload, "prepare">,
  feature: TaskFeature | "equal",
): readonly Task[] {
  return feature === "equal" ? equalTasks(tasks) : drawTasks(tasks, randomOf(2), feature, agents);
}

function isPlain(feature: TaskFeature | "equal"): boolean {
  return ["none", "equal", "port counts", "disk"].includes(feature);
}
