import type { Agent, Cluster } from "../model/cluster.ts";
import type { Offer } from "../model/offer.ts";
import type { RunningTask } from "../model/task.ts";
import { placeOf } from "./agent-list.ts";
import { recall } from "./ledger.ts";
import { lookUp } from "./sharded-map.ts";

/**
 * The agent of the id; undefined where the cluster knows none. Costs O(log agents), for a cluster that went through JSON
 * O(agents).
 */
export function findAgent(cluster: Cluster, agentId: string): Agent | undefined {
  const ledger = recall(cluster)?.ledger;
  if (ledger === undefined) return cluster.agents.find(({ id }) => id === agentId);
  const hostname = lookUp(ledger.hostnames, agentId);
  return hostname === undefined
    ? undefined
    : cluster.agents[placeOf(cluster.agents, { id: agentId, hostname })];
}

/**
 * The running task of the id; undefined where none runs. Costs O(log agents + the tasks of its agent), for a cluster that
 * went through JSON O(tasks).
 */
export function findTask(cluster: Cluster, taskId: string): RunningTask | undefined {
  for (const { running } of holders(cluster, "tasks", taskId)) {
    const found = running.find(({ task }) => task.id === taskId);
    if (found !== undefined) return found;
  }
  return undefined;
}

/**
 * The offer of the id; undefined where it is not held. Costs O(log agents + the offers of its agent), for a cluster that
 * went through JSON O(offers).
 */
export function findOffer(cluster: Cluster, offerId: string): Offer | undefined {
  for (const { offers } of holders(cluster, "offers", offerId)) {
    const found = offers.find(({ id }) => id === offerId);
    if (found !== undefined) return found;
  }
  return undefined;
}

/** The agents that may have it: one at most in a cluster made here, which is known to be right. */
function holders(cluster: Cluster, index: "offers" | "tasks", id: string): readonly Agent[] {
  const ledger = recall(cluster)?.ledger;
  if (ledger === undefined) return cluster.agents;
  const agentId = lookUp(ledger[index], id);
  const agent = agentId === undefined ? undefined : findAgent(cluster, agentId);
  return agent === undefined ? [] : [agent];
}
