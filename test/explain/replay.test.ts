import { describe, expect, it } from "vitest";
import { allOf, clusterOf, customConstraint, explain, hasAttribute, match, not } from "../../src/index.ts";
import { offer, offersOf, roundOver, task } from "../support/build.ts";

describe("the limits that an explanation tells", () => {
  it("count what tasks of the round were given, not what they need", () => {
    const tasks = [task({ group: "web", upTo: { cpus: 2 } }), task({ id: "t2", group: "web" })];
    const round = roundOver([offer()], tasks, { groupLimits: { web: { cpus: 2 } } });
    expect(explain(round, "t2").limits).toMatchObject([{ asked: 1, used: 2, limit: 2 }]);
  });
});

describe("a custom constraint", () => {
  it("within another is put only to agents that pass all checks before it", () => {
    const seen: string[] = [];
    const big = customConstraint("big", () => ({ agentId }) => {
      seen.push(agentId);
      return true;
    });
    const cluster = clusterOf(offersOf({}, { resources: { cpus: 0.5 } }));
    const round = match({ cluster, tasks: [task({ constraints: [not(big)] })], nowMs: 0 });
    const { agents } = explain(round, "t1");
    expect(new Set(seen)).toEqual(new Set(["a1"]));
    expect(agents.map(({ failures }) => failures.map(({ kind }) => kind))).toEqual([
      ["constraint"],
      ["resource"],
    ]);
  });

  it("beside others in one is put only to agents that pass all checks before it", () => {
    const seen: string[] = [];
    const noted = customConstraint("noted", () => ({ agentId }) => {
      seen.push(agentId);
      return false;
    });
    const offers = offersOf({}, { resources: { cpus: 0.5 } });
    const both = allOf(not(hasAttribute("rack")), noted);
    const explanation = explain(roundOver(offers, [task({ constraints: [both] })]), "t1");
    expect(new Set(seen)).toEqual(new Set(["a1"]));
    expect(explanation.agents[1]?.failures.map(({ kind }) => kind)).toEqual(["resource"]);
  });
});
