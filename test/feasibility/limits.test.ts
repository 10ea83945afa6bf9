import { describe, expect, it } from "vitest";
import { explain, type Policy, type Task } from "../../src/index.ts";
import { offer, offersOf, placesOf, roundOver, runningOn, task } from "../support/build.ts";

const policy: Policy = { groupLimits: { web: { cpus: 2, mem: 100 }, db: {} } };

function web(id: string, resources: Task["resources"]): Task {
  return task({ id, group: "web", resources });
}

describe("a group limit", () => {
  it("counts the group's newly placed tasks together with this one", () => {
    const round = roundOver(
      [offer()],
      [web("t1", { cpus: 1 }), web("t2", { cpus: 1.5 }), web("t3", { cpus: 1 })],
      policy,
    );
    expect(placesOf(round)).toEqual({ t1: "a1", t3: "a1" });
    expect(round.unmatched).toEqual([{ taskId: "t2", reason: "group-limit" }]);
  });

  it("counts the group's running tasks, wherever they run", () => {
    const running = [
      runningOn(7, { id: "r1", group: "web", resources: { cpus: 1.5 } }),
      runningOn(1, { id: "r2", group: "db", resources: { cpus: 50 } }),
      runningOn(1, { id: "r3", resources: { cpus: 50 } }),
    ];
    expect(
      placesOf(roundOver([offer()], [web("t1", { cpus: 0.501 }), web("t2", { cpus: 0.5 })], policy, running)),
    ).toEqual({
      t2: "a1",
    });
  });

  it("is rounded to thousandths, as what a task asks is", () => {
    const tasks = [web("t1", { cpus: 1.001 }), web("t2", { cpus: 0.001 })];
    const round = roundOver([offer()], tasks, { groupLimits: { web: { cpus: 1.001 } } });
    expect(placesOf(round)).toEqual({ t1: "a1" });
  });

  it("counts every resource it names, and no other", () => {
    const round = roundOver(
      [offer()],
      [web("t1", { cpus: 0.1, mem: 100.001 }), web("t2", { mem: 100, disk: 0 })],
      policy,
    );
    expect(placesOf(round)).toEqual({ t2: "a1" });
    expect(
      placesOf(roundOver([offer({ resources: { disk: 99 } })], [web("t1", { disk: 99 })], policy)),
    ).toEqual({ t1: "a1" });
  });

  it("leaves other groups, groups without a limit and tasks without a group free", () => {
    const tasks = [task({ group: "db" }), task({ id: "t2", group: "toString" }), task({ id: "t3" })];
    const big = tasks.map((each) => ({ ...each, resources: { cpus: 3 } }));
    expect(Object.keys(placesOf(roundOver(offersOf({}, {}, {}), big, policy)))).toEqual(["t1", "t2", "t3"]);
  });

  it("may be 0: then only tasks that ask nothing of it go", () => {
    const none: Policy = { groupLimits: { web: { cpus: 0 } } };
    const round = roundOver([offer()], [web("t1", { cpus: 0.001 }), web("t2", { mem: 1 })], none);
    expect(placesOf(round)).toEqual({ t2: "a1" });
  });

  it("comes after the round's limit and before the want of offers", () => {
    const over = web("t1", { cpus: 3 });
    expect(roundOver([], [over], policy).unmatched).toEqual([{ taskId: "t1", reason: "group-limit" }]);
    expect(roundOver([], [over], { ...policy, maxAssignments: 0 }).unmatched).toEqual([
      { taskId: "t1", reason: "round-limit" },
    ]);
  });

  it("that is reached is explained with what is asked, used and allowed", () => {
    const running = [runningOn(7, { id: "r1", group: "web", resources: { cpus: 1.5 } })];
    const round = roundOver(
      [offer()],
      [web("t1", { cpus: 0.25, mem: 1 }), web("t2", { cpus: 1, mem: 99.5 })],
      policy,
      running,
    );
    expect(explain(round, "t2").limits).toEqual([
      { of: "group", name: "web", resource: "cpus", asked: 1, used: 1.75, limit: 2 },
      { of: "group", name: "web", resource: "mem", asked: 99.5, used: 1, limit: 100 },
    ]);
    expect(explain(round, "t1").limits).toEqual([]);
  });
});
