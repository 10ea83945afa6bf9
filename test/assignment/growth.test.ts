import { describe, expect, it } from "vitest";
import {
  attributeIs,
  binPack,
  clusterOf,
  match,
  type Offer,
  type Policy,
  type Task,
} from "../../src/index.ts";
import { expectDecisions } from "../laws/decisions.ts";
import { naiveMatch } from "../oracle/match.ts";
import { assignmentOf, offer, offerOf, placesOf, runningOn, task } from "../support/build.ts";

/** The round, which is that of the oracle. */
function roundOf(offers: readonly Offer[], tasks: readonly Task[], policy: Policy = {}) {
  const input = { cluster: clusterOf(offers, [runningOn(1, { id: "r1" })]), tasks, policy, nowMs: 0 };
  const round = match(input);
  expectDecisions(round, naiveMatch(input).round);
  return round;
}

describe("what a task is given beyond its needs", () => {
  it("is taken from the offers of its role alone", () => {
    const offers = [offer(), offer({ id: "o2", role: "ads" })];
    const tasks = [
      task({ id: "t1" }),
      task({ id: "t2", role: "ads", upTo: { cpus: 4 } }),
      task({ id: "t3", resources: { cpus: 3 } }),
    ];
    const round = roundOf(offers, tasks);
    expect(placesOf(round)).toEqual({ t1: "a1", t2: "a1", t3: "a1" });
    expect(assignmentOf(round, "t2").resources).toEqual({ cpus: 4 });
  });

  it("is what the offers of its role have left, not those of another", () => {
    const offers = [
      offer({ resources: { cpus: 1 } }),
      offer({ id: "o2", role: "ads", resources: { cpus: 4 } }),
    ];
    const round = roundOf(offers, [task({ role: "ads", upTo: { cpus: 9 } })]);
    expect(assignmentOf(round).resources).toEqual({ cpus: 4 });
  });

  it("is of one resource though there is no more of another", () => {
    const needing = task({ resources: { cpus: 4, mem: 1 }, upTo: { cpus: 8, mem: 100 } });
    expect(assignmentOf(roundOf([offer()], [needing])).resources).toEqual({ cpus: 4, mem: 100 });
  });

  it("is in use where the next task goes", () => {
    const offers = [1, 2].map((i) => offerOf(i, { resources: { cpus: 8 }, attributes: { n: i } }));
    const tasks = [
      task({ id: "t1", resources: { cpus: 0.5 }, upTo: { cpus: 4 }, constraints: [attributeIs("n", 2)] }),
      task({ id: "t2" }),
    ];
    expect(placesOf(roundOf(offers, tasks, { fitness: binPack("cpus") }))).toEqual({ t1: "a2", t2: "a2" });
  });

  it("is of a resource by whatever name", () => {
    const resources = JSON.parse('{"cpus":1,"__proto__":1}') as Task["resources"];
    const upTo = JSON.parse('{"__proto__":3}') as Task["resources"];
    for (const needs of [{ cpus: 1 }, resources]) {
      const round = roundOf([offer({ resources })], [task({ resources: needs, upTo })]);
      expect(Object.entries(assignmentOf(round).resources ?? {})).toEqual([
        ["cpus", 1],
        ["__proto__", 1],
      ]);
    }
  });

  it("is counted in exact thousandths", () => {
    const round = roundOf([offer()], [task({ resources: { cpus: 0.1 + 0.2, mem: 0.0004 }, upTo: {} })]);
    expect(assignmentOf(round).resources).toEqual({ cpus: 0.3, mem: 0 });
  });
});
