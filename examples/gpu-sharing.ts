// Devices: GPUs that tasks share in fractions, several GPUs for one task, and network interfaces whose addresses belong
// to one security group at a time. The library says which device; the task's environment carries it on.
import assert from "node:assert/strict";
import { binPack, clusterOf, match, update, type Offer, type Task } from "stowage";

const offers: readonly Offer[] = ["gpu-1", "gpu-2"].map((hostname, i) => ({
  id: `o${i + 1}`,
  agentId: `a${i + 1}`,
  hostname,
  resources: { cpus: 32, mem: 131_072 },
  devices: [
    { name: "gpu", count: 4, capacity: 1 },
    { name: "eni", count: 2, capacity: 3 },
  ],
}));

const half = { name: "gpu", units: 0.5 };
const tasks: readonly Task[] = [
  { id: "infer-1", resources: { cpus: 1 }, devices: [half] },
  { id: "infer-2", resources: { cpus: 1 }, devices: [half] },
  { id: "infer-3", resources: { cpus: 1 }, devices: [{ name: "gpu", units: 0.3 }] },
  { id: "train-big", resources: { cpus: 8 }, devices: [{ name: "gpu", units: 1, count: 4 }] },
  { id: "train-small", resources: { cpus: 8 }, devices: [{ name: "gpu", units: 1, count: 2 }] },
  { id: "web-1", resources: { cpus: 1 }, devices: [{ name: "eni", units: 1, binding: "sg-web" }] },
  { id: "db-1", resources: { cpus: 1 }, devices: [{ name: "eni", units: 1, binding: "sg-db" }] },
  { id: "web-2", resources: { cpus: 1 }, devices: [{ name: "eni", units: 1, binding: "sg-web" }] },
  { id: "train-late", resources: { cpus: 8 }, devices: [{ name: "gpu", units: 1, count: 2 }] },
];

const round = match({ cluster: clusterOf(offers), tasks, policy: { fitness: binPack("cpus") }, nowMs: 0 });

const placed = new Map<string, string>();
for (const { taskId, hostname, devices } of round.assignments) {
  const granted = devices.map(({ name, index, units }) => `${name}${index}:${units}`).join(" ");
  placed.set(taskId, `${hostname} ${granted}`);
  console.log(`${taskId.padEnd(12)} ${hostname} ${granted}`);
}

// Halves fill one GPU before another is touched; what is left of the second is too small for a whole one.
assert.equal(placed.get("infer-1"), "gpu-1 gpu0:0.5");
assert.equal(placed.get("infer-2"), "gpu-1 gpu0:0.5");
assert.equal(placed.get("infer-3"), "gpu-1 gpu1:0.3");
assert.equal(placed.get("train-big"), "gpu-2 gpu0:1 gpu1:1 gpu2:1 gpu3:1");
assert.equal(placed.get("train-small"), "gpu-1 gpu2:1 gpu3:1");
// Both web tasks share an interface; the database's security group needs another one.
assert.equal(placed.get("web-1"), placed.get("web-2"));
assert.notEqual(placed.get("web-1"), placed.get("db-1"));
assert.deepEqual(round.unmatched, [{ taskId: "train-late", reason: "no-agent-fits" }]);

// Grants live in the cluster. Once the large training ends and its agent offers again, the late one has its GPUs.
const next = update(round.cluster, [
  { type: "task-ended", taskId: "train-big" },
  { type: "offers-received", offers: offers.map((offer) => ({ ...offer, id: `${offer.id}-again` })) },
]);
const again = match({ cluster: next, tasks: tasks.filter(({ id }) => id === "train-late"), nowMs: 60_000 });
for (const { taskId, hostname, devices } of again.assignments) {
  console.log(
    `${taskId.padEnd(12)} ${hostname} ${devices.map(({ index }) => `gpu${index}`).join(" ")}, a minute later`,
  );
}
assert.deepEqual(
  again.assignments.map(({ hostname }) => hostname),
  ["gpu-2"],
);

// No GPU is overcommitted.
for (const { hostname, running } of again.cluster.agents) {
  const used = [0, 0, 0, 0];
  for (const { name, index, units } of running.flatMap(({ devices }) => devices ?? [])) {
    if (name === "gpu") used[index] = (used[index] ?? 0) + units;
  }
  console.log(`${hostname}: GPUs in use ${used.join(", ")}`);
  assert(used.every((units) => units <= 1));
}
