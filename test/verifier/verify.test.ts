import { expect, test } from "vitest";
import type { Assignment, DiskGrant, MatchInput, Offer, Round, Task } from "../../src/index.ts";
import { clusterOf, customConstraint, exclusive, match, uniqueBy } from "../../src/index.ts";
import { violationsOf } from "./verify.ts";

const offers: readonly Offer[] = [
  {
    id: "o1",
    agentId: "a1",
    hostname: "h1",
    resources: { cpus: 2 },
    ports: [[31000, 31003]],
    devices: [{ name: "gpu", count: 2, capacity: 1 }],
    disks: [
      { id: "d1", type: "ssd", amount: 100 },
      { id: "d2", type: "hdd", amount: 200, use: "whole" },
    ],
  },
  { id: "o2", agentId: "a2", hostname: "h2", resources: { cpus: 2 }, ports: [[31000, 31003]] },
];
const web: readonly Task[] = [
  {
    id: "t1",
    group: "web",
    resources: { cpus: 1 },
    ports: 1,
    devices: [{ name: "gpu", units: 0.5 }],
    disks: [
      { type: "ssd", amount: 60 },
      { type: "hdd", id: "d2" },
    ],
  },
  { id: "t2", group: "web", resources: { cpus: 1 }, ports: 1 },
  { id: "t3", resources: { cpus: 9 } },
];

/** What the verifier says of the round of the tasks, once it was tampered with. */
function verdictOn(tasks: readonly Task[], tamper: (round: Round) => Round): readonly string[] {
  const input: MatchInput = { cluster: clusterOf(offers), tasks, nowMs: 0 };
  return violationsOf(input, tamper(match(input)));
}

/** Changes an assignment, in its launch too. */
function changed(round: Round, taskId: string, change: Partial<Assignment>): Round {
  const apply = (one: Assignment): Assignment => (one.taskId === taskId ? { ...one, ...change } : one);
  const assignments = round.assignments.map(apply);
  const launches = round.launches.map((launch) => ({
    ...launch,
    assignments: assignments.filter((one) => launch.assignments.some((old) => old.taskId === one.taskId)),
  }));
  return { ...round, assignments, launches };
}

function gpu(index: number, units: number): Pick<Assignment, "devices"> {
  return { devices: [{ name: "gpu", index, units }] };
}

function withoutOffers(round: Round): Round {
  return { ...round, launches: round.launches.map((launch) => ({ ...launch, offerIds: [] })) };
}

test("the verifier has nothing to say of a round as it was", () => {
  expect(verdictOn(web, (round) => round)).toEqual([]);
});

test("the verifier notices an offer that is told of twice, or never", () => {
  expect(verdictOn(web, (round) => ({ ...round, held: ["o1"] }))).toContain("offer o1 is told of 2 times");
  expect(verdictOn(web, (round) => ({ ...round, declines: [] }))).toContain("offer o2 is told of 0 times");
});

test("the verifier notices a task that is left out", () => {
  expect(verdictOn(web, (round) => ({ ...round, unmatched: [] }))).toContain("task t3 is told of 0 times");
});

test("the verifier notices a resource given beyond what was offered", () => {
  const greedy = web.map((task) => ({ ...task, resources: { cpus: 1.001 } }));
  const modest = web.map((task) => ({ ...task, resources: { cpus: 0.5 } }));
  const cluster = clusterOf(offers);
  const round = match({ cluster, tasks: modest, nowMs: 0 });
  expect(violationsOf({ cluster, tasks: greedy, nowMs: 0 }, round)).toContain(
    "agent a1 gives * more cpus than was offered",
  );
});

test("the verifier notices a port given twice, or not offered", () => {
  expect(verdictOn(web, (round) => changed(round, "t2", { ports: [31000] }))).toContain(
    "port 31000 of agent a1 is given twice",
  );
  expect(verdictOn(web, (round) => changed(round, "t2", { ports: [80] }))).toContain(
    "port 80 of agent a1 was not offered to *",
  );
});

test("the verifier notices a device that does not exist, gives too much or was not asked", () => {
  expect(verdictOn(web, (round) => changed(round, "t1", gpu(2, 0.5)))).toContain(
    "device gpu[2] of agent a1 does not exist",
  );
  expect(verdictOn(web, (round) => changed(round, "t1", gpu(0, 1.5)))).toEqual([
    "device gpu[0] of agent a1 gives more than it has",
    "devices[0] of task t1 is not what it asks",
  ]);
});

test("the verifier notices a disk that was not offered, gives too much, is cut or was not asked", () => {
  const d1: DiskGrant = { id: "d1", type: "ssd", amount: 60 };
  const d2: DiskGrant = { id: "d2", type: "hdd", amount: 200, use: "whole" };
  const tampered = (...disks: NonNullable<Assignment["disks"]>): readonly string[] =>
    verdictOn(web, (round) => changed(round, "t1", { disks }));
  expect(tampered(d1, d2)).toEqual([]);
  expect(tampered({ ...d1, id: "d3" }, d2)).toEqual(["disk d3 of agent a1 was not offered to *"]);
  expect(tampered({ ...d1, use: "whole" }, d2)).toEqual(["disk d1 of agent a1 was not offered to *"]);
  expect(tampered({ ...d1, amount: 100.001 }, d2)).toEqual(["disk d1 of agent a1 gives more than it has"]);
  expect(tampered(d1, { ...d2, amount: 199 })).toEqual(["disk d2 of agent a1 is not given whole"]);
  expect(tampered({ ...d1, amount: 59 }, d2)).toEqual(["disks[0] of task t1 is not what it asks"]);
  expect(tampered(d1)).toEqual(["task t1 got 1 disks, asks 2"]);
  expect(tampered(d1, d1)).toContain("disks[1] of task t1 is not what it asks");
  expect(verdictOn(web, (round) => changed(round, "t2", { disks: [d2] }))).toContain(
    "disk d2 of agent a1 is given twice",
  );
});

test("the verifier notices an executor that is not started, is started twice or is more than was offered", () => {
  const executor = { id: "e", resources: { cpus: 0.5 } };
  const tasks = ["t1", "t2"].map((id): Task => ({ id, executor, resources: { cpus: 0.5 } }));
  expect(verdictOn(tasks, (round) => round)).toEqual([]);
  expect(verdictOn(tasks, (round) => changed(round, "t2", { executor }))).toEqual([
    "task t2 starts the executor e on agent a1",
  ]);
  const other = { ...executor, resources: { cpus: 1.5 } };
  expect(verdictOn(tasks, (round) => changed(round, "t1", { executor: other }))).toEqual([
    "agent a1 gives * more cpus than was offered",
    "task t1 starts the executor e on agent a1",
  ]);
  const plain = tasks.map(({ id, resources }) => ({ id, resources }));
  const round = match({ cluster: clusterOf(offers), tasks: plain, nowMs: 0 });
  expect(violationsOf({ cluster: clusterOf(offers), tasks, nowMs: 0 }, round)).toEqual([
    "task t1 starts no executor on agent a1",
  ]);
});

test("the verifier notices a constraint that does not hold, and an exclusive agent that is shared", () => {
  const cluster = clusterOf(offers);
  const round = match({ cluster, tasks: web, nowMs: 0 });
  const unique = web.map((task) => ({ ...task, constraints: [uniqueBy("hostname")] }));
  expect(violationsOf({ cluster, tasks: unique, nowMs: 0 }, round)).toEqual([
    "task t2 on a1 breaks its uniqueBy",
  ]);
  const alone = web.map((task) => ({ ...task, constraints: task.id === "t1" ? [exclusive()] : [] }));
  expect(violationsOf({ cluster, tasks: alone, nowMs: 0 }, round)).toEqual([
    "task t2 is on a1, which t1 has for itself",
  ]);
});

test("the verifier knows that a gang is given more when all of it is placed", () => {
  const aCpuFree = customConstraint("a cpu is free", () => (agent) => agent.free("cpus") >= 1);
  const single: readonly Task[] = [
    { id: "t1", group: "web", resources: { cpus: 0.5 }, upTo: { cpus: 1.5 } },
    { id: "t2", group: "web", resources: { cpus: 0.5 }, constraints: [aCpuFree] },
  ];
  const tasks = single.map((each) => ({ ...each, gang: {} }));
  expect(verdictOn(tasks, (round) => round)).toEqual([]);
  const input: MatchInput = { cluster: clusterOf(offers), tasks, nowMs: 0 };
  const round = match(input);
  expect(round.assignments.map(({ agentId, resources }) => [agentId, resources])).toEqual([
    ["a1", { cpus: 1.5 }],
    ["a1", undefined],
  ]);
  expect(violationsOf({ ...input, tasks: single }, round)).toEqual([
    "task t2 on a1 breaks its customConstraint",
  ]);
});

test("the verifier notices a limit that is passed", () => {
  const cluster = clusterOf(offers);
  const round = match({ cluster, tasks: web, nowMs: 0 });
  const policy = { groupLimits: { web: { cpus: 1.999 } }, maxAssignments: 1 };
  expect(violationsOf({ cluster, tasks: web, policy, nowMs: 0 }, round)).toEqual([
    "group web holds more cpus than its limit",
    "too many assignments",
  ]);
});

test("the verifier notices a launch that leaves out an assignment or an offer", () => {
  expect(verdictOn(web, (round) => ({ ...round, launches: [] }))).toContain(
    "not every assignment is launched once",
  );
  expect(verdictOn(web, withoutOffers)).toContain("the launch on a1 is incomplete");
});
