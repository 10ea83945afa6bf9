// Which values of an attribute match a pattern. What one said of it stays, so this serves all columns that share the values. Where all that matches begins with
// one of a few texts, these alone are tried; a column lists the values in use that match where few of these begin so.

import { compilePattern } from "../model/input/pattern.ts";
import { prefixesOf } from "./prefixes.ts";
import type { Values } from "./values.ts";

/** Where more values may match they are not listed. */
const mostListed = 256;

const matches = 1;
const fails = 2;

/** The values that match one pattern. */
export class Matches {
  readonly #pattern: string;
  readonly #values: Values;
  /** Undefined where what matches may begin with anything. */
  readonly #prefixes: readonly string[] | undefined;
  /** What it said of values that begin so, as long as these are few: a place for each value would be too much room for many patterns. */
  #ofFew: Map<number, boolean> | undefined;
  /** Per value what it said; 0 where it was not asked. */
  #verdicts = new Uint8Array();

  constructor(pattern: string, values: Values) {
    this.#pattern = pattern;
    this.#values = values;
    this.#prefixes = prefixesOf(pattern);
    if (this.#prefixes !== undefined) this.#ofFew = new Map();
  }

  /** Whether the value matches. */
  has(value: number): boolean {
    if (this.#ofFew !== undefined) return this.#hasAmong(this.#ofFew, value);
    if (value >= this.#verdicts.length) this.#grow();
    if (this.#verdicts[value] === 0) this.#verdicts[value] = this.#isMatch(value) ? matches : fails;
    return this.#verdicts[value] === matches;
  }

  /**
   * All values that match of those in use, for which `isInUse` is 1, in the order of their texts; undefined where more than few may. It depends on nothing but these.
   * Costs O(log values + values that begin so).
   */
  listOf(isInUse: Uint8Array): readonly number[] | undefined {
    if (this.#prefixes === undefined) return undefined;
    const candidates = new Set<number>();
    for (const prefix of this.#prefixes) {
      const numbers = this.#values.beginningWith(prefix, mostListed - candidates.size, isInUse);
      if (numbers === undefined) return undefined;
      for (const number of numbers) candidates.add(number);
    }
    return [...candidates].filter((number) => this.has(number));
  }

  #hasAmong(few: Map<number, boolean>, value: number): boolean {
    const known = few.get(value);
    if (known !== undefined) return known;
    if (!this.#beginsSo(value)) return false;
    const isMatch = this.#isMatch(value);
    few.set(value, isMatch);
    if (few.size > mostListed) this.#ofFew = undefined;
    return isMatch;
  }

  #beginsSo(value: number): boolean {
    const text = String(this.#values.list[value]);
    return this.#prefixes!.some((prefix) => text.startsWith(prefix));
  }

  #isMatch(value: number): boolean {
    return compilePattern(this.#pattern).matches(String(this.#values.list[value]));
  }

  #grow(): void {
    const grown = new Uint8Array(this.#values.list.length);
    grown.set(this.#verdicts);
    this.#verdicts = grown;
  }
}
