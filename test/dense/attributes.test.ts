import fc from "fast-check";
import { describe, expect, it } from "vitest";
import type { Agent, AttributeValue } from "../../src/index.ts";
import { AttributeColumn, attributeOf, fewValues } from "../../src/dense/attributes.ts";
import { agentOf, chains, follow, fromOf } from "./chains.ts";

/** The values of each agent, each once. */
function valuesOf(agents: readonly Agent[], name: string): readonly (readonly AttributeValue[])[] {
  return agents.map((agent) => {
    const value = attributeOf(agent, name);
    return value === undefined ? [] : typeof value === "object" ? value : [value];
  });
}

/** The values of each agent, by their numbers. */
function numberedIn(column: AttributeColumn): readonly (readonly (AttributeValue | undefined)[])[] {
  return Array.from(column.valueOf, (value) => {
    const numbers = value >= 0 ? [value] : [...(column.several[-2 - value] ?? [])];
    return numbers.map((number) => column.values[number]);
  });
}

function expectRight(column: AttributeColumn, agents: readonly Agent[]): void {
  const values = valuesOf(agents, column.name);
  expect(numberedIn(column)).toEqual(values);
  const inUse = new Set(values.flat());
  expect(column.valuesInUse).toBe(inUse.size);
  expect(column.hasFewValues).toBe(inUse.size <= fewValues);
  const beginning = [...inUse].filter((value) => String(value).startsWith("h"));
  expect(new Set(column.matching("h.*")?.map((number) => column.values[number]))).toEqual(new Set(beginning));
  for (const [number, value] of column.values.entries()) {
    expect(column.numberOf(value)).toBe(number);
    expect(column.agentsWith(number)).toEqual(
      agents.flatMap((_, agent) => (values[agent]?.includes(value) ? [agent] : [])),
    );
  }
  for (const value of inUse) expect(column.numberOf(value)).not.toBe(-1);
}

/** The column after so many changes of the last of three agents. */
function afterChanges(count: number, rackOf: (i: number) => AttributeValue | readonly AttributeValue[]) {
  let agents: readonly Agent[] = [agentOf(0, { attributes: { rack: "a" } }), agentOf(1), agentOf(2)];
  let column: AttributeColumn | undefined = AttributeColumn.of("rack", agents);
  for (let i = 0; i < count; i++) {
    const later: readonly Agent[] = [...agents.slice(0, 2), agentOf(2, { attributes: { rack: rackOf(i) } })];
    column = column?.after(later, fromOf(agents, later));
    agents = later;
  }
  return column;
}

/** Two values. */
function pairOf(i: number): readonly AttributeValue[] {
  return [i, i + 1];
}

describe("the attribute of an agent", () => {
  it("is its value, or its values where there are several, each once", () => {
    const agent = agentOf(1, { attributes: { rack: ["a", "b", "a"], zone: ["c", "c"], none: [], one: 1 } });
    expect(attributeOf(agent, "rack")).toEqual(["a", "b"]);
    expect(attributeOf(agent, "zone")).toBe("c");
    expect(attributeOf(agent, "one")).toBe(1);
    expect([attributeOf(agent, "none"), attributeOf(agent, "toString")]).toEqual([undefined, undefined]);
  });

  it("may be its hostname or its id", () => {
    const agent = agentOf(1, { attributes: { hostname: "other" } });
    expect([attributeOf(agent, "hostname"), attributeOf(agent, "agentId")]).toEqual(["h0001", "a0001"]);
  });
});

describe("the column of an attribute", () => {
  it("numbers values, and knows the agents of each, as its agents change", () => {
    fc.assert(
      fc.property(chains, fc.constantFrom("rack", "zone", "hostname", "none"), (lists, name) => {
        follow(
          lists,
          (agents) => AttributeColumn.of(name, agents),
          (before, agents, from) => before.after(agents, from),
          (column, _, agents) => expectRight(column, agents),
        );
      }),
    );
  });

  it("tells values of different types apart", () => {
    const agents = [1, "1", 0, ""].map((rack, i) => agentOf(i, { attributes: { rack } }));
    expect([...AttributeColumn.of("rack", agents).valueOf]).toEqual([0, 1, 2, 3]);
  });

  it("gives no number anew, and shares them with what comes after", () => {
    const agents = [agentOf(0, { attributes: { rack: "a" } }), agentOf(1, { attributes: { rack: "b" } })];
    const column = AttributeColumn.of("rack", agents);
    const [a] = agents;
    if (!a) throw new Error("too few");
    const after = [a, agentOf(1, { attributes: { rack: "c" } })];
    const later = column.after(after, fromOf(agents, after));
    expect(["a", "b", "c", "d"].map((value) => later?.numberOf(value))).toEqual([0, 1, 2, -1]);
    expect([later?.valuesInUse, column.valuesInUse]).toEqual([2, 2]);
  });

  it("knows no agents of a value that came later", () => {
    const agents = [agentOf(0), agentOf(1)];
    const column = AttributeColumn.of("rack", agents);
    expect(column.valuesInUse).toBe(0);
    const after = [...agents.slice(0, 1), agentOf(1, { attributes: { rack: "a" } })];
    const later = column.after(after, fromOf(agents, after));
    expect(later?.agentsWith(0)).toEqual([1]);
    expect(column.agentsWith(0)).toEqual([]);
  });

  it("has few values where its agents have few, whatever others have had", () => {
    const later = afterChanges(40, pairOf);
    expect([later?.values.length, later?.hasFewValues]).toEqual([42, true]);
    const agentsWith = (count: number) =>
      Array.from({ length: count }, (_, i) => agentOf(i, { attributes: { rack: pairOf(2 * i) } }));
    for (const count of [16, 17]) {
      expect(AttributeColumn.of("rack", agentsWith(count)).hasFewValues).toBe(count === 16);
    }
  });

  it("is none where many more values have gone than there are agents", () => {
    expect(afterChanges(70, (i) => i)?.values.length).toBe(71);
    expect(afterChanges(71, (i) => i)).toBeUndefined();
    expect(afterChanges(72, (i) => ["x", "y", i % 2])).toBeUndefined();
    expect(afterChanges(300, (i) => i % 9)).toBeDefined();
  });

  it("remembers for later agents which values match a pattern", () => {
    const agents = [agentOf(0, { attributes: { rack: "a" } }), agentOf(1, { attributes: { rack: "b" } })];
    const column = AttributeColumn.of("rack", agents);
    const matches = column.matches("a.?");
    expect([matches.has(0), matches.has(1)]).toEqual([true, false]);
    const after = [...agents, agentOf(2, { attributes: { rack: "a1" } })];
    const later = column.after(after, fromOf(agents, after));
    expect(later?.matches("a.?")).toBe(matches);
    expect([later?.matching("a.?"), column.matching("a.?")]).toEqual([[0, 2], [0]]);
    expect(later?.matching("a.?")).toBe(later?.matching("a.?"));
    expect([later?.matching(".a"), later?.matching(".a")]).toEqual([undefined, undefined]);
    expect(later?.matches("b")).not.toBe(matches);
  });
});
