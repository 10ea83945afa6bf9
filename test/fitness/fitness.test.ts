import { describe, expect, it } from "vitest";
import {
  binPack,
  customFitness,
  locality,
  spread,
  weighted,
  type Attributes,
  type Fitness,
  type RunningTask,
  type Task,
} from "../../src/index.ts";
import { assignmentOf, offer, offerOf, roundOver, runningOn, task } from "../support/build.ts";

// One agent with 4 cpus and 1000 MiB free, on which 1 cpu and 600 MiB are held.
const held = runningOn(1, { id: "r1", resources: { cpus: 1, mem: 600 } });

function fitnessOf(
  fitness: Fitness | undefined,
  fields: Partial<Task> = {},
  running: readonly RunningTask[] = [held],
) {
  const policy = fitness === undefined ? {} : { fitness };
  return assignmentOf(roundOver([offer()], [task(fields)], policy, running)).score.fitness;
}

const asked = { resources: { cpus: 2, mem: 200 } };

describe("binPack", () => {
  it("is (held + asked) / (held + free) of each resource, and their mean", () => {
    expect(fitnessOf(binPack("cpus"), asked)).toBe(3000 / 5000);
    expect(fitnessOf(binPack("mem"), asked)).toBe(800_000 / 1_600_000);
    expect(fitnessOf(binPack("cpus", "mem"), asked)).toBe((3000 / 5000 + 800_000 / 1_600_000) / 2);
  });

  it("adds in the order given, to the last bit", () => {
    const offers = [offer({ resources: { a: 10, b: 10, c: 10 } })];
    const resources = { a: 1, b: 2, c: 3 };
    const of = (...names: readonly string[]) =>
      assignmentOf(roundOver(offers, [task({ resources })], { fitness: binPack(...names) })).score.fitness;
    expect(0.1 + 0.2 + 0.3).not.toBe(0.3 + 0.2 + 0.1);
    expect(of("a", "b", "c")).toBe((0.1 + 0.2 + 0.3) / 3);
    expect(of("c", "b", "a")).toBe((0.3 + 0.2 + 0.1) / 3);
  });

  it("counts a resource that is not asked by what is held, and 0 where there is none of it", () => {
    expect(fitnessOf(binPack("mem"), { resources: { cpus: 1 } })).toBe(600 / 1600);
    expect(fitnessOf(binPack("disk"), asked)).toBe(0);
    expect(fitnessOf(binPack("cpus", "disk"), asked)).toBe(3000 / 5000 / 2);
    expect(fitnessOf(binPack("constructor", "__proto__"), asked)).toBe(0);
  });

  it("counts a resource twice that is named twice", () => {
    expect(fitnessOf(binPack("cpus", "cpus", "mem"), asked)).toBe((0.6 + 0.6 + 0.5) / 3);
  });

  it("of cpus and mem is the default", () => {
    expect(fitnessOf(undefined, asked)).toBe((0.6 + 0.5) / 2);
  });

  it("takes exact thousandths, rounded one by one", () => {
    const offers = [offer({ resources: { cpus: 0.3 } })];
    const tasks = [0.1, 0.1, 0.1].map((cpus, i) => task({ id: `t${i}`, resources: { cpus } }));
    const { assignments } = roundOver(offers, tasks, { fitness: binPack("cpus") });
    expect(assignments.map(({ score }) => score.fitness)).toEqual([100 / 300, 200 / 300, 1]);
    expect(fitnessOf(binPack("cpus"), { resources: { cpus: 1.0005 } }, [])).toBe(1001 / 4000);
    expect(fitnessOf(binPack("cpus"), { resources: { cpus: 1.0004 } }, [])).toBe(1000 / 4000);
  });

  it("fills an agent before it opens another", () => {
    const round = roundOver([offerOf(1), offerOf(2), offerOf(3)], [task({ id: "t0" })], {}, [
      runningOn(2, { id: "r" }),
    ]);
    expect(assignmentOf(round, "t0").agentId).toBe("a2");
  });
});

describe("spread", () => {
  it("is 1 less what binPack counts, of each resource, and their mean", () => {
    expect(fitnessOf(spread("cpus"), asked)).toBe(1 - 3000 / 5000);
    expect(fitnessOf(spread("cpus", "mem"), asked)).toBe((1 - 0.6 + (1 - 0.5)) / 2);
  });

  it("counts 0 where there is none of a resource", () => {
    expect(fitnessOf(spread("disk", "cpus"), asked)).toBe((1 - 0.6) / 2);
  });

  it("opens a new agent before it fills one", () => {
    const tasks = ["t1", "t2", "t3", "t4"].map((id) => task({ id }));
    const round = roundOver([offerOf(1), offerOf(2), offerOf(3)], tasks, { fitness: spread("cpus") });
    expect(round.assignments.map(({ agentId }) => agentId)).toEqual(["a1", "a2", "a3", "a1"]);
  });
});

describe("weighted", () => {
  it("is the sum of weight × score, in order, by the sum of the weights", () => {
    const fitness = weighted([
      [binPack("cpus"), 0.1],
      [spread("mem"), 0.2],
      [customFitness("mine", () => () => 0.7), 0.3],
    ]);
    expect(fitnessOf(fitness, asked)).toBe((0.1 * 0.6 + 0.2 * 0.5 + 0.3 * 0.7) / (0.1 + 0.2 + 0.3));
  });

  it("leaves out what has the weight 0, and may be of others that are weighted", () => {
    const inner = weighted([
      [binPack("cpus"), 1],
      [spread("cpus"), 0],
    ]);
    const fitness = weighted([
      [inner, 3],
      [binPack("mem"), 1],
    ]);
    expect(fitnessOf(fitness, asked)).toBe((3 * 0.6 + 0.5) / 4);
  });
});

describe("locality", () => {
  const levels = locality(["hostname", "rack", "zone"]);
  const places: readonly Attributes[] = [
    { rack: "r1", zone: "z1" },
    { rack: "r2", zone: ["z1", "z2"] },
    { rack: ["r3", "r4"], zone: "z3" },
    {},
  ];

  function nearness(fields: Partial<Task>, running: readonly RunningTask[] = []): readonly number[] {
    return places.map((_, at) => {
      const offers = places.map((attributes, i) =>
        offerOf(i + 1, { attributes, role: i === at ? "*" : "other" }),
      );
      return assignmentOf(roundOver(offers, [task(fields)], { fitness: levels }, running)).score.fitness;
    });
  }

  it("is worth (n − i) / n at the best level i at which the agent has a value that is wanted", () => {
    expect(nearness({ locations: { hostname: "h1", rack: "r1", zone: "z1" } })).toEqual([1, 1 / 3, 0, 0]);
    expect(nearness({ locations: { rack: ["r9", "r4", "r2"] } })).toEqual([0, 2 / 3, 2 / 3, 0]);
    expect(nearness({ locations: { zone: "z2", hostname: ["h4"] } })).toEqual([0, 1 / 3, 0, 1]);
  });

  it("is 0 where nothing is wanted, or all that is wanted is unknown", () => {
    expect(nearness({ locations: {} })).toEqual([0, 0, 0, 0]);
    expect(nearness({ locations: { rack: [] } })).toEqual([0, 0, 0, 0]);
    expect(nearness({ locations: { rack: "r9", constructor: "x" } })).toEqual([0, 0, 0, 0]);
    expect(nearness({})).toEqual([0, 0, 0, 0]);
  });

  it("is 0 at levels that have the names of what every object has, where the task names none", () => {
    const fitness = locality(["__proto__", "constructor", "zone"]);
    const offers = [offerOf(1, { attributes: { zone: "z1" } })];
    const near = roundOver(offers, [task({ locations: { zone: "z1" } })], { fitness });
    expect(assignmentOf(near).score.fitness).toBe(1 / 3);
    const nowhere = roundOver(offers, [task({ locations: {} })], { fitness });
    expect(assignmentOf(nowhere).score.fitness).toBe(0);
  });

  it("wants to be near the co-tasks where the task has no locations", () => {
    const running = [runningOn(2, { id: "r1", group: "web" })];
    expect(nearness({ group: "web" }, running)).toEqual([1 / 3, 1, 0, 0]);
    expect(nearness({ group: "web", locations: {} }, running)).toEqual([0, 0, 0, 0]);
    expect(nearness({ group: "db" }, running)).toEqual([0, 0, 0, 0]);
  });

  it("follows the co-tasks that are placed in the round", () => {
    const offers = places.map((attributes, i) => offerOf(i + 1, { attributes, resources: { cpus: 1 } }));
    const tasks = ["t1", "t2", "t3"].map((id) => task({ id, group: "web", resources: { cpus: 1 } }));
    const [, second, third] = roundOver(offers, tasks, { fitness: levels }).assignments;
    expect([second?.agentId, second?.score.fitness]).toEqual(["a2", 1 / 3]);
    expect([third?.agentId, third?.score.fitness]).toEqual(["a3", 0]);
  });
});
