import type { Cluster } from "stowage";
import type { Master } from "./master.ts";

/** Where the books of scheduler and master differ: tasks that run, offers that stand. A sentence each. */
export function differencesOf(cluster: Cluster, master: Master): readonly string[] {
  const ourTasks = new Map<string, string>();
  const ourOffers = new Map<string, string>();
  for (const { id: agentId, offers, running } of cluster.agents) {
    for (const { task } of running) ourTasks.set(task.id, agentId);
    for (const { id } of offers) ourOffers.set(id, agentId);
  }
  const tasks = new Map<string, string>();
  for (const [agentId, agent] of master.agents) for (const id of agent.tasks.keys()) tasks.set(id, agentId);
  const offers = new Map([...master.offers].map(([id, { agentId }]) => [id, agentId]));
  return [...differences("task", ourTasks, tasks), ...differences("offer", ourOffers, offers)];
}

function differences(
  noun: string,
  ours: ReadonlyMap<string, string>,
  theirs: ReadonlyMap<string, string>,
): readonly string[] {
  const wrong: string[] = [];
  for (const [id, agentId] of theirs) {
    if (ours.get(id) !== agentId)
      wrong.push(`${noun} ${id}: ${ours.get(id) ?? "unknown"} to the scheduler, on ${agentId}`);
  }
  for (const id of ours.keys()) if (!theirs.has(id)) wrong.push(`${noun} ${id}: unknown to the master`);
  return wrong;
}
