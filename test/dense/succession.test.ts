import fc from "fast-check";
import { describe, expect, it } from "vitest";
import type { Agent } from "../../src/index.ts";
import { fillColumn, fillList, successionOf, successionWith } from "../../src/dense/succession.ts";
import { agentOf, agentsOf, chains, successionFrom } from "./chains.ts";

/** Where each agent was before; -1 where no record before is the same. */
function placesBefore(before: readonly Agent[], after: readonly Agent[]): readonly number[] {
  return after.map((agent) => before.indexOf(agent));
}

describe("a succession of agents", () => {
  it("names exactly the same records, and is undefined where more than half have changed", () => {
    fc.assert(
      fc.property(chains, (lists) => {
        for (const [i, after] of lists.entries()) {
          for (const before of lists.slice(0, i + 1)) {
            const places = placesBefore(before, after);
            const changed = places.filter((place) => place === -1).length;
            const from = successionOf(before, after);
            expect(from && [...from.from]).toEqual(2 * changed > after.length ? undefined : places);
          }
        }
      }),
    );
  });

  it("names those that are known to have changed once each, in order", () => {
    const { from, changed } = successionWith(5, [3, 1, 3]);
    expect([...from]).toEqual([0, -1, 2, -1, 4]);
    expect(changed).toEqual([1, 3]);
  });

  it("goes on behind agents that came, left and changed", () => {
    const [a, b, c, d, e] = agentsOf(5);
    if (!(a && b && c && d && e)) throw new Error("too few");
    expect([...(successionOf([a, c, e], [a, b, c, d, e])?.from ?? [])]).toEqual([0, -1, 1, -1, 2]);
    expect([...(successionOf([a, b, c, d, e], [b, e])?.from ?? [])]).toEqual([1, 4]);
    expect([...(successionOf([a, b, c], [a, agentOf(1), c])?.from ?? [])]).toEqual([0, -1, 2]);
    expect([...(successionOf([b, c], [a, b, c])?.from ?? [])]).toEqual([-1, 0, 1]);
    expect([...(successionOf([a, b], [a, b, c])?.from ?? [])]).toEqual([0, 1, -1]);
  });

  it("knows agents of one hostname by their ids", () => {
    const [a, b, c] = agentsOf(3).map((agent) => ({ ...agent, hostname: "h" }));
    if (!(a && b && c)) throw new Error("too few");
    expect([...(successionOf([a, c], [a, b, c])?.from ?? [])]).toEqual([0, -1, 1]);
    expect([...(successionOf([a, b, c], [a, c])?.from ?? [])]).toEqual([0, 2]);
  });

  it("is none where all is new, and empty where nobody is left", () => {
    expect(successionOf([], agentsOf(1))).toBeUndefined();
    expect(successionOf(agentsOf(3), [])?.from).toEqual(new Int32Array());
  });
});

describe("a column that is filled", () => {
  it("takes over what has not changed and works out the rest", () => {
    const column = new Float64Array(3);
    const filled = fillColumn(
      column,
      Float64Array.of(5, 6),
      successionFrom([1, -1, 0], 2),
      (now) => 10 * now,
    );
    expect(filled).toBe(column);
    expect([...filled]).toEqual([6, 10, 5]);
  });

  it("is the same whether or not agents keep their numbers, and so is a list", () => {
    const numbers = fc.array(fc.option(fc.nat(), { nil: undefined }), { maxLength: 6 });
    fc.assert(
      fc.property(numbers, fc.boolean(), fc.integer({ min: 0, max: 3 }), (picks, keeps, longer) => {
        // As many came before the first as have gone behind the last, or none.
        const from = picks.map((pick, now) => {
          const old = keeps ? now : now + longer;
          return pick === undefined ? -1 : old;
        });
        const before = Float64Array.from({ length: picks.length + longer }, (_, i) => 100 + i);
        const succession = successionFrom(from, before.length);
        const expected = from.map((old, now) => (old === -1 ? -now : before[old]));
        const filled = fillColumn(new Float64Array(picks.length), before, succession, (now) => -now);
        expect([...filled]).toEqual(expected);
        expect(fillList([...before], succession, (now) => -now)).toEqual(expected);
      }),
    );
  });

  it("works out what is new where as many have left as have come", () => {
    const before = Float64Array.of(5, 6, 7);
    const filled = fillColumn(new Float64Array(3), before, successionFrom([-1, 0, 2], 3), (now) => 10 * now);
    expect([...filled]).toEqual([0, 5, 7]);
    expect([...before]).toEqual([5, 6, 7]);
  });
});
