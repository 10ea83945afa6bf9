import * as stowage from "stowage";
import type { Cluster } from "stowage";
import { heapUseOf } from "../measure/heap.ts";
import { packing } from "../workloads/drawn.ts";
import type { Material } from "../workloads/rounds.ts";
import { saturatedRows } from "../workloads/saturated.ts";
import type { Goal, Reached } from "./goal.ts";
import { tenThousand, tenThousandOfEach } from "./material.ts";

/** How much memory a round takes. */
export function memoryGoals(): readonly Goal[] {
  return [
    {
      name: "kept with a cluster once its round is dropped: bytes a (resource, agent)",
      most: 100,
      render: (figure) => `${figure.toFixed(1)} bytes`,
      measure: keptPerCell,
    },
    {
      name: "as a round ends in which nothing fits, garbage included: bytes a (task, agent)",
      most: 1,
      render: (figure) => `${figure.toFixed(2)} bytes`,
      measure: usedPerPair,
    },
  ];
}

/** What `match` leaves on a cluster that it is the first to see. */
function keptPerCell(): Reached {
  const material = tenThousandOfEach();
  const resources = new Set(material.tasks.flatMap((task) => Object.keys(task.resources))).size;
  const cells = resources * material.offers.length;
  // Once before, over another cluster: what the machine keeps of compiling is not what is asked for.
  matchOnce(stowage.clusterOf(material.offers), material);
  const cluster = stowage.clusterOf(material.offers);
  const { keptBytes } = heapUseOf(() => matchOnce(cluster, material));
  return {
    figure: keptBytes / cells,
    detail: `${(keptBytes / 1e6).toFixed(1)} MB, ${resources} resources of ${material.offers.length} agents`,
  };
}

/** The cluster it was given: the round is gone. */
function matchOnce(cluster: Cluster, { tasks }: Material): Cluster {
  stowage.match({ cluster, tasks, policy: packing, nowMs: 0 });
  return cluster;
}

function usedPerPair(): Reached {
  const [row] = saturatedRows(tenThousand, tenThousand);
  if (row === undefined) throw new Error("there is no saturated row");
  const { run } = row.prepare(stowage);
  run();
  const { usedBytes } = heapUseOf(run);
  return { figure: usedBytes / (row.agents * row.tasks), detail: `${(usedBytes / 1e6).toFixed(1)} MB` };
}
