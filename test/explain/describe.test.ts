import { describe, expect, it } from "vitest";
import * as stowage from "../../src/index.ts";
import { describeConstraint } from "../../src/explain/describe.ts";

const among = { group: "db" };
const ids = { ids: ["t1", "t2"] };

describe("a constraint in words", () => {
  it.each([
    [stowage.attributeIs("rack", "r1"), 'attributeIs(rack, "r1")'],
    [stowage.attributeIs("rack", 1), "attributeIs(rack, 1)"],
    [stowage.attributeIn("rack", ["r1", 2]), 'attributeIn(rack, ["r1",2])'],
    [stowage.attributeLike("rack", "r.*"), 'attributeLike(rack, "r.*")'],
    [stowage.hasAttribute("rack"), "hasAttribute(rack)"],
    [stowage.uniqueBy("zone"), "uniqueBy(zone)"],
    [stowage.uniqueBy("zone", among), "uniqueBy(zone, group db)"],
    [stowage.uniqueBy("zone", ids), "uniqueBy(zone, 2 tasks by id)"],
    [stowage.sameBy("zone", ids), "sameBy(zone, 2 tasks by id)"],
    [stowage.maxPer("zone", 3), "maxPer(zone, 3)"],
    [stowage.maxPer("zone", 3, among), "maxPer(zone, 3, group db)"],
    [stowage.balancedBy("zone"), "balancedBy(zone)"],
    [stowage.balancedBy("zone", { expectedValues: 3 }), "balancedBy(zone, expectedValues: 3)"],
    [
      stowage.balancedBy("zone", { expectedValues: 3, maxSkew: 1 }, among),
      "balancedBy(zone, expectedValues: 3, maxSkew: 1, group db)",
    ],
    [stowage.near(), "near()"],
    [stowage.near(among), "near(group db)"],
    [stowage.near(among, "rack"), "near(rack, group db)"],
    [stowage.near({ ...among, ids: undefined }), "near(group db)"],
    [stowage.near({ ...ids, group: undefined }), "near(2 tasks by id)"],
    [stowage.awayFrom(undefined, "rack"), "awayFrom(rack)"],
    [stowage.exclusive(), "exclusive()"],
    [stowage.allOf(), "allOf()"],
    [stowage.allOf(stowage.exclusive(), stowage.near()), "allOf(exclusive(), near())"],
    [stowage.anyOf(stowage.not(stowage.exclusive())), "anyOf(not(exclusive()))"],
    [stowage.not(stowage.attributeIs("rack", "r1")), 'not(attributeIs(rack, "r1"))'],
    [stowage.customConstraint("my own", () => () => true), "my own"],
  ])("%o", (constraint, words) => {
    expect(describeConstraint(constraint)).toBe(words);
  });
});
