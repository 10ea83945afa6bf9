import { describe, expect, it } from "vitest";
import {
  attributeIs,
  binPack,
  clusterOf,
  customConstraint,
  exclusive,
  explain,
  match,
  not,
  uniqueBy,
  update,
  type Task,
} from "../../src/index.ts";
import { offer, offerOf, offersOf, round, roundOver, runningOn, task } from "../support/build.ts";

/** How the only agent fails. */
function failuresOf(fields: Partial<Task>, made = roundOver([offer()], [task(fields)])) {
  return explain(made, "t1").agents[0]?.failures;
}

describe("the explanation of a pending task", () => {
  it("says what the round made of it, and how many agents each check refuses", () => {
    const rack = attributeIs("rack", "r1");
    const offers = offersOf(
      { resources: { cpus: 1 } },
      { resources: { mem: 1 } },
      { attributes: { rack: "r1" } },
    );
    const made = roundOver(offers, [task({ resources: { cpus: 2, disk: 1 }, constraints: [rack] })]);
    const cpusMissing = { kind: "resource", name: "cpus", asked: 2, free: 1, total: 1 };
    const diskMissing = { kind: "resource", name: "disk", asked: 1, free: 0, total: 0 };
    const constraint = { kind: "constraint", name: 'attributeIs(rack, "r1")', constraint: rack };
    const agents = [
      { agentId: "a1", hostname: "h1", failures: [cpusMissing, diskMissing, constraint] },
      {
        agentId: "a2",
        hostname: "h2",
        failures: [{ ...cpusMissing, free: 0, total: 0 }, diskMissing, constraint],
      },
      { agentId: "a3", hostname: "h3", failures: [diskMissing] },
    ];
    expect(explain(made, "t1")).toStrictEqual({
      taskId: "t1",
      outcome: "no-agent-fits",
      fitsNow: false,
      limits: [],
      refusals: [
        { kind: "resource", name: "cpus", agents: 2 },
        { kind: "resource", name: "disk", agents: 3 },
        { kind: "constraint", name: 'attributeIs(rack, "r1")', agents: 2 },
      ],
      agents,
      nearest: [agents[2], agents[0], agents[1]],
    });
  });

  it("tells its own outcome where others are pending too", () => {
    const made = roundOver(
      [offer()],
      [task({ id: "t0", resources: { cpus: 9 } }), task({ readyAtMs: 1 }), task({ id: "t2", role: "*" })],
    );
    expect(["t0", "t1", "t2"].map((id) => explain(made, id).outcome)).toEqual([
      "no-agent-fits",
      "not-ready",
      "assigned",
    ]);
  });

  it("tells that it does not fit now before it is ready, and that it does from then on", () => {
    const tasks = [task({ readyAtMs: 5 })];
    const fitsAt = (nowMs: number): boolean =>
      explain(match({ cluster: clusterOf([offer()]), tasks, policy: { maxAssignments: 0 }, nowMs }), "t1")
        .fitsNow;
    expect([4, 5, 6].map(fitsAt)).toEqual([false, true, true]);
  });

  it("shows the state in which the round ended", () => {
    const made = roundOver(
      [offer()],
      [task({ resources: { cpus: 3 } }), task({ id: "t2", resources: { cpus: 2 } })],
      {},
      [runningOn(1, { id: "r1", resources: { cpus: 8 } })],
    );
    expect(explain(made, "t2").agents[0]?.failures).toEqual([
      { kind: "resource", name: "cpus", asked: 2, free: 1, total: 12 },
    ]);
  });

  it("tells for each disk that cannot be had beside the others what one has free and in all", () => {
    const disks = [
      { id: "d1", type: "ssd", amount: 30 },
      { id: "d2", type: "ssd", amount: 20, use: "whole" as const },
      { id: "d3", type: "hdd", amount: 7, use: "shared" as const },
    ];
    const held = { id: "d1", type: "ssd", amount: 15 };
    const made = roundOver(
      [offer({ disks })],
      [
        task({ id: "t0", disks: [{ type: "ssd", id: "d2" }] }),
        task({
          disks: [
            { type: "ssd", amount: 30 },
            { type: "ssd", amount: 20 },
            { type: "ssd", amount: 0, id: "d1" },
            { type: "ssd", id: "d2", amount: 1 },
            { type: "hdd", amount: 7 },
            { type: "hdd", amount: 8 },
            { type: "tape", amount: 1 },
          ],
        }),
      ],
      {},
      [runningOn(1, { id: "r1" }, { disks: [held] }), runningOn(1, { id: "r2" })],
    );
    const { agents, refusals } = explain(made, "t1");
    expect(agents[0]?.failures).toEqual([
      { kind: "disks", name: "ssd", asked: 20, free: 30, total: 45 },
      { kind: "disks", name: "ssd d2", asked: 1, free: 0, total: 20 },
      { kind: "disks", name: "hdd", asked: 8, free: 7, total: 7 },
      { kind: "disks", name: "tape", asked: 1, free: 0, total: 0 },
    ]);
    expect(refusals.map(({ kind, name }) => [kind, name])).toEqual([
      ["disks", "ssd"],
      ["disks", "ssd d2"],
      ["disks", "hdd"],
      ["disks", "tape"],
    ]);
    expect(explain(made, "t0").agents[0]?.failures).toEqual([]);
  });

  it("tells that it fits now, where a later assignment made room for it", () => {
    const apart = task({ constraints: [not(exclusive())] });
    const made = roundOver([offer()], [apart, task({ id: "t2" })]);
    expect(explain(made, "t1")).toMatchObject({ outcome: "no-agent-fits", fitsNow: true });
    expect(explain(made, "t1").agents[0]).toMatchObject({
      failures: [],
      score: { fitness: 0.25, preferences: 0 },
    });
    expect(explain(made, "t1").nearest).toEqual([]);
  });

  it("tells that it does not fit now while its group's limit is reached", () => {
    const made = roundOver([offer()], [task({ group: "web" })], { groupLimits: { web: { cpus: 0.5 } } });
    expect(explain(made, "t1")).toMatchObject({
      outcome: "group-limit",
      fitsNow: false,
      limits: [{ of: "group", name: "web", resource: "cpus", asked: 1, used: 0, limit: 0.5 }],
      refusals: [],
    });
  });

  it("tells of the round's limit, and that it would fit", () => {
    const made = roundOver([offer()], [task()], { maxAssignments: 0 });
    expect(explain(made, "t1")).toMatchObject({ outcome: "round-limit", fitsNow: true, refusals: [] });
  });
});

describe("the explanation of an assigned task", () => {
  it("shows the agents as they stood just before it, with their scores", () => {
    const made = roundOver(offersOf({}, { resources: { cpus: 2 } }), [
      task({ id: "t0", resources: { cpus: 1 } }),
      task({ resources: { cpus: 1 } }),
      task({ id: "t2", resources: { cpus: 3 } }),
    ]);
    const [, assignment] = made.assignments;
    const explanation = explain(made, "t1");
    expect(explanation).toMatchObject({
      taskId: "t1",
      outcome: "assigned",
      assignment,
      fitsNow: true,
      refusals: [],
      nearest: [],
    });
    expect(explanation.agents.map(({ score }) => score?.fitness)).toEqual([0.25 / 2, 2 / 2 / 2]);
    expect(assignment?.score.fitness).toBe(0.5);
  });

  it("shows those of its gang before it with what they need, all others with what they were given", () => {
    const growing = { resources: { cpus: 1 }, upTo: { cpus: 2 } };
    const made = roundOver(
      [offer({ resources: { cpus: 8 } })],
      [
        task({ id: "same-group", group: "ring", ...growing }),
        task({ id: "other-gang", group: "other", gang: {}, ...growing }),
        task({ id: "same-gang", group: "ring", gang: {}, ...growing }),
        task({ group: "ring", gang: {} }),
      ],
      { fitness: binPack("cpus") },
    );
    expect(made.assignments.map(({ resources }) => resources?.["cpus"])).toEqual([2, 2, 2, undefined]);
    expect(explain(made, "t1").agents[0]?.score?.fitness).toBe((2 + 2 + 1 + 1) / 8);
  });

  it("counts its group's limit without it", () => {
    const made = roundOver([offer()], [task({ group: "web" })], { groupLimits: { web: { cpus: 1 } } });
    expect(explain(made, "t1").limits).toEqual([]);
  });
});

describe("a check that an agent fails", () => {
  it("may be that it has no offer of the role", () => {
    const made = roundOver(
      [offerOf(1), offerOf(2, { role: "ads" })],
      [task({ role: "ads", resources: { cpus: 9 } })],
    );
    expect(
      explain(made, "t1").agents.map(({ failures }) => failures.map(({ kind, name }) => [kind, name])),
    ).toEqual([
      [
        ["role", "ads"],
        ["resource", "cpus"],
      ],
      [["resource", "cpus"]],
    ]);
  });

  it("may be that it is disabled, or in no active group", () => {
    const cluster = update(clusterOf([offer({ attributes: { rack: "r1" } })]), [
      { type: "agent-disabled", agentId: "a1", untilMs: 10 },
      { type: "active-groups-set", attribute: "rack", values: ["r2"] },
    ]);
    expect(failuresOf({}, round(cluster, [task()]))).toEqual([
      { kind: "disabled", name: "disabled" },
      { kind: "inactive", name: "rack" },
    ]);
    const later = match({ cluster, tasks: [task()], nowMs: 10 });
    expect(failuresOf({}, later)).toEqual([{ kind: "inactive", name: "rack" }]);
  });

  it("may be that it is unavailable, or will be before the task ends: when, for how long it stays and the task is taken to run", () => {
    const unavailability = { startMs: 100, durationMs: 50 };
    const cluster = clusterOf([offer({ unavailability })]);
    const fail = (nowMs: number, fields: Partial<Task> = {}) =>
      failuresOf(
        {},
        match({
          cluster,
          tasks: [task(fields)],
          policy: { assumedDurationMs: 20, maxAssignments: 0 },
          nowMs,
        }),
      );
    const failure = { kind: "unavailable", name: "unavailable", unavailability };
    expect(fail(80)).toEqual([]);
    expect(fail(81)).toEqual([{ ...failure, asked: 20, free: 19 }]);
    expect(fail(80, { expectedDurationMs: 20.5 })).toEqual([{ ...failure, asked: 20.5, free: 20 }]);
    expect(fail(100, { expectedDurationMs: 0 })).toEqual([{ ...failure, asked: 0, free: 0 }]);
    expect(fail(149)).toEqual([{ ...failure, asked: 20, free: 0 }]);
    expect(fail(150)).toEqual([]);
  });

  it("may be that it is kept for tasks that ask what is scarce: each kind of agents by what they have", () => {
    const offers = offersOf(
      { resources: { cpus: 1, gpus: 1 } },
      { resources: { cpus: 1 }, devices: [{ name: "fpga", count: 1, capacity: 1 }] },
      { resources: { cpus: 1, gpus: 2 }, devices: [{ name: "fpga", count: 1, capacity: 1 }] },
      { resources: { cpus: 0.5 } },
    );
    const cluster = update(clusterOf(offers), [{ type: "scarce-set", resources: ["gpus", "fpga"] }]);
    const made = round(cluster, [task(), task({ id: "t2", resources: { gpus: 9 } })]);
    expect(explain(made, "t1").refusals).toEqual([
      { kind: "scarce", name: "fpga", agents: 1 },
      { kind: "scarce", name: "gpus", agents: 1 },
      { kind: "scarce", name: "fpga, gpus", agents: 1 },
      { kind: "resource", name: "cpus", agents: 1 },
    ]);
    expect(explain(made, "t1").agents.map(({ failures }) => failures[0])).toEqual([
      { kind: "scarce", name: "gpus" },
      { kind: "scarce", name: "fpga" },
      { kind: "scarce", name: "fpga, gpus" },
      { kind: "resource", name: "cpus", asked: 1, free: 0.5, total: 0.5 },
    ]);
    expect(explain(made, "t2").refusals).toEqual([
      { kind: "scarce", name: "fpga", agents: 1 },
      { kind: "resource", name: "gpus", agents: 4 },
    ]);
  });

  it("may be its ports: how many are asked, free and there in all", () => {
    const offers = [offer({ ports: [[31000, 31001]] })];
    const running = [runningOn(1, { id: "r1" }, { ports: [31001, 31005] })];
    const fail = (ports: Task["ports"] & object) =>
      failuresOf({}, roundOver(offers, [task({ ports })], {}, running));
    expect(fail(["any", "any"])).toEqual([{ kind: "ports", name: "ports", asked: 2, free: 1, total: 3 }]);
    expect(fail([31001])).toEqual([{ kind: "ports", name: "ports", asked: 1, free: 1, total: 3 }]);
    expect(fail([31000])).toEqual([]);
  });

  it("may be its ports taken in the round", () => {
    const made = roundOver([offer({ ports: [[1, 3]] })], [task({ id: "t0", ports: 2 }), task({ ports: 2 })]);
    expect(failuresOf({}, made)).toEqual([{ kind: "ports", name: "ports", asked: 2, free: 1, total: 3 }]);
  });

  it("may be each of its devices: units asked, free for the binding, and there in all", () => {
    const offers = [offer({ devices: [{ name: "gpu", count: 3, capacity: 1 }] })];
    const devices = [
      { name: "gpu", index: 0, units: 0.75, binding: "blue" },
      { name: "gpu", index: 1, units: 0.5 },
      { name: "gpu", index: 1, units: 0.75 },
    ];
    const running = [runningOn(1, { id: "r1" }, { devices })];
    // Device 2 serves the first request; then there is but device 0 for the second; the third has that.
    const asked = [
      { name: "gpu", units: 1, count: 1 },
      { name: "gpu", units: 0.5, count: 2, binding: "blue" },
      { name: "gpu", units: 0.25, binding: "blue" },
      { name: "eni", units: 1 },
    ];
    expect(failuresOf({}, roundOver(offers, [task({ devices: asked })], {}, running))).toEqual([
      { kind: "devices", name: "gpu", asked: 1, free: 1.25, total: 3 },
      { kind: "devices", name: "eni", asked: 1, free: 0, total: 0 },
    ]);
  });

  it("may be its devices, of which one is granted over its capacity: that takes nothing from the others", () => {
    const offers = [offer({ devices: [{ name: "gpu", count: 2, capacity: 1 }] })];
    const devices = [
      { name: "gpu", index: 0, units: 5 },
      { name: "gpu", index: 1, units: 0.5 },
    ];
    const running = [runningOn(1, { id: "r1" }, { devices })];
    const made = roundOver(offers, [task({ devices: [{ name: "gpu", units: 1 }] })], {}, running);
    expect(failuresOf({}, made)).toEqual([{ kind: "devices", name: "gpu", asked: 1, free: 0.5, total: 2 }]);
  });

  it("may be each of many resources, whoever has them", () => {
    const names = Array.from({ length: 40 }, (_, i) => `r${i}`);
    const resources = Object.fromEntries(names.map((name) => [name, 1]));
    expect(failuresOf({ resources })?.map(({ name, asked }) => [name, asked])).toEqual(
      names.map((name) => [name, 1]),
    );
  });

  it("may be an exclusive task that is there, or an exclusive task's own condition", () => {
    const taken = roundOver([offer()], [task()], {}, [
      runningOn(1, { id: "r1", constraints: [exclusive()] }),
    ]);
    expect(failuresOf({}, taken)).toEqual([{ kind: "exclusive", name: "exclusive" }]);
    const asked = roundOver([offer()], [task({ constraints: [exclusive()] })], {}, [
      runningOn(1, { id: "r1" }),
    ]);
    expect(failuresOf({}, asked)).toEqual([
      { kind: "constraint", name: "exclusive()", constraint: exclusive() },
    ]);
  });

  it("may be any of its constraints, in the order of the task", () => {
    const constraints = [
      attributeIs("rack", 1),
      not(attributeIs("hostname", "h1")),
      attributeIs("hostname", "h1"),
    ];
    expect(failuresOf({ constraints })?.map(({ name }) => name)).toEqual([
      "attributeIs(rack, 1)",
      'not(attributeIs(hostname, "h1"))',
    ]);
  });

  it("is a custom constraint only where all before it hold, as in a round", () => {
    const never = customConstraint("never", () => () => false);
    const offers = offersOf({}, { resources: {} });
    const explanation = explain(roundOver(offers, [task({ constraints: [never] })]), "t1");
    expect(explanation.agents.map(({ failures }) => failures.map(({ name }) => name))).toEqual([
      ["never"],
      ["cpus"],
    ]);
    expect(explanation.refusals).toEqual([
      { kind: "resource", name: "cpus", agents: 1 },
      { kind: "constraint", name: "never", agents: 1 },
    ]);
    const hidden = {
      kind: "allOf",
      constraints: [not(never), { kind: "anyOf", constraints: [never] }],
    } as const;
    const nested = explain(roundOver(offers, [task({ constraints: [hidden] })]), "t1");
    expect(nested.agents.map(({ failures }) => failures.map(({ kind }) => kind))).toEqual([
      ["constraint"],
      ["resource"],
    ]);
  });
});

describe("explain", () => {
  it("knows the agents of other roles' assignments, and their co-tasks", () => {
    const offers = [offerOf(1), offerOf(1, { id: "o2", role: "ads" })];
    const tasks = [
      task({ id: "t0", role: "ads", group: "web", resources: { cpus: 2 } }),
      task({ group: "web", constraints: [uniqueBy("hostname")] }),
    ];
    const [agent] = explain(roundOver(offers, tasks), "t1").agents;
    expect(agent?.failures.map(({ name }) => name)).toEqual(["uniqueBy(hostname)"]);
  });

  it("shows evaluators the agents that can be given tasks, not all", () => {
    const lonely = customConstraint("lonely", (_, view) => () => view.agents().length !== 1);
    const made = roundOver([offerOf(1)], [task({ constraints: [lonely] })], {}, [runningOn(2, { id: "r1" })]);
    expect(explain(made, "t1")).toMatchObject({ outcome: "no-agent-fits", fitsNow: false });
  });
});
