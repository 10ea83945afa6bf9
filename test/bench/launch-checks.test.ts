import { describe, expect, it } from "vitest";
import { violationsOf, type Ground } from "../../bench/simulation/launch-checks.ts";
import { exclusive, type Assignment, type Launch, type Task } from "../../src/index.ts";

const idle: Ground = {
  amounts: new Map([
    ["cpus", 4000],
    ["mem", 8_192_000],
  ]),
  ports: [[31_000, 31_009]],
  deviceSets: [{ name: "gpu", count: 2, capacity: 1 }],
  deviceUses: new Map(),
  running: [],
  isDisabled: false,
};

describe("what a simulated master checks of a launch", () => {
  it("is satisfied by one that takes exactly what is offered", () => {
    const tasks = [
      { id: "a", resources: { cpus: 3.5, mem: 8000 }, ports: 1, devices: [{ name: "gpu", units: 1 }] },
      {
        id: "b",
        resources: { cpus: 0.5, mem: 192 },
        ports: [31_005],
        devices: [{ name: "gpu", units: 0.3 }],
      },
    ];
    const given = {
      a: { ports: [31_000], devices: [{ name: "gpu", index: 0, units: 1 }] },
      b: { ports: [31_005], devices: [{ name: "gpu", index: 1, units: 0.3 }] },
    };
    expect(check(tasks, given)).toEqual([]);
  });

  it("refuses more of a resource than the offers have, down to a thousandth", () => {
    const tasks = [
      { id: "a", resources: { cpus: 3 } },
      { id: "b", resources: { cpus: 1.001, tokens: 1 } },
    ];
    expect(check(tasks)).toEqual(["4.001 cpus taken, 4 offered", "1 tokens taken, 0 offered"]);
  });

  it("refuses a port that is not offered, given twice, or not asked for", () => {
    const tasks = [
      { id: "a", resources: {}, ports: 2 },
      { id: "b", resources: {}, ports: [[31_005, 31_007] as const] },
      { id: "c", resources: {} },
    ];
    const given = { a: { ports: [31_000, 80] }, b: { ports: [31_000] }, c: { ports: [31_001] } };
    expect(check(tasks, given)).toEqual([
      "port 80 is not offered",
      "port 31000 is given twice",
      "port 31000 is not what b asked for",
      "c has 1 ports, asked for 0",
    ]);
  });

  it("refuses devices over capacity, devices that do not exist, and other devices than asked", () => {
    const half = { name: "gpu", units: 0.5 };
    const ground = {
      ...idle,
      deviceUses: new Map([["gpu#0", { used: 600, grants: 1, binding: undefined }]]),
    };
    expect(
      check(
        [{ id: "a", resources: {}, devices: [half] }],
        { a: { devices: [{ ...half, index: 0 }] } },
        ground,
      ),
    ).toEqual(["gpu#0 gives 1.1 of 1"]);
    expect(
      check([{ id: "a", resources: {}, devices: [half] }], { a: { devices: [{ ...half, index: 2 }] } }),
    ).toEqual(["there is no gpu#2"]);
    const twice = [
      { ...half, index: 1 },
      { ...half, index: 1 },
    ];
    expect(
      check([{ id: "a", resources: {}, devices: [{ ...half, count: 2 }] }], { a: { devices: twice } }),
    ).toEqual(["a asked for 2 gpu of 0.5, was not given them"]);
  });

  it("refuses a device that would serve two bindings", () => {
    const ground = { ...idle, deviceUses: new Map([["gpu#0", { used: 1, grants: 1, binding: "blue" }]]) };
    const request = { name: "gpu", units: 0.1, binding: "red" };
    const tasks = [{ id: "a", resources: {}, devices: [request] }];
    expect(check(tasks, { a: { devices: [{ ...request, index: 0 }] } }, ground)).toEqual([
      "gpu#0 serves two bindings",
    ]);
  });

  it("refuses company for an exclusive task", () => {
    const alone = { id: "alone", resources: {}, constraints: [exclusive()] };
    const other = { id: "other", resources: {} };
    expect(check([alone])).toEqual([]);
    expect(check([alone, other])).toEqual(["alone wants the agent for itself"]);
    expect(check([other], {}, { ...idle, running: [alone] })).toEqual(["alone wants the agent for itself"]);
  });

  it("refuses unknown tasks, tasks of another role and disabled agents", () => {
    expect(check([{ id: "a", role: "analytics", resources: {} }])).toEqual(["a is of role analytics, not *"]);
    expect(check([], {}, { ...idle, isDisabled: true })).toEqual(["the agent is disabled"]);
    expect(violationsOf(launchOf([assignmentOf("ghost", {})]), () => undefined, idle)).toEqual([
      "ghost is not pending",
    ]);
  });
});

function check(
  tasks: readonly Task[],
  given: Readonly<Record<string, Partial<Assignment>>> = {},
  ground: Ground = idle,
): readonly string[] {
  const launch = launchOf(tasks.map(({ id }) => assignmentOf(id, given[id] ?? {})));
  return violationsOf(launch, (id) => tasks.find((task) => task.id === id), ground);
}

function launchOf(assignments: readonly Assignment[]): Launch {
  return { agentId: "agent", hostname: "agent", role: "*", offerIds: ["offer"], assignments };
}

function assignmentOf(taskId: string, given: Partial<Assignment>): Assignment {
  return {
    taskId,
    agentId: "agent",
    hostname: "agent",
    offerIds: ["offer"],
    ports: [],
    devices: [],
    score: { total: 1, fitness: 1, preferences: 0, devices: 0 },
    ...given,
  };
}
