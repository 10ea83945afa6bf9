import fc from "fast-check";
import { describe, expect, it } from "vitest";
import type { PortRange } from "../../src/index.ts";
import { PortHolders } from "../../src/dense/port-holders.ts";
import { lowestPort, portSetOf, type PortSet } from "../../src/dense/port-set.ts";

const port = fc.oneof(fc.integer({ min: 0, max: 30 }), fc.integer({ min: 65_510, max: 65_535 }));
const range = fc.tuple(port, port).map(([a, b]): PortRange => [Math.min(a, b), Math.max(a, b)]);
const sets = fc.array(fc.array(range, { maxLength: 4 }).map(portSetOf), { maxLength: 12 });

function holdersOf(all: readonly PortSet[], [first, last]: PortRange): readonly number[] {
  return all.flatMap((set, row) => (lowestPort(set, first, last) === -1 ? [] : [row]));
}

describe("the rows that have a port of a range", () => {
  it("are those of whose free ports one is in it", () => {
    fc.assert(
      fc.property(sets, range, (all, asked) => {
        const rows = new PortHolders(all).rowsWith(...asked, Infinity);
        expect([...new Set(rows)].toSorted((a, b) => a - b)).toEqual(holdersOf(all, asked));
      }),
    );
  });

  it("are told where they are few, and never where they are more", () => {
    fc.assert(
      fc.property(sets, range, fc.nat(6), (all, asked, few) => {
        const rows = new PortHolders(all).rowsWith(...asked, few);
        const holders = holdersOf(all, asked);
        if (holders.length > few) expect(rows).toBeUndefined();
        else if (rows !== undefined) expect(new Set(rows)).toEqual(new Set(holders));
      }),
    );
  });

  it("are given up on after looking at so many ranges", () => {
    // One that reaches over all others.
    const all = [[0, 100], ...Array.from({ length: 9 }, (_, i) => [10 * i + 1, 10 * i + 2])];
    const holders = new PortHolders(all);
    expect(holders.rowsWith(95, 95, 10)).toEqual([0]);
    expect(holders.rowsWith(95, 95, 9)).toBeUndefined();
    expect(holders.rowsWith(101, 65_535, 0)).toEqual([]);
  });
});
