import { describe, expect, it } from "vitest";
import { clusterOf, match, update } from "../../src/index.ts";
import { offer, offerOf, round, roundOver, runningOn, task } from "../support/build.ts";

describe("launches", () => {
  const offers = [
    offerOf(1, { id: "o3" }),
    offerOf(1, { id: "o1" }),
    offerOf(1, { id: "o2", role: "ads" }),
    offerOf(2, { id: "o4" }),
  ];

  it("are one per agent and role, in the order of their first assignments, with all offers of the role", () => {
    const tasks = [
      task({ resources: { cpus: 8 } }),
      task({ id: "t2", role: "ads" }),
      task({ id: "t3", resources: { cpus: 4 } }),
      task({ id: "t4", role: "ads" }),
    ];
    const { launches, assignments } = roundOver(offers, tasks);
    const [t1, t2, t3, t4] = assignments;
    expect(launches).toEqual([
      { agentId: "a1", hostname: "h1", role: "*", offerIds: ["o1", "o3"], assignments: [t1] },
      { agentId: "a1", hostname: "h1", role: "ads", offerIds: ["o2"], assignments: [t2, t4] },
      { agentId: "a2", hostname: "h2", role: "*", offerIds: ["o4"], assignments: [t3] },
    ]);
    expect(assignments.map(({ offerIds }) => offerIds)).toEqual([["o1", "o3"], ["o2"], ["o4"], ["o2"]]);
  });

  it("are none where nothing was assigned", () => {
    expect(roundOver(offers, []).launches).toEqual([]);
  });
});

describe("an assignment", () => {
  it("says all there is to say", () => {
    const devices = [{ name: "gpu", count: 1, capacity: 1 }];
    const asked = task({
      ports: [31000],
      devices: [{ name: "gpu", units: 1 }],
      resources: { cpus: 4, mem: 500 },
    });
    expect(roundOver([offer({ ports: [[31000, 31001]], devices })], [asked]).assignments).toEqual([
      {
        taskId: "t1",
        agentId: "a1",
        hostname: "h1",
        offerIds: ["o1"],
        ports: [31000],
        devices: [{ name: "gpu", index: 0, units: 1 }],
        score: { total: (15 * 0.25 + 35 * 0.75) / 50, fitness: 0.75, preferences: 0, devices: 0.25 },
      },
    ]);
  });
});

describe("the tasks unmatched", () => {
  it("are listed in the order of the tasks, with the first reason that applies", () => {
    const tasks = [
      task({ id: "t1", resources: { cpus: 99 } }),
      task({ id: "t2", role: "ads" }),
      task({ id: "t3" }),
      task({ id: "t4", role: "ads" }),
    ];
    expect(roundOver([offer()], tasks, { maxAssignments: 1, roles: ["ads"] }).unmatched).toEqual([
      { taskId: "t1", reason: "no-agent-fits" },
      { taskId: "t2", reason: "no-offers" },
      { taskId: "t4", reason: "round-limit" },
    ]);
  });

  it("have no agent that fits, not no offers, where the agents that hold offers of the role are disabled", () => {
    const cluster = update(clusterOf([offer()]), [{ type: "agent-disabled", agentId: "a1", untilMs: 1 }]);
    expect(round(cluster, [task()]).unmatched).toEqual([{ taskId: "t1", reason: "no-agent-fits" }]);
  });

  it("have no offers where agents are known by their running tasks alone", () => {
    expect(roundOver([], [task()], {}, [runningOn(1, { id: "r1" })]).unmatched).toEqual([
      { taskId: "t1", reason: "no-offers" },
    ]);
  });
});

describe("the next cluster", () => {
  it("is the old one after a task-started per assignment and an offer-rescinded per offer used or declined", () => {
    const cluster = clusterOf(
      [offerOf(1), offerOf(2), offerOf(3, { receivedAtMs: 5 })],
      [runningOn(4, { id: "r1" })],
    );
    const asked = task({ group: "web", ports: 0 });
    const {
      cluster: next,
      declines,
      held,
    } = match({ cluster, tasks: [asked], policy: { hold: { forMs: 5 } }, nowMs: 9 });
    expect([declines.map(({ offerId }) => offerId), held]).toEqual([["o2"], ["o3"]]);
    expect(next).toEqual(
      update(cluster, [
        { type: "task-started", running: { task: asked, agentId: "a1", hostname: "h1" } },
        { type: "offer-rescinded", offerId: "o1" },
        { type: "offer-rescinded", offerId: "o2" },
      ]),
    );
    expect(next.rescinded).toEqual([]);
  });

  it("forgets agents that nothing keeps", () => {
    expect(roundOver([offerOf(1), offerOf(2)], [task()]).cluster.agents.map(({ id }) => id)).toEqual(["a1"]);
  });
});

describe("the stats", () => {
  it("count the agents that could take a task, the tasks, and the work", () => {
    const offers = [offerOf(1), offerOf(2, { resources: {} }), offerOf(3, { role: "ads" })];
    const { stats } = roundOver(offers, [task(), task({ id: "t2", resources: { cpus: 9 } })]);
    expect(stats).toMatchObject({ agents: 2, tasks: 2, evaluatorCalls: 0 });
    expect(stats.scoresComputed).toBe(1);
    expect(stats.agentsVisited).toBeGreaterThanOrEqual(1);
    expect(stats.blocksOpened).toBeGreaterThanOrEqual(1);
    expect(Object.keys(stats).toSorted((a, b) => (a < b ? -1 : 1))).toEqual([
      "agents",
      "agentsVisited",
      "blocksOpened",
      "evaluatorCalls",
      "scoresComputed",
      "tasks",
    ]);
  });

  it("count no work on agents all of which have less free than is asked", () => {
    const offers = Array.from({ length: 100 }, (_, i) => offerOf(i));
    const work = { blocksOpened: 0, agentsVisited: 0, scoresComputed: 0 };
    expect(roundOver(offers, [task({ resources: { cpus: 1, mem: 1001 } })]).stats).toMatchObject(work);
    expect(roundOver(offers, [task({ resources: { cpus: 4.001 } })]).stats).toMatchObject(work);
    expect(roundOver(offers, [task({ resources: { cpus: 4 } })]).stats.scoresComputed).toBeGreaterThan(0);
  });
});
