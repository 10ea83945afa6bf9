// A launch coordinator as Apache Flink's Mesos resource manager has: task managers, all of one size, are wanted; offers are
// gathered for a while; a round places what it can; what it cannot use is held, since a second offer of the same agent may
// make it large enough; once all are launched the rest is declined.
import assert from "node:assert/strict";
import { customFitness, emptyCluster, match, update, type Offer, type Policy, type Task } from "stowage";

const gatherMs = 3000;
const wanted: readonly Task[] = Array.from({ length: 6 }, (_, i) => ({
  id: `task-manager-${i + 1}`,
  group: "task-managers",
  resources: { cpus: 4, mem: 8192 },
}));

/** Offers as they come in, by the second. */
const incoming: readonly (readonly Offer[])[] = [
  [offer("o1", "node-1", { cpus: 4, mem: 12_288 }, 0)],
  [offer("o2", "node-2", { cpus: 9, mem: 20_480 }, 1)],
  [offer("o3", "node-3", { cpus: 8, mem: 16_384 }, 2), offer("o4", "node-5", { cpus: 1, mem: 2048 }, 2)],
  [],
  [offer("o5", "node-4", { cpus: 2, mem: 4096 }, 4)],
  [],
  [offer("o6", "node-4", { cpus: 2, mem: 4096 }, 6)],
  [],
];

/**
 * How little the agent would have left that no further task manager can use: 1 where its free resources are a whole
 * number of them.
 */
const leastStranded = customFitness("least-stranded", ({ resources }) => {
  const asked = Object.entries(resources);
  return (agent) => {
    const fit = Math.min(...asked.map(([name, amount]) => Math.floor(agent.free(name) / amount)));
    const stranded = asked.map(([name, amount]) => (agent.free(name) - fit * amount) / agent.total(name));
    return 1 - stranded.reduce((sum, part) => sum + part, 0) / stranded.length;
  };
});

let cluster = emptyCluster;
let pending = wanted;
const launches: string[] = [];
const declined: string[] = [];

for (const [second, offers] of incoming.entries()) {
  const nowMs = second * 1000;
  cluster = update(cluster, [{ type: "offers-received", offers }]);
  const arrived = offers.map(({ id, hostname }) => `${id} of ${hostname}`).join(", ") || "nothing";
  if (nowMs < gatherMs) {
    console.log(`${second} s: arrived: ${arrived}; gathering`);
    continue;
  }

  // While task managers are pending, what does not fit is held; afterwards nothing is.
  const policy: Policy = { fitness: leastStranded, ...(pending.length > 0 && { hold: { forMs: 30_000 } }) };
  const round = match({ cluster, tasks: pending, policy, nowMs });
  console.log(`${second} s: arrived: ${arrived}; pending after the round: ${round.unmatched.length}`);
  for (const { hostname, offerIds, assignments } of round.launches) {
    launches.push(`${hostname} × ${assignments.length} from ${offerIds.join("+")}`);
    console.log(`     accept ${offerIds.join(" + ")}: ${assignments.length} on ${hostname}`);
  }
  if (round.held.length > 0) console.log(`     hold ${round.held.join(", ")}`);
  for (const { offerId, reason, refuseSeconds } of round.declines) {
    declined.push(`${offerId} ${reason}`);
    console.log(`     decline ${offerId} for ${refuseSeconds} s: ${reason}`);
  }

  const left = new Set(round.unmatched.map(({ taskId }) => taskId));
  pending = pending.filter(({ id }) => left.has(id));
  cluster = round.cluster;
}

// node-3 holds two exactly and goes first; node-4 became large enough with its second offer.
assert.deepEqual(launches, [
  "node-3 × 2 from o3",
  "node-2 × 2 from o2",
  "node-1 × 1 from o1",
  "node-4 × 1 from o5+o6",
]);
assert.deepEqual(declined, ["o4 no-pending-tasks"]);
assert.deepEqual(pending, []);
assert(
  cluster.agents.every(({ offers }) => offers.length === 0),
  "no offer is left behind",
);

function offer(id: string, hostname: string, resources: Offer["resources"], second: number): Offer {
  return { id, agentId: `agent-of-${hostname}`, hostname, resources, receivedAtMs: second * 1000 };
}
