import { describe, expect, it } from "vitest";
import { grouped, leastGroup } from "../../src/dense/grouping.ts";
import type { LikedAmount } from "../../src/dense/order.ts";

/** Packed resources: `rows` has what is free and held of each on every row. */
function likedOf(
  ...rows: readonly (readonly (readonly [free: number, held: number])[])[]
): readonly LikedAmount[] {
  return rows.map((amounts, i) => ({
    name: `r${i}`,
    coefficient: 0.5,
    constant: 0,
    free: Float64Array.from(amounts, ([free]) => free),
    held: Float64Array.from(amounts, ([, held]) => held),
  }));
}

function fill<T>(...each: readonly T[]): readonly T[] {
  return each.flatMap((one) => Array.from({ length: leastGroup }, () => one));
}

/** The numbers of the rows, in order. */
function rowsFrom(first: number, count: number): Int32Array {
  return Int32Array.from({ length: count }, (_, i) => first + i);
}

describe("rows in groups", () => {
  it("are together where they have as much of every liked resource in all, free or held", () => {
    const liked = likedOf(fill([3, 1], [1, 3], [1, 3], [2, 3]), fill([5, 0], [0, 5], [0, 6], [0, 6]));
    const groups = grouped(liked, rowsFrom(0, 4 * leastGroup), new Float64Array(4 * leastGroup));
    expect(groups.map(({ rows }) => rows).toSorted((a, b) => (a[0] ?? 0) - (b[0] ?? 0))).toEqual([
      rowsFrom(0, 2 * leastGroup),
      rowsFrom(2 * leastGroup, leastGroup),
      rowsFrom(3 * leastGroup, leastGroup),
    ]);
    expect(groups.map(({ group }) => group.isEven)).toEqual([true, true, true]);
  });

  it("are uneven where their totals are rare, in the order of use then", () => {
    const liked = likedOf([
      [40, 0],
      [41, 0],
      [42, 0],
    ]);
    const [only, ...others] = grouped(liked, rowsFrom(0, 3), Float64Array.of(0.1, 0.3, 0.3));
    expect(only?.rows).toEqual(Int32Array.of(1, 2, 0));
    expect(only?.group).toMatchObject({ isEven: false, least: [40], most: [42] });
    expect(others).toEqual([]);
  });

  it("are all together where nothing is liked", () => {
    expect(grouped([], rowsFrom(0, 3), new Float64Array(3)).map(({ rows }) => rows)).toEqual([
      rowsFrom(0, 3),
    ]);
    expect(grouped([], rowsFrom(0, 0), new Float64Array())).toEqual([]);
  });
});
