import { describe, expect, it } from "vitest";
import {
  allOf,
  anyOf,
  attributeIn,
  attributeIs,
  attributeLike,
  hasAttribute,
  not,
  type Attributes,
  type Constraint,
} from "../../src/index.ts";
import { offerOf, offersFrom100, roundOver, task } from "../support/build.ts";

/** Five agents: one value, a number, several values, none, an empty list. */
const racks: readonly Attributes[] = [
  { rack: "r1" },
  { rack: 1 },
  { rack: ["r2", "1", "r2"] },
  {},
  { rack: [] },
];

/** The agents, by their numbers, that the constraint lets the task go to. */
function allowed(constraint: Constraint, attributes: readonly Attributes[] = racks): readonly number[] {
  const offers = attributes.map((each, i) => offerOf(i + 1, { attributes: each }));
  return offers.flatMap((each, i) =>
    roundOver([each], [task({ constraints: [constraint] })]).assignments.length === 1 ? [i + 1] : [],
  );
}

/** The agents that the constraint allows, asked of all at once. */
function allowedTogether(constraint: Constraint): readonly string[] {
  const offers = racks.map((attributes, i) => offerOf(i + 1, { attributes, resources: { cpus: 1 } }));
  const tasks = racks.map((_, i) => task({ id: `t${i}`, constraints: [constraint] }));
  return roundOver(offers, tasks)
    .assignments.map(({ agentId }) => agentId)
    .toSorted();
}

describe("attributeIs", () => {
  it("holds where one of the values is the value, text and numbers apart", () => {
    expect(allowed(attributeIs("rack", "r1"))).toEqual([1]);
    expect(allowed(attributeIs("rack", "r2"))).toEqual([3]);
    expect(allowed(attributeIs("rack", 1))).toEqual([2]);
    expect(allowed(attributeIs("rack", "1"))).toEqual([3]);
    expect(allowed(attributeIs("rack", "r9"))).toEqual([]);
    expect(allowed(attributeIs("zone", "r1"))).toEqual([]);
  });

  it("knows hostname and agentId, which no attribute overrides", () => {
    const lying = { hostname: "h9", agentId: "a9" };
    expect(allowed(attributeIs("hostname", "h2"), [lying, lying])).toEqual([2]);
    expect(allowed(attributeIs("agentId", "a1"), [lying, lying])).toEqual([1]);
    expect(allowed(attributeIs("hostname", "h9"), [lying, lying])).toEqual([]);
  });

  it("finds no attribute that an object has by nature", () => {
    expect(allowed(hasAttribute("constructor"))).toEqual([]);
    expect(allowed(hasAttribute("__proto__"), [JSON.parse('{"__proto__": "x"}'), {}])).toEqual([1]);
  });
});

describe("attributeIn", () => {
  it("holds where one of the values is among the values", () => {
    expect(allowed(attributeIn("rack", ["r1", "r2"]))).toEqual([1, 3]);
    expect(allowed(attributeIn("rack", [1]))).toEqual([2]);
    expect(allowed(attributeIn("rack", []))).toEqual([]);
    expect(allowed(attributeIn("rack", ["x", "r1"]), [{}, { rack: "r1" }])).toEqual([2]);
  });

  it("does not hold for an agent without a value when some of the values are unknown", () => {
    expect(allowedTogether(attributeIn("rack", ["r9", "r8"]))).toEqual([]);
    expect(allowedTogether(attributeIs("rack", "r9"))).toEqual([]);
  });
});

describe("attributeLike", () => {
  it("holds where one of the values, as text, matches the whole pattern", () => {
    expect(allowed(attributeLike("rack", "r[12]"))).toEqual([1, 3]);
    expect(allowed(attributeLike("rack", "r"))).toEqual([]);
    expect(allowed(attributeLike("rack", "1"))).toEqual([2, 3]);
    expect(allowed(attributeLike("rack", ".*"))).toEqual([1, 2, 3]);
    expect(allowed(attributeLike("rack", "r1|r2"))).toEqual([1, 3]);
    expect(allowed(attributeLike("rack", ""))).toEqual([]);
    expect(allowed(attributeLike("rack", ""), [{ rack: "" }])).toEqual([1]);
  });

  it("takes numbers as the text they have", () => {
    expect(allowed(attributeLike("rack", String.raw`-1\.5`), [{ rack: -1.5 }, { rack: 1e21 }])).toEqual([1]);
    expect(allowed(attributeLike("rack", String.raw`1e\+21`), [{ rack: -1.5 }, { rack: 1e21 }])).toEqual([2]);
  });

  it("judges for each pattern of a round by itself", () => {
    const both = allOf(attributeLike("rack", "r.*"), not(attributeLike("rack", "r1")));
    expect(allowed(both)).toEqual([3]);
    expect(allowedTogether(anyOf(attributeLike("rack", "r1"), attributeLike("rack", "r2")))).toEqual([
      "a1",
      "a3",
    ]);
  });
});

describe("hasAttribute", () => {
  it("holds where there is a value", () => {
    expect(allowed(hasAttribute("rack"))).toEqual([1, 2, 3]);
    expect(allowed(hasAttribute("hostname"))).toEqual([1, 2, 3, 4, 5]);
  });
});

describe("allOf, anyOf and not", () => {
  const r1 = attributeIs("rack", "r1");
  const has = hasAttribute("rack");

  it("are as in logic", () => {
    expect(allowed(allOf(has, not(r1)))).toEqual([2, 3]);
    expect(allowed(anyOf(r1, attributeIs("rack", 1)))).toEqual([1, 2]);
    expect(allowed(not(has))).toEqual([4, 5]);
    expect(allowed(not(not(r1)))).toEqual([1]);
    expect(allowed(not(anyOf(r1, not(has))))).toEqual([2, 3]);
  });

  it("of nothing: allOf holds, anyOf does not", () => {
    expect(allowed(allOf())).toEqual([1, 2, 3, 4, 5]);
    expect(allowed(anyOf())).toEqual([]);
    expect(allowed(not(anyOf()))).toEqual([1, 2, 3, 4, 5]);
  });

  it("nest 64 deep", () => {
    let constraint: Constraint = r1;
    for (let i = 0; i < 64; i++) constraint = not(constraint);
    expect(allowed(constraint)).toEqual([1]);
  });
});

describe("a pattern that few of many agents match", () => {
  it("lets tasks go to each of them", () => {
    const constraints = [attributeLike("hostname", "h1(17|31)")];
    const tasks = ["t1", "t2", "t3"].map((id) => task({ id, resources: { cpus: 4 }, constraints }));
    const { assignments } = roundOver(
      offersFrom100(40, () => ({})),
      tasks,
    );
    expect(assignments.map(({ agentId }) => agentId)).toEqual(["a117", "a131"]);
  });
});

describe("several constraints", () => {
  it("must all hold", () => {
    const offers = racks.map((attributes, i) => offerOf(i + 1, { attributes }));
    const constraints = [hasAttribute("rack"), not(attributeIs("rack", "r1")), not(attributeIs("rack", 1))];
    expect(roundOver(offers, [task({ constraints })]).assignments[0]?.agentId).toBe("a3");
  });
});
