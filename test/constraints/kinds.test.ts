import { describe, expect, it } from "vitest";
import { kindOf } from "../../src/constraints/kinds.ts";
import { always, type RowCheck } from "../../src/dense/checks.ts";
import { attributeIs, balancedBy, maxPer, sameBy, uniqueBy, type Constraint } from "../../src/index.ts";
import { task } from "../support/build.ts";

const everywhere: RowCheck = { passes: () => true, epoch: always };

/** Of a task of the group with these constraints, and with checks that come from none. */
function kind(
  group: string | undefined,
  constraints: readonly Constraint[],
  ...kinds: readonly string[]
): string | undefined {
  const checks = [everywhere, ...kinds.map((each) => ({ ...everywhere, kind: each }))];
  return kindOf(task({ ...(group !== undefined && { group }), constraints }), checks);
}

function constraints(): readonly Constraint[] {
  return [uniqueBy("rack"), balancedBy("zone", { maxSkew: 1 }), attributeIs("class", "x")];
}

describe("the kind of a task", () => {
  it("is that of tasks with the same group, constraints and checks", () => {
    expect(kind("web", constraints(), "until 1")).toBe(kind("web", constraints(), "until 1"));
  });

  it("is another for any that may say something else", () => {
    const kinds = [
      kind(undefined, [uniqueBy("rack")]),
      kind("-", [uniqueBy("rack")]),
      kind("web", [uniqueBy("rack")]),
      kind("web", [sameBy("rack")]),
      kind("web", [uniqueBy("rack", { group: "db" })]),
      kind("web", [uniqueBy("rack", { ids: ["rack"] })]),
      kind("web", [uniqueBy("rack uniqueBy 1:a")]),
      kind("web", [uniqueBy("rack"), uniqueBy("a")]),
      kind("web", [uniqueBy("a"), uniqueBy("rack")]),
      kind("web", [maxPer("rack", 1)]),
      kind("web", [maxPer("rack", 2)]),
      kind("web", [balancedBy("rack")]),
      kind("web", [balancedBy("rack", { maxSkew: 1 })]),
      kind("web", [balancedBy("rack", { expectedValues: 1 })]),
      kind("web", [attributeIs("rack", "1")]),
      kind("web", [attributeIs("rack", 1)]),
      kind("web", [], "until 1"),
      kind("web", [], "until 1", "scarce 0"),
      kind("web", [uniqueBy("rack")], "until 1"),
    ];
    expect(new Set(kinds).size).toBe(kinds.length);
  });

  it("is none without constraints, and without checks that come from none", () => {
    expect(kind("web", [])).toBeUndefined();
    expect(kindOf(task(), [])).toBeUndefined();
  });
});
