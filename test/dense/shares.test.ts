import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { Blocks } from "../../src/dense/blocks.ts";
import { blockRows } from "../../src/dense/group.ts";
import { orderOf, type LikedAmount } from "../../src/dense/order.ts";
import { Shares } from "../../src/dense/shares.ts";

/** What is free and held on a row, in thousandths. */
type Row = readonly [free: number, held: number];

const thousandths = fc.oneof(
  fc.constantFrom(0, 0, 1, 1000, 4000),
  fc.integer({ min: 0, max: 9_000_000_000 }),
);

/** One block of the rows, and the bounds of what a resource adds there. */
function boundsOf(rows: readonly Row[], coefficient: number, constant: number): Shares {
  const amount: LikedAmount = {
    name: "a",
    coefficient,
    constant,
    free: Float64Array.from(rows, ([free]) => free),
    held: Float64Array.from(rows, ([, held]) => held),
  };
  const blocks = new Blocks(orderOf([], rows.length), new Uint8Array(rows.length), []);
  const shares = new Shares(amount, 1);
  shares.bound(blocks, 0);
  return shares;
}

/** What the resource adds to the score of the row that takes so much more. */
function added([free, held]: Row, coefficient: number, constant: number, asked: number): number {
  return free + held === 0 ? 0 : constant + (coefficient * (held + asked)) / (free + held);
}

describe("the bound of what a resource adds to the score of a block's rows", () => {
  it("is not less than what any row that can hold the task gets, up to rounding", () => {
    fc.assert(
      fc.property(
        fc.array(fc.tuple(thousandths, thousandths), { minLength: 1, maxLength: blockRows }),
        fc.constantFrom([1, 0], [0.5, 0], [-1, 1], [-0.25, 0.25], [0.5, 0.25], [-0.1, 0.3], [
          0, 0.5,
        ] as const),
        thousandths,
        (rows, [coefficient = 0, constant = 0], asked) => {
          const most = boundsOf(rows, coefficient, constant).most(asked, 0);
          for (const row of rows) {
            if (row[0] < asked) continue;
            expect(added(row, coefficient, constant, asked)).toBeLessThanOrEqual(most + 2 ** -40);
          }
        },
      ),
      { numRuns: 400 },
    );
  });

  it("is what every row gets, where all rows are alike", () => {
    const rows: readonly Row[] = [
      [3000, 1000],
      [3000, 1000],
    ];
    expect(boundsOf(rows, 1, 0).most(1000, 0)).toBe(0.5);
    expect(boundsOf(rows, -1, 1).most(1000, 0)).toBe(0.5);
  });

  it("is close to what some row gets, where they differ", () => {
    const rows: readonly Row[] = [
      [3000, 1000],
      [2000, 2000],
    ];
    expect(boundsOf(rows, 1, 0).most(1000, 0)).toBeCloseTo(0.75, 12);
    expect(boundsOf(rows, -1, 1).most(1000, 0)).toBeCloseTo(0.5, 12);
    expect(boundsOf(rows, 1, 0).most(4000, 0)).toBe(1);
  });

  it("leaves rows out that have nothing of it, in use or not, and is 0 where none has any", () => {
    expect(
      boundsOf(
        [
          [0, 0],
          [1000, 3000],
        ],
        -1,
        1,
      ).most(0, 0),
    ).toBe(0.25);
    expect(boundsOf([[0, 0]], 1, 0).most(0, 0)).toBe(0);
    expect(boundsOf([[0, 0]], -1, 1).most(0, 0)).toBe(0);
  });

  it("is never below 0: what has nothing adds nothing", () => {
    expect(boundsOf([[1000, 0]], -1, 1).most(5000, 0)).toBe(0);
  });

  it("stays as room is made for more blocks", () => {
    const shares = boundsOf([[3000, 1000]], 1, 0);
    shares.grow(8);
    expect(shares.most(1000, 0)).toBe(0.5);
  });
});
