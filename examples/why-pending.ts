// Why is my task pending, on which agent, and what would have to change? An explanation answers for one task of a round.
import assert from "node:assert/strict";
import {
  attributeIn,
  clusterOf,
  explain,
  match,
  renderExplanation,
  uniqueBy,
  update,
  type Offer,
  type RunningTask,
  type Task,
} from "stowage";

const offers: readonly Offer[] = [
  offer("node-1", "east", { cpus: 2, mem: 4096 }),
  offer("node-2", "east", { cpus: 3, mem: 16_384 }),
  offer("node-3", "west", { cpus: 8, mem: 1024 }),
  offer("node-4", "north", { cpus: 16, mem: 32_768 }),
  offer("node-5", "west", { cpus: 16, mem: 32_768 }),
  offer("node-6", "east", { cpus: 16, mem: 32_768 }),
];
const running: readonly RunningTask[] = [
  { task: { id: "api-1", group: "api", resources: { cpus: 2 } }, agentId: "agent-5", hostname: "node-5" },
];
const cluster = update(clusterOf(offers, running), [
  { type: "agent-disabled", agentId: "agent-6", untilMs: 3_600_000 },
]);

const task: Task = {
  id: "api-2",
  group: "api",
  resources: { cpus: 4, mem: 8192 },
  constraints: [attributeIn("zone", ["east", "west"]), uniqueBy("hostname")],
};
const round = match({ cluster, tasks: [task], nowMs: 0 });
const why = explain(round, "api-2");
console.log(renderExplanation(why));

assert.equal(why.outcome, "no-agent-fits");
// Every check counts, also where another one refuses the same agent.
assert.deepEqual(
  why.refusals.map(({ name, agents }) => `${name}: ${agents}`),
  ["disabled: 1", "cpus: 2", "mem: 2", 'attributeIn(zone, ["east","west"]): 1', "uniqueBy(hostname): 1"],
);
// The nearest first: one failing check, and of that the least part missing.
const [nearest] = why.nearest;
assert.equal(nearest?.hostname, "node-2");
assert.deepEqual(nearest.failures, [{ kind: "resource", name: "cpus", asked: 4, free: 3, total: 3 }]);
console.log(`\nNearest is ${nearest.hostname}: with 1 cpu less, api-2 would run there.`);

const smaller: Task = { ...task, resources: { cpus: 3, mem: 8192 } };
const retry = match({ cluster, tasks: [smaller], nowMs: 0 });
console.log(renderExplanation(explain(retry, "api-2"), { agents: 1 }));
assert.equal(retry.assignments[0]?.hostname, "node-2");

function offer(hostname: string, zone: string, resources: Offer["resources"]): Offer {
  const number = hostname.slice("node-".length);
  return { id: `offer-${number}`, agentId: `agent-${number}`, hostname, resources, attributes: { zone } };
}
