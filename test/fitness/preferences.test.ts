import { describe, expect, it } from "vitest";
import {
  allOf,
  attributeIs,
  balancedBy,
  binPack,
  customFitness,
  locality,
  not,
  prefer,
  preferHigh,
  spread,
  weighted,
  type Preference,
  type RunningTask,
} from "../../src/index.ts";
import {
  assignmentOf,
  offerOf,
  offersFrom100,
  placesOf,
  roundOver,
  runningOn,
  task,
} from "../support/build.ts";

const zones = ["a", "b", ["a", "b"], "c", []] as const;
const offers = zones.map((zone, i) => offerOf(i + 1, { attributes: { zone } }));

/** The preferences part of the score on each agent. */
function grades(preferences: readonly Preference[], running: readonly RunningTask[] = []): readonly number[] {
  return offers.map((each) => {
    const others = offers.filter((other) => other !== each).map((other) => ({ ...other, role: "other" }));
    const pending = task({ group: "web", preferences });
    return assignmentOf(roundOver([...others, each], [pending], {}, running)).score.preferences;
  });
}

function web(...agents: readonly number[]): readonly RunningTask[] {
  return agents.map((agent, i) => runningOn(agent, { id: `r${i}`, group: "web" }));
}

function constant(score: number) {
  return customFitness("constant", () => () => score);
}

const inA = attributeIs("zone", "a");

describe("prefer", () => {
  it("counts 1 where the constraint holds, else 0", () => {
    expect(grades([prefer(inA)])).toEqual([1, 0, 1, 0, 0]);
    expect(grades([prefer(not(inA))])).toEqual([0, 1, 0, 1, 1]);
  });

  it("grades balancedBy: (S − count) / S, the least over the values, 1 for an unused one, 0 without", () => {
    const balanced = [prefer(balancedBy("zone"))];
    expect(grades(balanced)).toEqual([1, 1, 1, 1, 0]);
    expect(grades(balanced, web(1))).toEqual([0, 1, 0, 1, 0]);
    expect(grades(balanced, web(1, 1, 2, 5))).toEqual([1 / 3, 2 / 3, 1 / 3, 1, 0]);
    expect(grades(balanced, web(1, 3))).toEqual([1 / 3, 2 / 3, 1 / 3, 1, 0]);
    expect(grades([prefer(balancedBy("zone", { maxSkew: 1 }, { ids: ["r0"] }))], web(2, 1))).toEqual([
      1, 0, 0, 1, 0,
    ]);
  });

  it("takes balancedBy within another constraint as a condition", () => {
    expect(grades([prefer(allOf(balancedBy("zone", { expectedValues: 3 })))], web(1))).toEqual([
      0, 1, 0, 1, 0,
    ]);
  });
});

describe("preferHigh", () => {
  it("counts the fitness", () => {
    expect(grades([preferHigh(binPack("cpus"))])).toEqual([0.25, 0.25, 0.25, 0.25, 0.25]);
  });

  it("of a mean by great weights takes a task to the fullest of many agents", () => {
    const many = offersFrom100(40, (i) => ({ resources: { cpus: i === 39 ? 2 : 4, mem: 1000 } }));
    const packing = weighted([
      [binPack("cpus"), 30],
      [spread("mem"), 10],
    ]);
    const tasks = ["t1", "t2", "t3"].map((id) =>
      task({
        id,
        resources: { cpus: 0.5 },
        preferences: [preferHigh(packing), prefer(attributeIs("zone", "a"), 0.1)],
      }),
    );
    const policy = { fitness: spread("cpus"), weights: { fitness: 1, preferences: 100, devices: 0 } };
    const running = [runningOn(139, { id: "r1", resources: { cpus: 2 } })];
    expect(placesOf(roundOver(many, tasks, policy, running))).toEqual({ t1: "a139", t2: "a139", t3: "a139" });
  });

  it("counts what the task needs, not what it can use", () => {
    const able = task({ upTo: { cpus: 4 }, preferences: [preferHigh(binPack("cpus"))] });
    expect(assignmentOf(roundOver([offerOf(1)], [able])).score.preferences).toBe(0.25);
  });

  it("counts how near the agent is", () => {
    expect(grades([preferHigh(locality(["hostname", "zone"]))], web(1))).toEqual([1, 0, 0.5, 0, 0]);
  });
});

describe("several preferences", () => {
  it("count by their weights, added in the order given, to the last bit", () => {
    const preferences = [prefer(inA, 0.1), preferHigh(constant(0.5), 0.2), preferHigh(constant(0.7), 0.3)];
    expect(grades(preferences)[0]).toBe((0.1 + 0.2 * 0.5 + 0.3 * 0.7) / (0.1 + 0.2 + 0.3));
    expect(grades(preferences)[1]).toBe((0 + 0.2 * 0.5 + 0.3 * 0.7) / (0.1 + 0.2 + 0.3));
    expect(grades([prefer(inA, 3), prefer(not(inA), 1)])).toEqual([0.75, 0.25, 0.75, 0.25, 0.25]);
  });

  it("count nothing where their list is empty", () => {
    const { score } = assignmentOf(roundOver([offerOf(1)], [task({ preferences: [] })]));
    expect(score).toEqual(assignmentOf(roundOver([offerOf(1)], [task()])).score);
  });

  it("of one task add nothing to those of the next", () => {
    const inB = attributeIs("zone", "b");
    const tasks = [inA, inB, inA].map((zone, i) => task({ id: `t${i}`, preferences: [prefer(zone)] }));
    const { assignments } = roundOver(offers, tasks);
    expect(assignments.map(({ agentId, score }) => [agentId, score.preferences])).toEqual([
      ["a1", 1],
      ["a2", 1],
      ["a1", 1],
    ]);
  });

  it("are no refusal: a task goes where they fail if it must", () => {
    expect(placesOf(roundOver([offerOf(2)], [task({ preferences: [prefer(inA)] })]))).toEqual({ t1: "a2" });
  });
});
