import { describe, expect, it } from "vitest";
import * as stowage from "../../src/index.ts";
import { refusalText } from "../support/build.ts";

const prepare = () => () => true;
const among = { group: "db" };

describe("every factory of a constraint", () => {
  it.each([
    [stowage.attributeIs("rack", "r1"), { kind: "attributeIs", name: "rack", value: "r1" }],
    [stowage.attributeIn("rack", ["r1", 2]), { kind: "attributeIn", name: "rack", values: ["r1", 2] }],
    [stowage.attributeLike("rack", "r.*"), { kind: "attributeLike", name: "rack", pattern: "r.*" }],
    [stowage.hasAttribute("rack"), { kind: "hasAttribute", name: "rack" }],
    [stowage.uniqueBy("zone"), { kind: "uniqueBy", attribute: "zone" }],
    [stowage.uniqueBy("zone", among), { kind: "uniqueBy", attribute: "zone", among }],
    [stowage.balancedBy("zone"), { kind: "balancedBy", attribute: "zone" }],
    [stowage.balancedBy("zone", { maxSkew: 2 }), { kind: "balancedBy", attribute: "zone", maxSkew: 2 }],
    [
      stowage.balancedBy("zone", { expectedValues: 3 }, among),
      { kind: "balancedBy", attribute: "zone", expectedValues: 3, among },
    ],
    [
      stowage.balancedBy("zone", { kind: "not", attribute: "rack", maxSkew: 2 } as object),
      { kind: "balancedBy", attribute: "zone", maxSkew: 2 },
    ],
    [stowage.maxPer("zone", 2), { kind: "maxPer", attribute: "zone", n: 2 }],
    [stowage.maxPer("zone", 2, among), { kind: "maxPer", attribute: "zone", n: 2, among }],
    [stowage.sameBy("zone"), { kind: "sameBy", attribute: "zone" }],
    [stowage.sameBy("zone", among), { kind: "sameBy", attribute: "zone", among }],
    [stowage.exclusive(), { kind: "exclusive" }],
    [stowage.near(), { kind: "near" }],
    [stowage.near(among), { kind: "near", among }],
    [stowage.near(undefined, "zone"), { kind: "near", attribute: "zone" }],
    [stowage.near(among, "zone"), { kind: "near", among, attribute: "zone" }],
    [stowage.awayFrom(), { kind: "awayFrom" }],
    [stowage.awayFrom(among), { kind: "awayFrom", among }],
    [stowage.awayFrom(undefined, "zone"), { kind: "awayFrom", attribute: "zone" }],
    [stowage.awayFrom(among, "zone"), { kind: "awayFrom", among, attribute: "zone" }],
    [stowage.allOf(), { kind: "allOf", constraints: [] }],
    [stowage.allOf(stowage.exclusive()), { kind: "allOf", constraints: [{ kind: "exclusive" }] }],
    [stowage.anyOf(stowage.exclusive()), { kind: "anyOf", constraints: [{ kind: "exclusive" }] }],
    [stowage.not(stowage.exclusive()), { kind: "not", constraint: { kind: "exclusive" } }],
    [stowage.customConstraint("mine", prepare), { kind: "customConstraint", name: "mine", prepare }],
  ])("gives plain data: %o", (made, expected) => {
    expect(made).toStrictEqual(expected);
  });

  it("refuses options that are none", () => {
    expect(refusalText(() => stowage.balancedBy("zone", null as never))).toBe(
      "options is null, expected an object",
    );
  });

  it("drops nothing that is no selector: it is refused with the task", () => {
    for (const factory of [stowage.near, stowage.awayFrom])
      expect(factory(null as never)).toHaveProperty("among", null);
  });
});
