// Rows that have offers by the values that their agents have of some attributes: rows of one stratum have the same. `of[row]` is a row's stratum, `examples` has a row
// of each. What depends on these attributes alone need be worked out once a stratum. Nothing here changes.

import type { AttributeColumn } from "./attributes.ts";

/** More strata than these are no help. */
export const mostStrata = 256;

/** What rows score at most beside the fitness's packing and spreading: `rests[of[row]]`, -Infinity where they do not pass. */
export interface StrataRests {
  readonly of: Int32Array;
  readonly rests: Float64Array;
}

/** Rows by some attributes. */
export class Strata {
  readonly of: Int32Array;
  readonly examples: readonly number[];
  readonly columns: readonly AttributeColumn[];
  readonly #agentOf: Int32Array;
  readonly #isIdle: Uint8Array;
  readonly #finer = new Map<AttributeColumn, Strata | undefined>();
  readonly #byValue = new Map<AttributeColumn, ReadonlyMap<number, readonly number[]>>();

  private constructor(
    agentOf: Int32Array,
    isIdle: Uint8Array,
    of: Int32Array,
    examples: readonly number[],
    columns: readonly AttributeColumn[],
  ) {
    this.of = of;
    this.examples = examples;
    this.#agentOf = agentOf;
    this.#isIdle = isIdle;
    this.columns = columns;
  }

  /** By no attribute: one stratum, or none where there are no rows. `isIdle` is 1 for a row that has no offers. */
  static whole(agentOf: Int32Array, isIdle: Uint8Array): Strata {
    const first = isIdle.indexOf(0);
    return new Strata(agentOf, isIdle, new Int32Array(agentOf.length), first === -1 ? [] : [first], []);
  }

  /** By one more attribute; undefined where that makes too many. Costs O(rows) when first asked. */
  with(column: AttributeColumn): Strata | undefined {
    if (this.columns.includes(column)) return this;
    if (!this.#finer.has(column)) this.#finer.set(column, this.#divided(column));
    return this.#finer.get(column);
  }

  /** Whether the rows of a stratum have the same of these attributes. */
  isBy(columns: readonly AttributeColumn[]): boolean {
    for (const column of columns) if (!this.columns.includes(column)) return false;
    return true;
  }

  /** The strata of which the rows have the value of an attribute; these are strata by it. Costs O(strata) when first asked about the attribute. */
  having(column: AttributeColumn, value: number): readonly number[] {
    let byValue = this.#byValue.get(column);
    if (byValue === undefined) {
      byValue = this.#strataByValue(column);
      this.#byValue.set(column, byValue);
    }
    return byValue.get(value) ?? none;
  }

  /** Adds weight × score to the number of each stratum: the score of its rows, or one for all. */
  add(sums: Float64Array, weight: number, score: ((row: number) => number) | number): void {
    const { examples } = this;
    if (typeof score === "number") {
      for (let i = 0; i < examples.length; i++) sums[i]! += weight * score;
    } else {
      for (let i = 0; i < examples.length; i++) sums[i]! += weight * score(examples[i]!);
    }
  }

  /** Divides the number of each stratum; returns the greatest, or 0. */
  divide(sums: Float64Array, by: number): number {
    let greatest = 0;
    for (let i = 0; i < this.examples.length; i++) {
      sums[i]! /= by;
      if (sums[i]! > greatest) greatest = sums[i]!;
    }
    return greatest;
  }

  /** By more attributes; undefined where they make too many. */
  withAll(columns: readonly AttributeColumn[]): Strata | undefined {
    return columns.reduce<Strata | undefined>((strata, column) => strata?.with(column), this);
  }

  #strataByValue({ valueOf, several }: AttributeColumn): ReadonlyMap<number, readonly number[]> {
    const strata = new Map<number, number[]>();
    for (const [stratum, example] of this.examples.entries()) {
      const value = valueOf[this.#agentOf[example]!]!;
      if (value === -1) continue;
      for (const each of value >= 0 ? [value] : several[-2 - value]!) {
        const known = strata.get(each);
        if (known === undefined) strata.set(each, [stratum]);
        else known.push(stratum);
      }
    }
    return strata;
  }

  #divided(column: AttributeColumn): Strata | undefined {
    const { valueOf } = column;
    const of = new Int32Array(this.of.length);
    const examples: number[] = [];
    const numbers = this.examples.map(() => new Map<number, number>());
    for (let row = 0; row < of.length; row++) {
      if (this.#isIdle[row] === 1) continue;
      const known = numbers[this.of[row]!]!;
      const value = valueOf[this.#agentOf[row]!]!;
      let number = known.get(value);
      if (number === undefined) {
        if (examples.length === mostStrata) return undefined;
        number = examples.push(row) - 1;
        known.set(value, number);
      }
      of[row] = number;
    }
    return new Strata(this.#agentOf, this.#isIdle, of, examples, [...this.columns, column]);
  }
}

const none: readonly never[] = [];
