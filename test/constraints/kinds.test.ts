import { describe, expect, it } from "vitest";
import { kindOf, preferringKindOf } from "../../src/constraints/kinds.ts";
import { always, type RowCheck } from "../../src/dense/checks.ts";
import { Disks } from "../../src/dense/disks.ts";
import { diskFit } from "../../src/dense/fit-disks.ts";
import { Kinds, type Kind } from "../../src/dense/kinds.ts";
import { portFit } from "../../src/dense/fit-ports.ts";
import type { Request } from "../../src/dense/request.ts";
import {
  allOf,
  anyOf,
  attributeIn,
  attributeIs,
  attributeLike,
  awayFrom,
  balancedBy,
  binPack,
  exclusive,
  hasAttribute,
  maxPer,
  near,
  not,
  prefer,
  preferHigh,
  sameBy,
  uniqueBy,
  type Constraint,
  type Preference,
  type Task,
} from "../../src/index.ts";
import { task } from "../support/build.ts";

const everywhere: RowCheck = { passes: () => true, epoch: always };

/** Of a task of the group with these constraints, and with checks that come from none. */
function kind(
  group: string | undefined,
  constraints: readonly Constraint[],
  ...kinds: readonly string[]
): Kind | undefined {
  const checks = [everywhere, ...kinds.map((each) => ({ ...everywhere, kind: each }))];
  return kindOf(requestFor({ ...(group !== undefined && { group }), constraints }), checks);
}

/** What a task of these fields asks. */
function requestFor(fields: Partial<Task>): Pick<Request, "task" | "ports" | "disks"> {
  const asking = task(fields);
  const disks = diskFit(new Disks([], () => {}), asking.disks ?? []);
  return { task: asking, ports: portFit(asking), disks: asking.disks && disks };
}

/** Of a task that asks these things. */
function kindFor(fields: Partial<Task>): Kind | undefined {
  return kindOf(requestFor(fields), []);
}

/** How many kinds there are among these. */
function countOf(kinds: readonly (Kind | undefined)[]): number {
  const known = new Kinds(() => ({}));
  for (const each of kinds) known.of(each ?? []);
  return new Set(kinds.map((each) => known.of(each ?? []))).size;
}

function constraints(): readonly Constraint[] {
  return [uniqueBy("rack"), balancedBy("zone", { maxSkew: 1 }), attributeIs("class", "x")];
}

describe("the kind of a task", () => {
  it("is that of tasks with the same group, constraints and checks", () => {
    expect(countOf([kind("web", constraints(), "until 1"), kind("web", constraints(), "until 1")])).toBe(1);
  });

  it("is another for any that may say something else", () => {
    const nine = Array.from({ length: 9 }, (_, i) => `${i}`);
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
      kind("web", [attributeIs("zone", 1)]),
      kind("web", [attributeIn("rack", [1])]),
      kind("web", [attributeIn("rack", ["1"])]),
      kind("web", [attributeIn("rack", [1, "1"])]),
      kind("web", [attributeIn("zone", [1])]),
      kind("web", [attributeLike("rack", "1")]),
      kind("web", [attributeLike("zone", "1")]),
      kind("web", [hasAttribute("rack")]),
      kind("web", [near({ group: "db" }, "rack")]),
      kind("web", [awayFrom({ group: "db" }, "rack")]),
      kind("web", [near({ group: "db" })]),
      kind("web", [near({ ids: ["db"] })]),
      kind("web", [near({ ids: ["dc"] })]),
      kind("web", [near({ ids: ["db", "dc"] })]),
      kind("web", [near({ ids: ["db,dc"] })]),
      kind("web", [maxPer("rack", 1, { group: "db" })]),
      kind("web", [balancedBy("rack", {}, { group: "db" })]),
      kind("web", [anyOf(uniqueBy("rack"), uniqueBy("a"))]),
      kind("web", [allOf(uniqueBy("rack"), uniqueBy("a"))]),
      kind("web", [allOf(uniqueBy("rack")), uniqueBy("a")]),
      kind("web", [uniqueBy("rack"), allOf(uniqueBy("a"))]),
      kind("web", [allOf(uniqueBy("rack"), allOf(uniqueBy("a")))]),
      kind("web", [allOf(anyOf(uniqueBy("rack")), uniqueBy("a"))]),
      kind("web", [allOf(anyOf(uniqueBy("rack"), uniqueBy("a")))]),
      kind("web", [not(uniqueBy("rack"))]),
      kind("web", [not(not(uniqueBy("rack")))]),
      kind("web", [not(anyOf(uniqueBy("rack"), uniqueBy("a")))]),
      kind("web", [anyOf(not(uniqueBy("rack")), uniqueBy("a"))]),
      kind("web", [not(attributeIn("rack", nine))]),
      kind("web", [not(attributeIn("rack", [...nine, "9"]))]),
      kind("web", [exclusive()]),
      kind("web", [], "until 1"),
      kind("web", [], "until 1", "scarce 0"),
      kind("web", [uniqueBy("rack")], "until 1"),
    ];
    expect(countOf(kinds)).toBe(kinds.length);
  });

  it("is another where one constraint names what would begin the next", () => {
    const kinds = [
      kind("web", [near({ group: "hasAttribute" }), exclusive()]),
      kind("web", [near(), hasAttribute("exclusive")]),
      kind("web", [attributeIn("a", [1]), hasAttribute("b"), attributeIn("c", ["exclusive"])]),
      kind("web", [attributeIn("a", [1, "hasAttribute", "b"]), attributeIn("c", []), exclusive()]),
    ];
    expect(countOf(kinds)).toBe(kinds.length);
  });

  it("is another for what stands beside a long list of values, whatever checks come from no constraint", () => {
    const list = attributeIn("rack", ["1", "2", "3", "4", "5", "6", "7", "8", "9"]);
    const listed = { ...everywhere, said: " list 0;" };
    const staying = { ...everywhere, kind: "until 1" };
    const kinds = [hasAttribute("a"), hasAttribute("b")].flatMap((other) => [
      kindOf(requestFor({ constraints: [list, other] }), [listed, everywhere]),
      kindOf(requestFor({ constraints: [list, other] }), [staying, listed, everywhere]),
      kindOf(requestFor({ constraints: [other, list] }), [everywhere, listed]),
    ]);
    expect(countOf(kinds)).toBe(kinds.length);
  });

  it("is another for other ports, devices and disks", () => {
    const kinds = [
      kindFor({ ports: [80] }),
      kindFor({ ports: [80, "any"] }),
      kindFor({ ports: [[80, 81]] }),
      kindFor({ devices: [{ name: "gpu", units: 1 }] }),
      kindFor({ devices: [{ name: "gpu", units: 0.5 }] }),
      kindFor({ devices: [{ name: "gpu", units: 1, count: 2 }] }),
      kindFor({ devices: [{ name: "gpu", units: 1, binding: "2" }] }),
      kindFor({ devices: [{ name: "gpu2", units: 1 }] }),
      kindFor({ disks: [{ type: "ssd", id: "a" }] }),
      kindFor({ disks: [{ type: "ssd", id: "a", amount: 1 }] }),
      kindFor({ disks: [{ type: "hdd", id: "a" }] }),
      kindFor({ disks: [{ type: "ssd" }, { type: "ssd" }] }),
    ];
    expect(countOf(kinds)).toBe(kinds.length);
    expect(countOf([kindFor({ ports: [80], resources: { cpus: 9 } }), kindFor({ ports: [80] })])).toBe(1);
  });

  it("is known from the second time on, until nothing is", () => {
    const known = new Kinds(() => ({}));
    expect([known.of([1, "a"]), known.of([1]), known.of([])]).toEqual([undefined, undefined, undefined]);
    const first = known.of([1, "a"]);
    expect(first).toBeDefined();
    expect(known.of([1, "a"])).toBe(first);
    expect(known.of([1])).not.toBe(first);
    known.forget();
    expect(known.of([1, "a"])).toEqual({});
    expect(known.of([1, "a"])).not.toBe(first);
    expect(known.of([1, undefined])).toBeUndefined();
  });

  it("may have very many parts", () => {
    const known = new Kinds(() => ({}));
    const long = Array.from({ length: 100_000 }, (_, i) => i);
    known.of(long);
    const first = known.of(long);
    known.forget();
    expect(known.of(long)).not.toBe(first);
  });

  it("is none without constraints, where amounts and numbers tell all, and without checks that come from none", () => {
    expect(kind("web", [])).toBeUndefined();
    expect(kindFor({})).toBeUndefined();
    expect(kindFor({ ports: 2 })).toBeUndefined();
    expect(kindFor({ ports: ["any", "any"] })).toBeUndefined();
    expect(kindFor({ disks: [{ type: "ssd", amount: 5 }] })).toBeUndefined();
  });
});

/** Of a task of a group with these preferences. */
function preferring(...preferences: readonly Preference[]): Kind {
  return preferringKindOf(task({ group: "web", preferences }));
}

describe("the kind of a task by its preferences", () => {
  it("is that of tasks with the same group and preferences", () => {
    const kinds = [1, 2].map(() => preferring(prefer(not(uniqueBy("rack")), 2)));
    expect(countOf(kinds)).toBe(1);
  });

  it("is another for any that may say something else", () => {
    const kinds = [
      preferringKindOf(task({ preferences: [prefer(uniqueBy("rack"))] })),
      preferring(),
      preferring(prefer(uniqueBy("rack"))),
      preferring(prefer(uniqueBy("rack"), 2)),
      preferring(prefer(uniqueBy("zone"))),
      preferring(prefer(uniqueBy("rack")), prefer(uniqueBy("zone"))),
      preferring(prefer(uniqueBy("zone")), prefer(uniqueBy("rack"))),
      preferring(prefer(uniqueBy("rack")), preferHigh(binPack("cpus"))),
    ];
    expect(countOf(kinds)).toBe(kinds.length);
  });
});
