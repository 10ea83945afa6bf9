// How many there are of each value. Of a column of many values few are in use at first: as long as they are few only these have a number, later all have. So many
// groups of a few tasks each cost what their tasks cost, and not a number for every host.

/** Values that come one by one, counted. Only `add` writes. */
export class ValueCounts {
  readonly #values: number;
  /** Made for the first. */
  #few: Map<number, number> | undefined;
  #all: Int32Array | undefined;

  /** @param values they are numbers from 0 to below this. */
  constructor(values: number) {
    this.#values = values;
  }

  /** How many there are of the value. */
  of(value: number): number {
    return this.#all === undefined ? (this.#few?.get(value) ?? 0) : this.#all[value]!;
  }

  /** One more of the value; returns how many there are. */
  add(value: number): number {
    const count = this.of(value) + 1;
    if (this.#all !== undefined) {
      this.#all[value] = count;
      return count;
    }
    const few = (this.#few ??= new Map());
    few.set(value, count);
    if (few.size * room >= this.#values) this.#spread(few);
    return count;
  }

  #spread(few: ReadonlyMap<number, number>): void {
    this.#all = new Int32Array(this.#values);
    for (const [value, count] of few) this.#all[value] = count;
    this.#few = undefined;
  }
}

/** Where a value in use pays for so many, all get a number. */
const room = 64;
