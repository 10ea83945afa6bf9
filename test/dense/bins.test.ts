import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { binned, binOf } from "../../src/dense/bins.ts";
import type { LikedAmount } from "../../src/dense/order.ts";

/** Liked resources of which the rows have these totals, a part of each in use. */
function likedOf(totals: readonly (readonly number[])[]): readonly LikedAmount[] {
  return totals.map((ofRows, i) => {
    const held = Float64Array.from(ofRows, (total, row) => Math.floor((total * (row % 3)) / 3));
    const free = Float64Array.from(ofRows, (total, row) => total - (held[row] ?? 0));
    return { name: `r${i}`, coefficient: 1, constant: 0, free, held };
  });
}

/** How many times 2^(1/4) goes into the total; -1 where there is none of it. */
function quartersOf(total: number): number {
  if (total === 0) return -1;
  let quarters = 0;
  while (2 ** ((quarters + 1) / 4) <= total) quarters++;
  return quarters;
}

/** The rows by powers of 2^(width/4), of the first six resources, smaller first. */
function naiveBins(totals: readonly (readonly number[])[], rows: readonly number[], width: number) {
  const keyOf = (row: number) =>
    totals.slice(0, 6).map((ofRows) => Math.floor(quartersOf(ofRows[row] ?? 0) / width));
  const keys = new Map(rows.map((row) => [row, keyOf(row)]));
  const compare = (a: number, b: number): number => {
    const [of = [], and = []] = [keys.get(a), keys.get(b)];
    return of.map((key, i) => key - (and[i] ?? 0)).find((difference) => difference !== 0) ?? 0;
  };
  const bins: number[][] = [];
  for (const row of rows.toSorted((a, b) => compare(a, b) || rows.indexOf(a) - rows.indexOf(b))) {
    const last = bins.at(-1);
    if (last !== undefined && compare(last[0] ?? -1, row) === 0) last.push(row);
    else bins.push([row]);
  }
  return bins;
}

/** From a quarter of a doubling to all there is. */
const widths = [1, 2, 4, 8, 16, 32, 64, 128, 256];

const total = fc.oneof(
  fc.constantFrom(0, 1, 2, 3, 1000, 1024, 4000, 8000, 2 ** 53 - 1),
  fc.integer({ min: 1, max: 200_000 }),
);
const setups = fc.tuple(fc.integer({ min: 0, max: 7 }), fc.nat(300)).chain(([resources, rows]) =>
  fc.tuple(
    fc.array(fc.array(total, { minLength: rows, maxLength: rows }), {
      minLength: resources,
      maxLength: resources,
    }),
    fc.shuffledSubarray(Array.from({ length: rows }, (_, row) => row)),
  ),
);
const numRuns = { numRuns: 60 };

describe("the bins of rows of rare totals", () => {
  it("have every row once", () => {
    fc.assert(
      fc.property(setups, ([totals, rows]) => {
        const all = binned(likedOf(totals), rows).bins.flat();
        expect(all.toSorted((a, b) => a - b)).toEqual(rows.toSorted((a, b) => a - b));
      }),
      numRuns,
    );
  });

  it("are the rows between the same powers, as fine as leaves 16 rows to a bin, smaller totals first", () => {
    fc.assert(
      fc.property(setups, ([totals, rows]) => {
        const byWidth = widths.map((width) => naiveBins(totals, rows, width));
        const expected = byWidth.find(({ length }) => length <= rows.length / 16 || length <= 1);
        expect(binned(likedOf(totals), rows).bins).toEqual(expected ?? byWidth.at(-1));
      }),
      numRuns,
    );
  });

  it("are at most one for 16 rows, where all have some of everything", () => {
    fc.assert(
      fc.property(setups, ([totals, rows]) => {
        const some = totals.map((ofRows) => ofRows.map((each) => each + 1));
        const { length } = binned(likedOf(some), rows).bins;
        expect(length === 1 || length <= rows.length / 16).toBe(true);
      }),
      numRuns,
    );
  });

  it("tell rows that have nothing of a resource from those that have some, however few they are", () => {
    expect(binned(likedOf([[5, 0, 9000, 0]]), [0, 1, 2, 3]).bins).toEqual([
      [1, 3],
      [0, 2],
    ]);
  });

  it("are one where nothing is liked, and none where there are no rows", () => {
    expect(binned([], [2, 1]).bins).toEqual([[2, 1]]);
    expect(binned(likedOf([[]]), []).bins).toEqual([]);
  });

  it("have numbers, which tell them apart by the totals of any of their rows", () => {
    fc.assert(
      fc.property(setups, ([totals, rows]) => {
        const { bins, perBin } = binned(likedOf(totals), rows);
        const numberOf = (row: number) =>
          binOf(
            totals.map((ofRows) => ofRows[row] ?? 0),
            perBin,
          );
        const numbers = bins.map((bin) => [...new Set(bin.map(numberOf))]);
        expect(numbers.every(({ length }) => length === 1)).toBe(true);
        expect(new Set(numbers.flat()).size).toBe(bins.length);
      }),
      numRuns,
    );
  });

  it("are as fine as leaves 16 of more rows than these to a bin", () => {
    const totals = [1000, 1300, 2000, 5000];
    const binsFor = (count?: number) => binned(likedOf([totals]), [0, 1, 2, 3], count);
    expect(binsFor()).toEqual({ bins: [[0, 1, 2, 3]], perBin: 32 });
    expect(binsFor(48)).toEqual({ bins: [[0], [1, 2], [3]], perBin: 4 });
    expect(binsFor(64)).toEqual({ bins: [[0], [1], [2], [3]], perBin: 1 });
  });

  it("are a quarter of a doubling wide where there are many rows", () => {
    const totals = [1000, 1100, 1300, 1600, 2000].flatMap((each) => Array.from({ length: 40 }, () => each));
    const { bins } = binned(
      likedOf([totals]),
      totals.map((_, row) => row),
    );
    // 2^10 and 2^10.25 lie between 1000, 1100 and 1300, 2^10.5 and 2^10.75 between 1300, 1600 and 2000.
    expect(bins.map((bin) => new Set(bin.map((row) => totals[row])))).toEqual(
      [1000, 1100, 1300, 1600, 2000].map((each) => new Set([each])),
    );
  });
});
