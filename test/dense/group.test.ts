import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { newGroup, widen, type Group } from "../../src/dense/group.ts";
import { useOf, type LikedAmount } from "../../src/dense/order.ts";

/** Of one resource: how much packing and spreading it count, and what is free and held on each row. */
interface Part {
  readonly packing: number;
  readonly spreading: number;
  readonly rows: readonly (readonly [free: number, held: number])[];
}

const thousandths = fc.oneof(
  fc.constantFrom(0, 0, 1, 1000, 4000),
  fc.nat(100_000),
  fc.integer({ min: 0, max: 2 ** 52 }),
);
const weight = fc.constantFrom(0, 0.25, 1 / 3, 0.7, 1);
const rowCount = 12;

const parts = fc.array(
  fc.record<Part>({
    packing: weight,
    spreading: weight,
    rows: fc.array(fc.tuple(thousandths, thousandths), { minLength: rowCount, maxLength: rowCount }),
  }),
  { minLength: 1, maxLength: 3 },
);
/** A row that another role takes from: so much of the resource more. */
const changes = fc.array(fc.tuple(fc.nat(rowCount - 1), fc.nat(2), fc.nat(50_000)), { maxLength: 6 });
const shares = fc.array(fc.constantFrom(0, 0.001, 0.5, 1), { minLength: 3, maxLength: 3 });

function likedOf(each: readonly Part[]): readonly LikedAmount[] {
  return each.map(({ packing, spreading, rows }, i) => ({
    name: `r${i}`,
    coefficient: packing - spreading,
    constant: spreading,
    free: Float64Array.from(rows, ([free]) => free),
    held: Float64Array.from(rows, ([, held]) => held),
  }));
}

/** What the row scores with so much more in use, as packing and spreading are defined. */
function scoreOf(
  each: readonly Part[],
  liked: readonly LikedAmount[],
  row: number,
  asked: readonly number[],
) {
  let score = 0;
  for (const [i, { packing, spreading }] of each.entries()) {
    const [free = 0, held = 0] = [liked[i]?.free[row], liked[i]?.held[row]];
    if (free + held === 0) continue;
    const full = (held + (asked[i] ?? 0)) / (held + free);
    score += packing * full + spreading * (1 - full);
  }
  return score;
}

function boundOf({ constant, perUnit }: Group, use: number, asked: readonly number[]): number {
  return perUnit.reduce((sum, each, i) => sum + each * (asked[i] ?? 0), constant) + use;
}

/** The use of a row that has so much free, at most. */
function mostUseOf(liked: readonly LikedAmount[], { perAsked }: Group, asked: readonly number[]): number {
  const mostUse = liked.reduce((sum, { coefficient }) => sum + Math.max(0, coefficient), 0);
  return perAsked.reduce((left, each, i) => left - each * (asked[i] ?? 0), mostUse);
}

/**
 * Whatever a row can hold, the group says no less of it than what it scores, and no less of its use than what it has, up to
 * rounding.
 */
function expectBounds(
  each: readonly Part[],
  liked: readonly LikedAmount[],
  group: Group,
  share: readonly number[],
): void {
  for (let row = 0; row < rowCount; row++) {
    const asked = liked.map(({ free }, i) => Math.floor((free[row] ?? 0) * (share[i] ?? 0)));
    const bound = boundOf(group, useOf(liked, row), asked);
    expect(bound).toBeGreaterThanOrEqual(scoreOf(each, liked, row, asked) - 2 ** -40);
    expect(useOf(liked, row)).toBeLessThanOrEqual(mostUseOf(liked, group, asked) + 2 ** -40);
  }
}

const all = Array.from({ length: rowCount }, (_, row) => row);

describe("a group of rows", () => {
  it("bounds what any of its rows that holds a task scores, also once their totals have changed", () => {
    fc.assert(
      fc.property(parts, changes, shares, (each, steps, share) => {
        const liked = likedOf(each);
        const group = newGroup(liked, all, false);
        expectBounds(each, liked, group, share);
        for (const [row, i, more] of steps) {
          const held = liked[i]?.held;
          if (held === undefined) continue;
          held[row] = (held[row] ?? 0) + more;
          widen(group, liked, row);
          expectBounds(each, liked, group, share);
        }
      }),
    );
  });

  it("says exactly what rows of equal totals score", () => {
    fc.assert(
      fc.property(parts, shares, (each, share) => {
        const equal = each.map((part) => ({
          ...part,
          rows: all.map((held): readonly [number, number] => [4000 - 100 * held, 100 * held]),
        }));
        const liked = likedOf(equal);
        const group = newGroup(liked, all, true);
        for (const row of all) {
          const asked = liked.map((_, i) => 1000 * (share[i] ?? 0));
          const bound = boundOf(group, useOf(liked, row), asked);
          expect(bound).toBeCloseTo(scoreOf(equal, liked, row, asked), 12);
        }
      }),
    );
  });

  it("counts packing by the least total and spreading by the most, what no row has by neither", () => {
    const rows = [
      [1000, 0],
      [1000, 3000],
      [0, 0],
    ] as const;
    const nothing = rows.map(() => [0, 0] as const);
    const liked = likedOf([
      { packing: 0.5, spreading: 0, rows },
      { packing: 0, spreading: 0.25, rows },
      { packing: 0, spreading: 0.25, rows: nothing },
    ]);
    const group = newGroup(liked, [0, 1, 2], false);
    expect(group).toEqual({
      number: 0,
      blocks: [],
      least: [1000, 1000, Infinity],
      most: [4000, 4000, 0],
      constant: 0.25,
      perUnit: [0.5 / 1000, -0.25 / 4000, 0],
      perAsked: [0.5 / 4000, 0, 0],
      isEven: false,
    });
  });

  it("stays as it is where the totals of a row lie within its own", () => {
    const rows = [
      [1000, 0],
      [1000, 3000],
      [1500, 1000],
    ] as const;
    const liked = likedOf([{ packing: 1, spreading: 0, rows }]);
    const group = newGroup(liked, [0, 1], false);
    const before = structuredClone(group);
    widen(group, liked, 2);
    expect(group).toEqual(before);
  });

  it("takes in a total that is less than all, and one that is more", () => {
    const rows = [
      [2000, 0],
      [500, 0],
      [9000, 0],
    ] as const;
    const liked = likedOf([{ packing: 1, spreading: 0, rows }]);
    const group = newGroup(liked, [0], true);
    widen(group, liked, 0);
    expect(group.isEven).toBe(true);
    widen(group, liked, 1);
    expect(group).toMatchObject({ least: [500], most: [2000], perUnit: [1 / 500], isEven: false });
    widen(group, liked, 2);
    expect(group).toMatchObject({ least: [500], most: [9000], perUnit: [1 / 500] });
  });
});
