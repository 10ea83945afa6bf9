import { describe, expect, it } from "vitest";
import { agentsOf, clusterOf } from "../../src/index.ts";
import { Rows } from "../../src/dense/rows.ts";
import { offerOf, runningOn } from "../support/build.ts";

function agents() {
  return agentsOf(
    clusterOf(
      [
        offerOf(1, { id: "o2" }),
        offerOf(1, { id: "o1" }),
        offerOf(1, { id: "o3", role: "ads" }),
        offerOf(2, { id: "o4", role: "ads" }),
      ],
      [runningOn(3, {})],
    ),
  );
}

function offered() {
  return new Rows(agents(), ["*", "ads", "ops"], (_, offers) => offers.length > 0);
}

describe("the rows of a call", () => {
  it("are one per agent and role that is included, those of a role together in tie order", () => {
    const rows = offered();
    expect(rows.count).toBe(3);
    expect([rows.rangeOf("*"), rows.rangeOf("ads")]).toEqual([
      { first: 0, end: 1 },
      { first: 1, end: 3 },
    ]);
    expect([...rows.agentOf]).toEqual([0, 0, 1]);
    expect(rows.agentAt(2).id).toBe("a2");
    expect(rows.agentNumbered(2).id).toBe("a3");
  });

  it("are none for a role without agents, or that nobody asked for", () => {
    const rows = offered();
    expect(rows.rangeOf("ops")).toEqual({ first: 3, end: 3 });
    expect(rows.rangeOf("dba")).toEqual({ first: 0, end: 0 });
  });

  it("know the offers of their agent and role, sorted by id", () => {
    const rows = offered();
    expect([0, 1, 2].map((row) => rows.offersAt(row).map(({ id }) => id))).toEqual([
      ["o1", "o2"],
      ["o3"],
      ["o4"],
    ]);
    expect(rows.offerIdsAt(0)).toEqual(["o1", "o2"]);
    expect(rows.offerIdsAt(0)).toBe(rows.offerIdsAt(0));
  });

  it("of one agent are chained", () => {
    const rows = offered();
    expect([...rows.firstRow]).toEqual([0, 2, -1]);
    expect([...rows.nextRow]).toEqual([1, -1, -1]);
  });

  it("may be of every agent in every role", () => {
    const all = new Rows(agents(), ["*", "ads"], () => true);
    expect([all.count, all.rangeOf("ads")]).toEqual([6, { first: 3, end: 6 }]);
    expect(all.offersAt(2)).toEqual([]);
  });
});
