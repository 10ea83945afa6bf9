import { describe, expect, it } from "vitest";
import { clusterOf, explain, match, queueOf, type Policy, type Task } from "../../src/index.ts";
import { assignmentOf, offer, placesOf, roundOver, runningOn, task } from "../support/build.ts";

function web(id: string, cpus: number, fields: Partial<Task> = {}): Task {
  return task({ id, group: "web", resources: { cpus }, ...fields });
}

function limitedTo(cpus: number): Policy {
  return { groupLimits: { web: { cpus } } };
}

describe("a group limit", () => {
  it("counts what running tasks were given, not what they need", () => {
    const running = [runningOn(1, { id: "r", group: "web", upTo: { cpus: 2 } }, { resources: { cpus: 2 } })];
    const round = roundOver([offer()], [web("t1", 0.5)], limitedTo(2), running);
    expect(round.unmatched).toEqual([{ taskId: "t1", reason: "group-limit" }]);
  });

  it("that is exceeded already keeps all of the group back, those too that ask nothing of it", () => {
    const running = [runningOn(1, { id: "r", group: "web", resources: { cpus: 3 } })];
    const round = roundOver([offer()], [web("t1", 0, { resources: { mem: 1 } })], limitedTo(2), running);
    expect(round.unmatched).toEqual([{ taskId: "t1", reason: "group-limit" }]);
    expect(explain(round, "t1").limits).toEqual([
      { of: "group", name: "web", resource: "cpus", asked: 0, used: 3, limit: 2 },
    ]);
  });

  it("leaves a task that can use more only what the group does not hold yet", () => {
    const running = [runningOn(1, { id: "r", group: "web", resources: { cpus: 1.5 } })];
    const round = roundOver([offer()], [web("t1", 0.5, { upTo: { cpus: 4 } })], limitedTo(3), running);
    expect(assignmentOf(round).resources).toEqual({ cpus: 1.5 });
  });
});

describe("what a task is given beyond its needs", () => {
  it("counts once in the limit of its group, as its needs do", () => {
    const tasks = [web("t1", 1, { upTo: { cpus: 2 } }), web("t2", 2), web("t3", 0.001)];
    const round = roundOver([offer({ resources: { cpus: 9 } })], tasks, limitedTo(4));
    expect(placesOf(round)).toEqual({ t1: "a1", t2: "a1" });
    expect(round.unmatched).toEqual([{ taskId: "t3", reason: "group-limit" }]);
  });
});

describe("what a gang held that was taken back", () => {
  const gang = [web("g1", 2, { gang: {} }), web("g2", 2, { gang: {} })];

  it("is free for others in the limit of its group", () => {
    expect(placesOf(roundOver([offer()], [...gang, web("t1", 2)], limitedTo(3)))).toEqual({ t1: "a1" });
  });

  it("is free for others in the capacity of its tier", () => {
    const tasks = queueOf([...gang, web("t1", 2)], { tiers: [{ capacity: { cpus: 3 } }] });
    expect(placesOf(match({ cluster: clusterOf([offer()]), tasks, nowMs: 0 }))).toEqual({ t1: "a1" });
  });
});

describe("the limits that are in the way of a task", () => {
  it("of its tier comes before that of its group, as the reason why it waits", () => {
    const tasks = queueOf([web("t1", 3)], { tiers: [{ capacity: { cpus: 2 } }] });
    const { unmatched } = match({ cluster: clusterOf([offer()]), tasks, policy: limitedTo(1), nowMs: 0 });
    expect(unmatched).toEqual([{ taskId: "t1", reason: "tier-limit" }]);
  });

  it("are told, that of its group first, then that of its tier", () => {
    const tasks = queueOf([web("t1", 3)], { tiers: [{ capacity: { cpus: 2 } }] });
    const round = match({ cluster: clusterOf([offer()]), tasks, policy: limitedTo(1), nowMs: 0 });
    expect(explain(round, "t1").limits).toMatchObject([
      { of: "group", name: "web", limit: 1 },
      { of: "tier", name: "0", bucket: "default", limit: 2 },
    ]);
  });
});
