import type { Agent, Cluster } from "../model/cluster.ts";
import { findAgent } from "../state/find.ts";

/** Finds an agent by its id. */
export type AgentFinder = (agentId: string) => Agent | undefined;

/** Finds agents so many times: by a map of all of them where that is quicker. Costs O(agents) or O(times × log agents). */
export function agentsOf(cluster: Cluster, times: number): AgentFinder {
  if (16 * times < cluster.agents.length) return (agentId) => findAgent(cluster, agentId);
  const agents = new Map<string, Agent>();
  for (const agent of cluster.agents) agents.set(agent.id, agent);
  return (agentId) => agents.get(agentId);
}
