import { describe, expect, it } from "vitest";
import {
  awayFrom,
  balancedBy,
  maxPer,
  near,
  sameBy,
  uniqueBy,
  type Among,
  type Constraint,
  type RunningTask,
  type Task,
} from "../../src/index.ts";
import { offerOf, placesOf, roundOver, runningOn, task } from "../support/build.ts";

// Agents 1 and 2 in zone a, 3 in b, 4 in both, 5 in c, 6 in none.
const zones = ["a", ["a"], "b", ["a", "b"], "c", []] as const;
const offers = zones.map((zone, i) => offerOf(i + 1, { attributes: { zone } }));

/** Co-tasks running on the agents of the numbers. */
function coTasks(agents: readonly number[], group: string = "web"): readonly RunningTask[] {
  return agents.map((agent, i) => runningOn(agent, { id: `r${i}`, group, role: "ops" }));
}

/** The agents, by their numbers, that the constraint lets a task of the group `web` go to. */
function allowed(
  constraint: Constraint,
  running: readonly RunningTask[],
  fields: Partial<Task> = { group: "web" },
): readonly number[] {
  return offers.flatMap((each, i) => {
    const others = offers.filter((other) => other !== each).map((other) => ({ ...other, role: "other" }));
    const { assignments } = roundOver(
      [...others, each],
      [task({ ...fields, constraints: [constraint] })],
      {},
      running,
    );
    return assignments.length === 1 ? [i + 1] : [];
  });
}

describe("uniqueBy", () => {
  it("holds where there is a value and no co-task is on an agent with any of the values", () => {
    expect(allowed(uniqueBy("zone"), coTasks([3]))).toEqual([1, 2, 5]);
    expect(allowed(uniqueBy("zone"), coTasks([4]))).toEqual([5]);
    expect(allowed(uniqueBy("zone"), coTasks([6]))).toEqual([1, 2, 3, 4, 5]);
    expect(allowed(uniqueBy("hostname"), coTasks([1, 6]))).toEqual([2, 3, 4, 5]);
  });

  it("looks at the tasks that `among` names", () => {
    const running = [...coTasks([1], "db"), runningOn(5, { id: "x", group: "web" })];
    expect(allowed(uniqueBy("zone", { group: "db" }), running)).toEqual([3, 5]);
    expect(allowed(uniqueBy("zone", { ids: ["x", "r0", "nobody"] }), running)).toEqual([3]);
    expect(allowed(uniqueBy("zone", { ids: [] }), running)).toEqual([1, 2, 3, 4, 5]);
    expect(allowed(uniqueBy("zone"), running)).toEqual([1, 2, 3, 4]);
  });

  it("finds no co-tasks for a task without a group", () => {
    expect(allowed(uniqueBy("zone"), coTasks([1, 3]), {})).toEqual([1, 2, 3, 4, 5]);
  });

  it("counts the tasks placed before in the round", () => {
    const tasks = ["t1", "t2", "t3", "t4"].map((id) =>
      task({ id, group: "web", constraints: [uniqueBy("zone")] }),
    );
    expect(placesOf(roundOver(offers, tasks))).toEqual({ t1: "a1", t2: "a3", t3: "a5" });
  });

  it("counts tasks named by id that are placed in the round", () => {
    const constraints = [uniqueBy("zone", { ids: ["t1", "t2"] })];
    const tasks = ["t1", "t2", "t3", "t4"].map((id) => task({ id, constraints }));
    expect(placesOf(roundOver(offers, tasks))).toEqual({ t1: "a1", t2: "a3", t3: "a5", t4: "a5" });
  });
});

describe("maxPer", () => {
  it("holds where there is a value and every value has fewer than n co-tasks", () => {
    const running = coTasks([1, 2, 3]);
    expect(allowed(maxPer("zone", 2), running)).toEqual([3, 5]);
    expect(allowed(maxPer("zone", 3), running)).toEqual([1, 2, 3, 4, 5]);
    expect(allowed(maxPer("zone", 1), running)).toEqual([5]);
    expect(allowed(maxPer("zone", 0), running)).toEqual([]);
    expect(allowed(maxPer("zone", 1, { group: "db" }), running)).toEqual([1, 2, 3, 4, 5]);
  });

  it("counts a co-task on an agent of several values for each", () => {
    expect(allowed(maxPer("zone", 2), coTasks([4, 4]))).toEqual([5]);
  });
});

describe("balancedBy", () => {
  it("holds for unused values, where all counts are equal, and below the greatest count", () => {
    expect(allowed(balancedBy("zone"), [])).toEqual([1, 2, 3, 4, 5]);
    expect(allowed(balancedBy("zone"), coTasks([1]))).toEqual([1, 2, 3, 4, 5]);
    expect(allowed(balancedBy("zone"), coTasks([1, 2, 3]))).toEqual([3, 5]);
    expect(allowed(balancedBy("zone"), coTasks([1, 3, 5]))).toEqual([1, 2, 3, 4, 5]);
    expect(allowed(balancedBy("zone"), coTasks([1, 2, 3, 3, 5]))).toEqual([5]);
  });

  it("takes the least count as 0 while fewer values are in use than expected", () => {
    expect(allowed(balancedBy("zone", { expectedValues: 2 }), coTasks([1]))).toEqual([3, 5]);
    expect(allowed(balancedBy("zone", { expectedValues: 1 }), coTasks([1]))).toEqual([1, 2, 3, 4, 5]);
    expect(allowed(balancedBy("zone", { expectedValues: 3 }), coTasks([1, 3]))).toEqual([5]);
    expect(allowed(balancedBy("zone", { expectedValues: 2 }), coTasks([1, 3]))).toEqual([1, 2, 3, 4, 5]);
  });

  it("with maxSkew holds where the count after placing exceeds the least by at most that", () => {
    expect(allowed(balancedBy("zone", { maxSkew: 1 }), [])).toEqual([1, 2, 3, 4, 5]);
    expect(allowed(balancedBy("zone", { maxSkew: 1 }), coTasks([1, 1, 3]))).toEqual([3, 5]);
    expect(allowed(balancedBy("zone", { maxSkew: 2 }), coTasks([1, 1, 3]))).toEqual([1, 2, 3, 4, 5]);
    expect(allowed(balancedBy("zone", { maxSkew: 1, expectedValues: 3 }), coTasks([1, 3]))).toEqual([5]);
    expect(allowed(balancedBy("zone", { maxSkew: 2, expectedValues: 3 }), coTasks([1, 1, 3]))).toEqual([
      3, 5,
    ]);
    expect(allowed(balancedBy("zone", { maxSkew: 1 }, { ids: ["r0"] }), coTasks([1, 3]))).toEqual([
      1, 2, 3, 4, 5,
    ]);
  });

  it("finds the least count whatever the order of the values", () => {
    expect(allowed(balancedBy("zone", { maxSkew: 1 }), coTasks([1, 3, 3, 5, 5, 5]))).toEqual([1, 2]);
    expect(allowed(balancedBy("zone", { maxSkew: 1 }), coTasks([1, 1, 1, 3, 3, 5]))).toEqual([5]);
  });
});

describe("near", () => {
  it("wants a co-task on the same agent, or one with the same value of the attribute", () => {
    expect(allowed(near(), coTasks([1]))).toEqual([1]);
    expect(allowed(near(undefined, "zone"), coTasks([1]))).toEqual([1, 2, 4]);
    expect(allowed(near(undefined, "zone"), coTasks([4]))).toEqual([1, 2, 3, 4]);
    expect(allowed(near(undefined, "zone"), coTasks([1, 3]))).toEqual([1, 2, 3, 4]);
    expect(allowed(near({ ids: ["r0"] }, "zone"), coTasks([3, 1]))).toEqual([3, 4]);
  });

  it("lets the first of the task's own group go anywhere", () => {
    expect(allowed(near(), [])).toEqual([1, 2, 3, 4, 5, 6]);
    expect(allowed(near({ group: "web" }, "zone"), [])).toEqual([1, 2, 3, 4, 5, 6]);
    expect(allowed(near(undefined, "zone"), coTasks([6]))).toEqual([1, 2, 3, 4, 5, 6]);
    expect(allowed(near(), [], {})).toEqual([1, 2, 3, 4, 5, 6]);
  });

  it("has nobody to be near to in another group that is nowhere, nor by ids that are nowhere", () => {
    expect(allowed(near({ group: "db" }), [])).toEqual([]);
    expect(allowed(near({ ids: ["t1", "t2"] }), [])).toEqual([]);
    expect(allowed(near({ group: "db" }), [], {})).toEqual([]);
  });
});

describe("sameBy", () => {
  it("holds where one value has all co-tasks that have one", () => {
    expect(allowed(sameBy("zone"), coTasks([1, 2]))).toEqual([1, 2, 4]);
    expect(allowed(sameBy("zone"), coTasks([1, 4]))).toEqual([1, 2, 4]);
    expect(allowed(sameBy("zone"), coTasks([1, 3]))).toEqual([]);
    expect(allowed(sameBy("zone"), coTasks([3, 6]))).toEqual([3, 4]);
    expect(allowed(sameBy("zone", { group: "db" }), coTasks([3], "db"))).toEqual([3, 4]);
  });

  it("lets the first of the task's own group go anywhere, and nobody else", () => {
    expect(allowed(sameBy("zone"), [])).toEqual([1, 2, 3, 4, 5, 6]);
    expect(allowed(sameBy("zone"), coTasks([6]))).toEqual([1, 2, 3, 4, 5, 6]);
    expect(allowed(sameBy("zone", { group: "web" }), [])).toEqual([1, 2, 3, 4, 5, 6]);
    expect(allowed(sameBy("zone", { group: "db" }), [])).toEqual([]);
    expect(allowed(sameBy("zone", { ids: ["r0"] }), [])).toEqual([]);
  });
});

describe("awayFrom", () => {
  it("holds where no co-task is on the agent, or on one with any of the values; without a value too", () => {
    expect(allowed(awayFrom(), coTasks([1, 6]))).toEqual([2, 3, 4, 5]);
    expect(allowed(awayFrom(undefined, "zone"), coTasks([3, 6]))).toEqual([1, 2, 5, 6]);
    expect(allowed(awayFrom({ group: "db" }, "zone"), coTasks([3]))).toEqual([1, 2, 3, 4, 5, 6]);
    expect(allowed(awayFrom({ ids: ["r1"] }), coTasks([3, 5]))).toEqual([1, 2, 3, 4, 6]);
  });
});

describe("near and awayFrom without an attribute", () => {
  it("are of the agent, not of its hostname, which another agent may have too", () => {
    const twins = [offerOf(1), offerOf(2, { hostname: "h1" })];
    const running = coTasks([2]);
    const placed = (constraint: Constraint) =>
      placesOf(roundOver(twins, [task({ group: "web", constraints: [constraint] })], {}, running));
    expect([placed(near()), placed(awayFrom())]).toEqual([{ t1: "a2" }, { t1: "a1" }]);
  });
});

describe("co-tasks", () => {
  it("are counted on agents that hold no offer any more", () => {
    const { assignments } = roundOver(
      [offerOf(1), offerOf(2)],
      [task({ group: "web", constraints: [uniqueBy("agentId"), awayFrom({ group: "db" }, "hostname")] })],
      {},
      [runningOn(1, { id: "r1", group: "web" }), runningOn(7, { id: "r2", group: "db" }, { hostname: "h2" })],
    );
    expect(assignments).toEqual([]);
  });

  it("are followed for every list of ids that names them", () => {
    const tasks = [
      task({ id: "t0", constraints: [awayFrom({ ids: ["x", "t1", "t2"] })] }),
      task({ id: "t1", constraints: [awayFrom({ ids: ["t0"] })] }),
      task({ id: "t2", constraints: [awayFrom({ ids: ["t1", "t1"] }), awayFrom({ ids: ["t0", "t1"] })] }),
      task({ id: "t3", constraints: [near({ ids: ["t2"] }), awayFrom({ ids: ["x", "t1", "t0"] })] }),
      task({ id: "t4", constraints: [awayFrom({ ids: ["x", "t1", "t2"] })] }),
    ];
    expect(placesOf(roundOver(offers, tasks))).toEqual({ t0: "a1", t1: "a2", t2: "a3", t3: "a3", t4: "a1" });
  });

  it("are followed by several constraints on several attributes at once", () => {
    const constraints = [uniqueBy("hostname"), maxPer("zone", 2), balancedBy("zone", { maxSkew: 2 })];
    const tasks = Array.from({ length: 6 }, (_, i) => task({ id: `t${i + 1}`, group: "web", constraints }));
    // h1 and h2 take zone a; h3 takes b; h4 would be a's third; h5 takes c; h6 has no zone.
    expect(placesOf(roundOver(offers, tasks))).toEqual({ t1: "a1", t2: "a2", t3: "a3", t4: "a5" });
  });
});

/** Co-tasks by these ids, and by a group that is not there. */
function ids(...list: readonly string[]): Among {
  return { ids: list, group: undefined };
}

describe("`among` with a field that is there, and undefined", () => {
  const group = { group: "db", ids: undefined };

  it("is of the group that it names", () => {
    expect(allowed(awayFrom(group, "zone"), coTasks([3], "db"))).toEqual([1, 2, 5, 6]);
    expect(allowed(near(group), coTasks([3], "db"))).toEqual([3]);
  });

  it("is of the ids that it names, which are no group of a task without one", () => {
    expect(allowed(near(ids("r0")), coTasks([3]), {})).toEqual([3]);
    expect(allowed(near(ids("nobody")), coTasks([3]), {})).toEqual([]);
  });

  it("tells tasks apart by the ids that it names", () => {
    const tasks = [
      task({ id: "t1", constraints: [awayFrom(ids("r0", "r1"))] }),
      task({ id: "t2", constraints: [awayFrom(ids("r0", "r1"))] }),
      task({ id: "t3", constraints: [awayFrom(ids("r0"))] }),
      task({ id: "t4", constraints: [awayFrom(ids("r1"))] }),
    ];
    const placed = placesOf(roundOver([offerOf(1), offerOf(2)], tasks, {}, coTasks([1, 2])));
    expect(placed).toEqual({ t3: "a2", t4: "a1" });
  });
});
