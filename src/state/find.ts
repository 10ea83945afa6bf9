import type { Agent, Cluster } from "../model/cluster.ts";
import { expectArray, expectFields, expectString } from "../model/input/expect.ts";
import type { Offer } from "../model/offer.ts";
import type { RunningTask } from "../model/task.ts";
import { placeOf } from "./agent-list.ts";
import { recall, type KnownCluster } from "./ledger.ts";
import { lookUp } from "./sharded-map.ts";

/**
 * The agent of the id; undefined where the cluster knows none. Costs O(log agents), for a cluster that went through JSON
 * O(agents).
 *
 * @throws InvalidInputError for what has no list of agents, or an id that is no text.
 */
export function findAgent(cluster: Cluster, agentId: string): Agent | undefined {
  expectString("agentId", agentId);
  const known = recall(cluster);
  return known === undefined
    ? agentsOf(cluster).find(({ id }) => id === agentId)
    : agentIn(known, placeIn(known, agentId));
}

/** The agents of a cluster that was not made here. */
function agentsOf(cluster: Cluster): readonly Agent[] {
  expectArray("cluster.agents", expectFields("cluster", cluster)["agents"]);
  return cluster.agents;
}

/** The place of the agent in the list of agents; -1 where it is not known. */
export function placeIn({ cluster, ledger }: KnownCluster, id: string): number {
  const hostname = lookUp(ledger.hostnames, id);
  return hostname === undefined ? -1 : placeOf(cluster.agents, { id, hostname });
}

/** The agent at a place; undefined at -1. */
export function agentIn({ cluster }: KnownCluster, place: number): Agent | undefined {
  return place === -1 ? undefined : cluster.agents[place];
}

/**
 * The running task of the id; undefined where none runs. Costs O(log agents + the tasks of its agent), for a cluster that
 * went through JSON O(tasks).
 *
 * @throws InvalidInputError for what has no list of agents, or an id that is no text.
 */
export function findTask(cluster: Cluster, taskId: string): RunningTask | undefined {
  expectString("taskId", taskId);
  for (const { running } of holders(cluster, "tasks", taskId)) {
    const found = running.find(({ task }) => task.id === taskId);
    if (found !== undefined) return found;
  }
  return undefined;
}

/**
 * The offer of the id; undefined where it is not held. Costs O(log agents + the offers of its agent), for a cluster that
 * went through JSON O(offers).
 *
 * @throws InvalidInputError for what has no list of agents, or an id that is no text.
 */
export function findOffer(cluster: Cluster, offerId: string): Offer | undefined {
  expectString("offerId", offerId);
  for (const { offers } of holders(cluster, "offers", offerId)) {
    const found = offers.find(({ id }) => id === offerId);
    if (found !== undefined) return found;
  }
  return undefined;
}

/** The agents that may have it: one at most in a cluster made here, which is known to be right. */
function holders(cluster: Cluster, index: "offers" | "tasks", id: string): readonly Agent[] {
  const ledger = recall(cluster)?.ledger;
  if (ledger === undefined) return agentsOf(cluster);
  const agentId = lookUp(ledger[index], id);
  const agent = agentId === undefined ? undefined : findAgent(cluster, agentId);
  return agent === undefined ? [] : [agent];
}
