import { describe, expect, it } from "vitest";
import {
  attributeIn,
  attributeIs,
  binPack,
  clusterOf,
  exclusive,
  locality,
  match,
  prefer,
  weighted,
} from "../../src/index.ts";
import { expectDecisions } from "../laws/decisions.ts";
import { naiveMatch } from "../oracle/match.ts";
import { offerOf, task } from "../support/build.ts";

const zones = (i: number) => ({ attributes: { zone: i < 3 ? "few" : "many" } });

describe("agents that are few, tried one by one", () => {
  it("are passed over where they have no room, or take no tasks", () => {
    const offers = Array.from({ length: 100 }, (_, i) =>
      offerOf(i, { resources: { cpus: i === 0 ? 1 : 4, mem: 4096 }, ...zones(i) }),
    );
    const pending = task({ id: "t", resources: { cpus: 2 }, constraints: [attributeIs("zone", "few")] });
    const small = task({ id: "s", resources: { cpus: 0.5 } });
    const { assignments } = match({ cluster: clusterOf(offers), tasks: [pending, small], nowMs: 0 });
    expect(assignments[0]?.agentId).toBe("a1");
    const spent = match({ cluster: clusterOf(offers), tasks: [pending], nowMs: 0 });
    expect(spent.assignments[0]?.agentId).toBe("a1");
  });

  it("are passed over where they offer nothing, or cannot win", () => {
    const offers = Array.from({ length: 100 }, (_, i) =>
      offerOf(i, { resources: { cpus: i === 1 ? 2 : 64, mem: i === 1 ? 256 : 65_536 }, ...zones(i) }),
    );
    const [first, ...others] = offers;
    const ads = { ...first, role: "ads" } as (typeof offers)[number];
    const near = task({ id: "t", resources: { cpus: 1, mem: 128 }, locations: { zone: ["few"] } });
    const fitness = weighted([
      [binPack("cpus", "mem"), 2],
      [locality(["zone"]), 1],
    ]);
    const round = match({
      cluster: clusterOf([ads, ...others]),
      tasks: [near],
      policy: { fitness },
      nowMs: 0,
    });
    expect(round.assignments[0]?.agentId).toBe("a1");
  });

  it("win though another attribute has more values than are told apart", () => {
    const offers = Array.from({ length: 300 }, (_, i) =>
      offerOf(i, { attributes: { kind: i % 3 === 0 ? "a" : "b", serial: `s${i}` } }),
    );
    const preferences = [prefer(attributeIs("kind", "b")), prefer(attributeIs("serial", "s42"), 3)];
    const input = { cluster: clusterOf(offers), tasks: [task({ id: "t", preferences })], nowMs: 0 };
    const round = match(input);
    expectDecisions(round, naiveMatch(input).round);
    expect(round.assignments[0]?.agentId).toBe("a42");
  });

  it("are bounded by what they can have of all preferences", () => {
    const offers = Array.from({ length: 200 }, (_, i) =>
      offerOf(i, { attributes: { a: i % 50 === 7 ? "x" : "-", b: i % 100 === 7 || i === 20 ? "y" : "-" } }),
    );
    const preferences = [prefer(attributeIs("a", "x"), 2), prefer(attributeIs("b", "y"))];
    const input = { cluster: clusterOf(offers), tasks: [task({ id: "t", preferences })], nowMs: 0 };
    const round = match(input);
    expectDecisions(round, naiveMatch(input).round);
    expect(round.assignments[0]?.agentId).toBe("a107");
    // Of those with the first value the two that have the second too; of those with the second again.
    expect(round.stats.scoresComputed).toBeLessThanOrEqual(5);
  });

  it("lose against an agent before them in tie order that scores as much", () => {
    const offers = Array.from({ length: 100 }, (_, i) =>
      offerOf(100 + i, { attributes: { zone: i % 2 === 0 ? "z0" : "z1", x: i === 61 ? "y" : "n" } }),
    );
    const pending = task({
      id: "t",
      locations: { zone: "z0" },
      preferences: [prefer(attributeIs("x", "y"))],
    });
    const weights = { fitness: 1, preferences: 1, devices: 0 };
    for (const fitness of [locality(["zone"]), weighted([[locality(["zone"]), 1]])]) {
      const input = {
        cluster: clusterOf(offers),
        tasks: [pending],
        policy: { fitness, weights },
        nowMs: 0,
      };
      const round = match(input);
      expectDecisions(round, naiveMatch(input).round);
      expect(round.assignments[0]?.agentId).toBe("a100");
    }
  });

  it("are not called few where there are hundreds, however many others there are", () => {
    const offers = Array.from({ length: 5400 }, (_, i) => offerOf(i, { attributes: { zone: `z${i % 18}` } }));
    const constraints = [attributeIs("zone", "z7")];
    const tasks = Array.from({ length: 20 }, (_, i) => task({ id: `t${i}`, constraints }));
    const input = { cluster: clusterOf(offers), tasks, nowMs: 0 };
    const round = match(input);
    expectDecisions(round, naiveMatch(input).round);
    // Each of the 300 would be tried for each task.
    expect(round.stats.agentsVisited).toBeLessThanOrEqual(20 * 40);
  });

  it("may have one of several values", () => {
    const offers = Array.from({ length: 100 }, (_, i) => offerOf(i, { attributes: { rack: `r${i}` } }));
    const constraints = [attributeIn("rack", ["r70", "r8", "r55"])];
    const tasks = Array.from({ length: 4 }, (_, i) =>
      task({ id: `t${i}`, constraints: [...constraints, exclusive()] }),
    );
    const input = { cluster: clusterOf(offers), tasks, nowMs: 0 };
    const round = match(input);
    expectDecisions(round, naiveMatch(input).round);
    expect(round.assignments.map(({ agentId }) => agentId)).toEqual(["a55", "a70", "a8"]);
    expect(round.stats.agentsVisited).toBeLessThanOrEqual(12);
  });
});
