import { attributeIs, clusterOf, explain, match, type Offer, type Task } from "stowage";

const offers: readonly Offer[] = [
  { id: "o1", agentId: "a1", hostname: "n1", resources: { cpus: 4, mem: 8192 }, attributes: { zone: "a" } },
  { id: "o2", agentId: "a2", hostname: "n2", resources: { cpus: 8, mem: 8192 }, attributes: { zone: "b" } },
  { id: "o3", agentId: "a3", hostname: "n3", resources: { cpus: 2, mem: 4096 }, attributes: { zone: "b" } },
];
const tasks: readonly Task[] = [
  { id: "web", resources: { cpus: 2, mem: 2048 }, constraints: [attributeIs("zone", "b")] },
  { id: "batch", resources: { cpus: 1, mem: 1024 } },
  { id: "huge", resources: { cpus: 16, mem: 1024 } },
];

const round = match({ cluster: clusterOf(offers), tasks, nowMs: 0 });

// One ACCEPT per launch: all its offers, all its tasks.
for (const { hostname, offerIds, assignments } of round.launches) {
  console.log(`accept ${offerIds.join()} on ${hostname}: ${assignments.map(({ taskId }) => taskId).join()}`);
}
// → accept o3 on n3: web
// → accept o1 on n1: batch

for (const { offerId, reason } of round.declines) console.log(`decline ${offerId}: ${reason}`);
// → decline o2: no-task-fits-ever

for (const { taskId, reason } of round.unmatched) console.log(`${taskId} is pending: ${reason}`);
// → huge is pending: no-agent-fits

console.log(explain(round, "huge").refusals);
// → [ { kind: 'resource', name: 'cpus', agents: 3 } ]
