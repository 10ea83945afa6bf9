import type { Cluster } from "../model/cluster.ts";
import { checkCluster } from "../model/input/cluster.ts";
import { fieldPath, within } from "../model/input/expect.ts";
import { tooLargeSum, uncountable } from "./agent.ts";

/** Clusters made here, which need no second look. One that went through JSON is looked at whole. */
const trusted = new WeakSet<object>();

/** The cluster, from now on known to be right. */
export function trust(cluster: Cluster): Cluster {
  trusted.add(cluster);
  return cluster;
}

/** Throws unless the value is a cluster. Costs nothing for one of this library's making, else O(its size). */
export function expectCluster(value: unknown): asserts value is Cluster {
  if (typeof value === "object" && value !== null && trusted.has(value)) return;
  expectWholeCluster("cluster", value);
}

/** Throws unless the value is a cluster; looks at all of it. */
export function expectWholeCluster(path: string, value: unknown): asserts value is Cluster {
  within(path, value, (cluster) => {
    checkCluster(cluster);
    for (const [key, agent] of Object.entries(cluster.agents)) {
      const resource = tooLargeSum(agent);
      if (resource !== undefined) throw uncountable(fieldPath("agents", key), resource, agent);
    }
  });
}
