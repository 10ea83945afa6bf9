import { keyOf, type Agent, type Cluster } from "../model/cluster.ts";
import { checkAgent, checkRest, claimIds } from "../model/input/cluster.ts";
import { expectEach, expectFields, refuse, type Fields } from "../model/input/expect.ts";
import { trust } from "./trusted.ts";

/** A cluster as plain JSON data, to keep in a file and read back. */
export interface ClusterSnapshot {
  readonly version: 1;
  readonly agents: readonly Agent[];
  readonly activeGroups: Cluster["activeGroups"];
  readonly roles: readonly string[];
  readonly rescinded: readonly string[];
}

/** The snapshot of a cluster. Functions of custom evaluators do not survive JSON, and need not: their tasks run. */
export function toSnapshot(cluster: Cluster): ClusterSnapshot {
  const { agents, activeGroups, roles, rescinded } = cluster;
  return { version: 1, agents: Object.values(agents), activeGroups, roles, rescinded };
}

/**
 * The cluster of a snapshot, equal to the one it was made of. Costs O(its size).
 *
 * @throws InvalidInputError unless `data` is a whole snapshot.
 */
export function fromSnapshot(data: unknown): Cluster {
  const snapshot: Fields = expectFields("snapshot", data);
  if (snapshot["version"] !== 1) refuse("snapshot.version", snapshot["version"], "1");
  const offers = new Map<string, string>();
  const tasks = new Map<string, string>();
  const agents = new Map<string, Agent>();
  expectEach("snapshot.agents", snapshot["agents"], (agent) => {
    checkAgent(agent);
    if (agents.has(keyOf(agent.id))) refuse("id", agent.id, "an id that no other agent has");
    agents.set(keyOf(agent.id), agent);
    claimIds(agent, offers, tasks);
  });
  checkRest(snapshot);
  const { activeGroups, roles, rescinded } = snapshot;
  return trust({
    agents: Object.fromEntries(agents),
    offers: indexOf(offers),
    tasks: indexOf(tasks),
    activeGroups,
    roles,
    rescinded,
  });
}

function indexOf(agentIds: ReadonlyMap<string, string>): Readonly<Record<string, string>> {
  return Object.fromEntries([...agentIds].map(([id, agentId]) => [keyOf(id), agentId]));
}
