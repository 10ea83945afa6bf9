// Which values of an attribute match a pattern. What one said of it stays, so this serves all columns that share the values. Where all that matches begins with
// one of a few texts, as few values do, these alone are tried; elsewhere values are tried as they are asked about.

import { compilePattern } from "../model/input/pattern.ts";
import { prefixesOf } from "../model/prefixes.ts";
import type { Values } from "./values.ts";

/** Where more values may match they are not listed. */
const mostListed = 256;

const matches = 1;
const fails = 2;

/** The values that match one pattern. */
export class Matches {
  readonly #pattern: string;
  readonly #values: Values;
  /** Undefined where values are not listed. */
  #prefixes: readonly string[] | undefined;
  /** The values that match, of those before `#next`: as a list, and to be looked up. */
  readonly #listed: number[] = [];
  readonly #isListed = new Set<number>();
  #next = 0;
  /** Per value what it said; 0 where it was not asked. */
  #verdicts = new Uint8Array();

  constructor(pattern: string, values: Values) {
    this.#pattern = pattern;
    this.#values = values;
    this.#prefixes = prefixesOf(pattern);
    this.#listFirst();
  }

  /** Whether the value matches. */
  has(value: number): boolean {
    if (this.#prefixes !== undefined && value < this.#next) return this.#isListed.has(value);
    if (value >= this.#verdicts.length) this.#grow();
    if (this.#verdicts[value] === 0) this.#verdicts[value] = this.#isMatch(value) ? matches : fails;
    return this.#verdicts[value] === matches;
  }

  /** All values that match, where few may; undefined elsewhere. */
  list(): readonly number[] | undefined {
    const prefixes = this.#prefixes;
    if (prefixes === undefined) return undefined;
    const { list } = this.#values;
    for (; this.#next < list.length; this.#next++) {
      const text = String(list[this.#next]);
      if (prefixes.some((prefix) => text.startsWith(prefix))) this.#try(this.#next);
    }
    if (this.#listed.length <= mostListed) return this.#listed;
    this.#prefixes = undefined;
    return undefined;
  }

  /** Lists the values that match so far, unless too many may. */
  #listFirst(): void {
    const candidates = new Set<number>();
    for (const prefix of this.#prefixes ?? none) {
      const numbers = this.#values.beginningWith(prefix, mostListed - candidates.size);
      if (numbers === undefined) {
        this.#prefixes = undefined;
        return;
      }
      for (const number of numbers) candidates.add(number);
    }
    for (const number of candidates) this.#try(number);
    this.#next = this.#values.list.length;
  }

  /** Lists the value if it matches. */
  #try(value: number): void {
    if (!this.#isMatch(value)) return;
    this.#listed.push(value);
    this.#isListed.add(value);
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

const none: readonly never[] = [];
