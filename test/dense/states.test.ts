import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { AmountColumn } from "../../src/dense/amount-column.ts";
import { States } from "../../src/dense/states.ts";

const amount = fc.constantFrom(0, 1, 1000, 2000, 2 ** 53 - 1);
const rowCount = 8;
const ofRows = fc.array(amount, { minLength: rowCount, maxLength: rowCount });
const columns = fc.array(fc.tuple(ofRows, ofRows), { maxLength: 3 });
const change = fc.record({
  row: fc.nat(rowCount - 1),
  column: fc.nat(2),
  isFree: fc.boolean(),
  amount,
});

function columnOf([free, held]: readonly [readonly number[], readonly number[]]): AmountColumn {
  return new AmountColumn(Float64Array.from(free), Float64Array.from(held));
}

/** The same number exactly where all amounts are the same. */
function expectStates(states: States, all: readonly AmountColumn[]): void {
  const amountsAt = (row: number) => all.map(({ free, held }) => [free[row], held[row]].join()).join(" ");
  for (let a = 0; a < rowCount; a++) {
    for (let b = 0; b < rowCount; b++)
      expect(states.of(a) === states.of(b)).toBe(amountsAt(a) === amountsAt(b));
  }
}

describe("the states of rows", () => {
  it("have the same number exactly where the amounts are equal, whatever changes", () => {
    fc.assert(
      fc.property(columns, fc.array(change, { maxLength: 20 }), (given, changes) => {
        const all = given.map(columnOf);
        const states = new States(all, rowCount);
        expectStates(states, all);
        for (const { row, column, isFree, amount: to } of changes) {
          const changed = isFree ? all[column]?.free : all[column]?.held;
          if (changed === undefined) continue;
          changed[row] = to;
          states.update(row);
          expectStates(states, all);
        }
      }),
    );
  });

  it("have the number they had once the amounts are as they were", () => {
    const column = columnOf([
      [4, 4],
      [0, 1],
    ]);
    const states = new States([column], 2);
    const before = states.of(0);
    for (const held of [2, 0]) {
      column.held[0] = held;
      states.update(0);
    }
    expect(states.of(0)).toBe(before);
    expect(states.of(1)).not.toBe(before);
  });

  it("tell what is free from what is held", () => {
    const column = columnOf([
      [1, 2],
      [2, 1],
    ]);
    const states = new States([column], 2);
    expect(states.of(0)).not.toBe(states.of(1));
  });
});
