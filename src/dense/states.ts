// Which rows have the very same amounts free and held of some resources: they have the same number. Numbers are found by walking from 0 along what is free, then
// held, of one resource after the other: `#steps` leads from a number and an amount to the next number. Only `update` writes.

import type { AmountColumn } from "./amount-column.ts";

/** The states of rows, as far as some resources go. */
export class States {
  readonly #columns: readonly AmountColumn[];
  readonly #stateOf: Int32Array;
  readonly #steps = new Map<number, Map<number, number>>();
  #states = 0;

  /** Costs O(rows × columns). */
  constructor(columns: readonly AmountColumn[], rows: number) {
    this.#columns = columns;
    this.#stateOf = new Int32Array(rows);
    for (let row = 0; row < rows; row++) this.update(row);
  }

  /** The number of the row's state. */
  of(row: number): number {
    return this.#stateOf[row]!;
  }

  /** The row's amounts have changed. */
  update(row: number): void {
    let state = 0;
    for (const { free, held } of this.#columns) state = this.#step(this.#step(state, free[row]!), held[row]!);
    this.#stateOf[row] = state;
  }

  #step(from: number, amount: number): number {
    let steps = this.#steps.get(from);
    if (steps === undefined) {
      steps = new Map();
      this.#steps.set(from, steps);
    }
    let to = steps.get(amount);
    if (to === undefined) {
      to = ++this.#states;
      steps.set(amount, to);
    }
    return to;
  }
}
