import type { Cluster } from "stowage";
import type { Master } from "./master.ts";

/** Where the books of scheduler and master differ: tasks that run, offers that stand. A sentence each. */
export function differencesOf(cluster: Cluster, master: Master): readonly string[] {
  const tasks = new Map<string, string>();
  for (const [agentId, agent] of master.agents)
    for (const id of agent.tasks.keys()) tasks.set(`@${id}`, agentId);
  const offers = new Map([...master.offers].map(([id, { agentId }]) => [`@${id}`, agentId]));
  return [...differences("task", cluster.tasks, tasks), ...differences("offer", cluster.offers, offers)];
}

function differences(
  noun: string,
  ours: Readonly<Record<string, string>>,
  theirs: ReadonlyMap<string, string>,
): readonly string[] {
  const wrong: string[] = [];
  for (const [key, agentId] of theirs) {
    if (ours[key] !== agentId)
      wrong.push(`${noun} ${key.slice(1)}: ${ours[key] ?? "unknown"} to the scheduler, on ${agentId}`);
  }
  for (const key of Object.keys(ours))
    if (!theirs.has(key)) wrong.push(`${noun} ${key.slice(1)}: unknown to the master`);
  return wrong;
}
