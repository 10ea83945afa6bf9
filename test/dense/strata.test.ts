import { describe, expect, it } from "vitest";
import { AttributeColumn } from "../../src/dense/attributes.ts";
import { mostStrata, Strata } from "../../src/dense/strata.ts";
import { agentOf } from "./chains.ts";

/** The columns of these attributes over agents that have them. */
function columnsOf(
  ...agents: readonly Readonly<Record<string, string | readonly string[]>>[]
): (name: string) => AttributeColumn {
  const list = agents.map((attributes, i) => ({ ...agentOf(i, { offers: [] }), attributes }));
  return (name) => AttributeColumn.of(name, list);
}

const several = columnsOf(
  { zone: "a", class: "x" },
  { zone: "b", class: "x" },
  { zone: "a", class: "x" },
  { zone: "a", class: "y" },
  { class: "x" },
  { zone: ["a", "b"], class: "x" },
);

/** Of rows of these agents, which all have offers. */
function over(...agents: readonly number[]): Strata {
  return Strata.whole(Int32Array.from(agents), new Uint8Array(agents.length));
}

/** Of so many rows, each of another agent. */
function upTo(rows: number): Strata {
  return over(...Array.from({ length: rows }, (_, row) => row));
}

describe("strata", () => {
  it("have the rows whose agents have the same of every attribute together", () => {
    // The agent of the fourth row is the first, and so on; agent 1 has no row.
    const whole = over(2, 3, 4, 0, 5);
    expect([...whole.of]).toEqual([0, 0, 0, 0, 0]);
    expect(whole.examples).toEqual([0]);
    const byZone = whole.with(several("zone"));
    expect([...(byZone?.of ?? [])]).toEqual([0, 0, 1, 0, 2]);
    expect(byZone?.examples).toEqual([0, 2, 4]);
    const byBoth = byZone?.with(several("class"));
    expect([...(byBoth?.of ?? [])]).toEqual([0, 1, 2, 0, 3]);
    expect(byBoth?.examples).toEqual([0, 1, 2, 4]);
  });

  it("are the same whenever they are asked for, and where an attribute tells no more", () => {
    const zone = several("zone");
    const whole = over(0, 1, 2);
    const byZone = whole.with(zone);
    expect(whole.with(zone)).toBe(byZone);
    expect(byZone?.with(zone)).toBe(byZone);
  });

  it("are by some attributes if they are by each of them", () => {
    const zone = several("zone");
    const kind = several("class");
    const byZone = upTo(6).with(zone);
    expect([[], [zone], [kind], [zone, kind], [kind, zone]].map((columns) => byZone?.isBy(columns))).toEqual([
      true,
      true,
      false,
      false,
      false,
    ]);
  });

  it("by several attributes at once are those by one after the other; none where one of them is too many", () => {
    const zone = several("zone");
    const kind = several("class");
    const whole = upTo(6);
    expect(whole.withAll([])).toBe(whole);
    expect(whole.withAll([zone, kind])).toBe(whole.with(zone)?.with(kind));
    expect(whole.withAll([zone, kind])?.examples).toEqual([0, 1, 3, 4, 5]);
    const names = columnsOf(...Array.from({ length: mostStrata + 1 }, (_, i) => ({ name: `n${i}` })));
    expect(upTo(mostStrata + 1).withAll([names("name"), names("other")])).toBeUndefined();
  });

  it("by an attribute are found by each of its values", () => {
    const zone = several("zone");
    const byZone = upTo(6).with(zone);
    // The rows of agents with a, b, none and both.
    expect(["a", "b", "c"].map((value) => byZone?.having(zone, zone.numberOf(value)))).toEqual([
      [0, 3],
      [1, 3],
      [],
    ]);
    const byBoth = byZone?.with(several("class"));
    expect(byBoth?.having(zone, zone.numberOf("a"))).toEqual([0, 2, 4]);
    expect(byBoth?.having(zone, zone.numberOf("a"))).toBe(byBoth?.having(zone, zone.numberOf("a")));
  });

  it("know nothing of rows without offers", () => {
    const whole = Strata.whole(Int32Array.of(1, 0, 2), Uint8Array.of(1, 0, 0));
    expect(whole.examples).toEqual([1]);
    expect(whole.with(several("zone"))?.examples).toEqual([1]);
    expect(Strata.whole(Int32Array.of(1), Uint8Array.of(1)).examples).toEqual([]);
  });

  it("are none where there would be too many, and where there are no rows", () => {
    const names = columnsOf(...Array.from({ length: mostStrata + 1 }, (_, i) => ({ name: `n${i}` })));
    expect(upTo(mostStrata).with(names("name"))?.examples).toHaveLength(mostStrata);
    const all = upTo(mostStrata + 1);
    expect(all.with(names("name"))).toBeUndefined();
    expect(all.with(names("other"))?.examples).toEqual([0]);
    expect(over().examples).toEqual([]);
  });
});
