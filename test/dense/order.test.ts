import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { orderAfter, orderOf, useOf, type LikedAmount, type Order } from "../../src/dense/order.ts";
import { successionFrom } from "./chains.ts";

/** What is free and held of two resources on a row. */
type Row = readonly [freeA: number, heldA: number, freeB: number, heldB: number];

const thousandths = fc.oneof(
  fc.constantFrom(0, 0, 1000, 2000, 4000),
  fc.integer({ min: 0, max: 9_000_000_000 }),
);
const rowArbitrary: fc.Arbitrary<Row> = fc.oneof(
  fc.tuple(thousandths, thousandths, thousandths, thousandths),
  fc.tuple(fc.nat(4), fc.nat(4)).map(([a, b]): Row => [4000 - 1000 * a, 1000 * a, 8000 - 2000 * b, 2000 * b]),
);
const coefficients = fc.tuple(fc.constantFrom(1, 0.5, 1 / 3, 0, -1, -0.7), fc.constantFrom(0.5, -0.5, -2));

function likedOf(rows: readonly Row[], [first, second]: readonly [number, number]): readonly LikedAmount[] {
  const column = (place: 0 | 1 | 2 | 3): Float64Array => Float64Array.from(rows, (row) => row[place]);
  return [
    { name: "a", coefficient: first, constant: 0, free: column(0), held: column(1) },
    { name: "b", coefficient: second, constant: 1, free: column(2), held: column(3) },
  ];
}

function totalsOf([freeA, heldA, freeB, heldB]: Row): readonly [number, number] {
  return [freeA + heldA, freeB + heldB];
}

/** The coefficients times the shares in use, none where there is nothing in use. */
function naiveUse([freeA, heldA, freeB, heldB]: Row, [first, second]: readonly [number, number]): number {
  return partOfUse(first, freeA, heldA) + partOfUse(second, freeB, heldB);
}

function partOfUse(coefficient: number, free: number, held: number): number {
  return held === 0 ? 0 : (coefficient * held) / (held + free);
}

/** The rows sorted by totals, then use, the greatest first, then row. */
function naiveOrder(rows: readonly Row[], by: readonly [number, number]): Order {
  const use = rows.map((row) => naiveUse(row, by));
  const sorted = rows
    .map((row, i) => ({ totals: totalsOf(row), use: use[i] ?? 0, i }))
    .toSorted((x, y) => x.totals[0] - y.totals[0] || x.totals[1] - y.totals[1] || y.use - x.use || x.i - y.i);
  return { rows: Int32Array.from(sorted, ({ i }) => i), use: Float64Array.from(use) };
}

/** The same bits: a use of -0 would not be one of 0. */
function expectSame(order: Order, expected: Order): void {
  expect([...order.rows]).toEqual([...expected.rows]);
  expect(order.use.length).toBe(expected.use.length);
  for (const [row, use] of order.use.entries()) expect(use).toBe(expected.use[row]);
}

describe("the order of rows", () => {
  it("is by totals, then by use, the greatest first, then tie order", () => {
    fc.assert(
      fc.property(fc.array(rowArbitrary, { maxLength: 40 }), coefficients, (rows, by) => {
        expectSame(orderOf(likedOf(rows, by), rows.length), naiveOrder(rows, by));
      }),
    );
  });

  it("is tie order where nothing is liked", () => {
    expectSame(orderOf([], 3), { rows: Int32Array.of(0, 1, 2), use: new Float64Array(3) });
    expectSame(orderOf([], 0), { rows: new Int32Array(), use: new Float64Array() });
  });

  it("puts full rows first for packing and empty ones for spreading", () => {
    const rows: readonly Row[] = [
      [4000, 0, 0, 0],
      [0, 4000, 0, 0],
      [1000, 3000, 0, 0],
    ];
    expect([...orderOf(likedOf(rows, [1, 1]), 3).rows]).toEqual([1, 2, 0]);
    expect([...orderOf(likedOf(rows, [-1, 1]), 3).rows]).toEqual([0, 2, 1]);
  });

  it("after any change is that of the rows as they are, bit for bit", () => {
    const change = fc.tuple(fc.nat(), fc.constantFrom("changed", "gone", "come" as const), rowArbitrary);
    fc.assert(
      fc.property(
        fc.array(rowArbitrary, { maxLength: 30 }),
        fc.array(fc.array(change, { maxLength: 8 }), { minLength: 1, maxLength: 4 }),
        coefficients,
        (first, steps, by) => {
          let rows = first.map((row, before) => ({ row, before }));
          let order = orderOf(likedOf(first, by), first.length);
          for (const changes of steps) {
            rows = rows.map(({ row }, before) => ({ row, before }));
            for (const [pick, kind, row] of changes) {
              const at = pick % (rows.length + 1);
              if (kind === "come") rows.splice(at, 0, { row, before: -1 });
              else if (kind === "gone") rows.splice(at, 1);
              else if (at < rows.length) rows[at] = { row, before: -1 };
            }
            const liked = likedOf(
              rows.map(({ row }) => row),
              by,
            );
            const from = rows.map(({ before }) => before);
            order = orderAfter(order, successionFrom(from, order.rows.length), liked);
            expectSame(order, orderOf(liked, rows.length));
          }
        },
      ),
    );
  });
});

describe("the use of a row", () => {
  it("is the coefficients times the shares in use; what there is nothing of adds nothing", () => {
    const liked = likedOf(
      [
        [3000, 1000, 4000, 4000],
        [0, 0, 0, 5],
        [7, 0, 0, 0],
      ],
      [1, -0.5],
    );
    expect([0, 1, 2].map((row) => useOf(liked, row))).toEqual([0.25 - 0.25, -0.5, 0]);
  });
});
