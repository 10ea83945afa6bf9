// One valid value of every noun, each with every field it can have.

import {
  allOf,
  anyOf,
  attributeIn,
  attributeIs,
  attributeLike,
  awayFrom,
  balancedBy,
  binPack,
  customConstraint,
  customFitness,
  exclusive,
  hasAttribute,
  locality,
  maxPer,
  near,
  not,
  prefer,
  preferHigh,
  sameBy,
  spread,
  uniqueBy,
  weighted,
  type ClusterEvent,
  type Constraint,
  type Fitness,
  type Offer,
  type Policy,
  type Preference,
  type Queue,
  type QueueOptions,
  type RunningTask,
  type Task,
} from "../../src/index.ts";

export const offer: Offer = {
  id: "o1",
  agentId: "a1",
  hostname: "h1",
  role: "ads",
  resources: { cpus: 8, mem: 4096.5, "odd name": 1 },
  ports: [
    [31000, 31009],
    [31020, 31020],
  ],
  devices: [
    { name: "gpu", count: 4, capacity: 1 },
    { name: "eni", count: 2, capacity: 3 },
  ],
  disks: [
    { id: "d1", type: "ssd", amount: 1024.5 },
    { id: "d2", type: "ssd", amount: 2048, use: "whole" },
    { id: "d3", type: "hdd", amount: 0, use: "shared" },
  ],
  attributes: { rack: "r1", zone: ["a", "b"], generation: 3 },
  executors: ["e1", "e2"],
  unavailability: { startMs: 9000, durationMs: 500 },
  receivedAtMs: 1000,
};

const among = { group: "db" };
const byIds = { ids: ["t7", "t8"] };

/** Every constraint, in every form. */
export const constraints: readonly Constraint[] = [
  attributeIs("rack", "r1"),
  attributeIs("generation", 3),
  attributeIn("zone", ["a", 1]),
  attributeLike("rack", "r[0-9]+"),
  hasAttribute("rack"),
  uniqueBy("hostname"),
  uniqueBy("hostname", among),
  balancedBy("zone", { expectedValues: 3, maxSkew: 2 }, among),
  balancedBy("zone"),
  maxPer("rack", 3, byIds),
  sameBy("zone", among),
  not(exclusive()),
  near(among, "zone"),
  near(),
  awayFrom(byIds, "rack"),
  awayFrom(),
  allOf(hasAttribute("rack"), anyOf(hasAttribute("zone"), not(hasAttribute("generation")))),
  customConstraint("any agent", () => () => true),
];

export const fitness: Fitness = weighted([
  [binPack("cpus", "mem"), 2],
  [spread("cpus"), 1],
  [locality(["hostname", "rack"]), 0],
  [customFitness("half", () => () => 0.5), 1],
]);

export const preferences: readonly Preference[] = [prefer(balancedBy("zone"), 2), preferHigh(fitness, 1)];

export const task: Task = {
  id: "t1",
  group: "web",
  role: "ads",
  resources: { cpus: 1, mem: 128 },
  ports: ["any", 31005, [31000, 31009]],
  devices: [{ name: "gpu", units: 0.5, count: 2, binding: "blue" }],
  disks: [{ type: "ssd", amount: 10, id: "d1" }, { type: "hdd" }],
  executor: { id: "e1", resources: { cpus: 0.1, mem: 32 } },
  constraints,
  preferences,
  locations: { rack: ["r1", "r2"], zone: "a" },
  upTo: { cpus: 2, disk: 5 },
  gang: { least: 1 },
  readyAtMs: 3,
  expectedDurationMs: 10.5,
  tier: 1,
  bucket: "alice",
};

export const running: RunningTask = {
  task: { ...task, id: "t2", ports: 2 },
  agentId: "a1",
  hostname: "h1",
  ports: [31001, 31002],
  devices: [{ name: "gpu", index: 0, units: 0.5, binding: "blue" }],
  disks: [{ id: "d1", type: "ssd", amount: 10 }],
  resources: { cpus: 2, mem: 128 },
  executor: { id: "e1", resources: { cpus: 0.1, mem: 32 } },
};

export const policy: Policy = {
  fitness,
  weights: { fitness: 1, preferences: 2, devices: 3 },
  goodEnough: 0.9,
  groupLimits: { web: { cpus: 10, mem: 4096 }, "odd group": { cpus: 1 } },
  maxAssignments: 5,
  hold: { forMs: 5000, maxDeclines: 2 },
  roles: ["ads", "ops"],
  assumedDurationMs: 10,
};

/** A queue's options, with everything that they can say. */
export const queueOptions: QueueOptions = {
  tiers: [
    {
      capacity: { cpus: 9, mem: 100 },
      buckets: { alice: { weight: 2, guarantee: { cpus: 4 } }, "odd name": {} },
    },
  ],
  total: { cpus: 1000 },
};

/** A queue as plain data: not of the library's making. */
export const queueData: Queue = {
  tiers: [
    { capacity: { cpus: 9 }, buckets: [{ name: "alice", weight: 2, guarantee: { cpus: 4 }, tasks: [] }] },
    { buckets: [{ name: "alice", tasks: [task, { ...task, id: "t4" }] }] },
  ],
  total: { cpus: 1000 },
};

/** One event of each type. */
export const events: readonly ClusterEvent[] = [
  { type: "offers-received", offers: [{ ...offer, id: "o5", agentId: "a5" }] },
  { type: "offer-rescinded", offerId: "o9" },
  { type: "task-started", running: { ...running, task: { ...task, id: "t5" } } },
  { type: "task-ended", taskId: "t9" },
  { type: "executor-ended", agentId: "a9", executorId: "e9" },
  { type: "agent-lost", agentId: "a9" },
  { type: "agent-disabled", agentId: "a9", untilMs: 5000 },
  { type: "agent-enabled", agentId: "a9" },
  { type: "active-groups-set", attribute: "rack", values: ["r1", 3] },
  { type: "scarce-set", resources: ["gpu", "fpga", "gpu"] },
];
