// Layout. The ranges of free ports that rows have as a round begins, each once, by their first ports: range i is `#firsts[i]` to `#lasts[i]`, and `#rows[i]`
// have it; `#reach[i]` is the greatest last port of it and those before. Ports only go in a round, so no other row has them later. Nothing here changes.

import type { PortSet } from "./port-set.ts";

/** Finds the rows that have some ports. */
export class PortHolders {
  readonly #firsts: readonly number[];
  readonly #lasts: readonly number[];
  readonly #rows: readonly (readonly number[])[];
  readonly #reach: readonly number[];

  /** Costs O(ranges of all rows + different ranges × log of these). */
  constructor(sets: readonly Readonly<PortSet>[]) {
    const byRange = new Map<number, number[]>();
    for (const [row, set] of sets.entries()) {
      for (let i = 0; i < set.length; i += 2) {
        const range = set[i]! * ports + set[i + 1]!;
        const rows = byRange.get(range);
        if (rows === undefined) byRange.set(range, [row]);
        else rows.push(row);
      }
    }
    const ranges = [...byRange.keys()].toSorted((a, b) => a - b);
    this.#firsts = ranges.map((range) => Math.floor(range / ports));
    this.#lasts = ranges.map((range) => range % ports);
    this.#rows = ranges.map((range) => byRange.get(range)!);
    let reach = -1;
    this.#reach = this.#lasts.map((last) => (reach = Math.max(reach, last)));
  }

  /** The rows that may have a port of the range, some more than once; undefined where they are more than so many, or hard to find. Costs O(`few`). */
  rowsWith(first: number, last: number, few: number): readonly number[] | undefined {
    const found: (readonly number[])[] = [];
    let count = 0;
    for (let i = this.#countUpTo(last) - 1; i >= 0 && this.#reach[i]! >= first; i--) {
      const isWithin = this.#lasts[i]! >= first;
      if (isWithin) found.push(this.#rows[i]!);
      count += isWithin ? this.#rows[i]!.length : 1;
      if (count > few) return undefined;
    }
    return found.flat();
  }

  /** How many ranges begin at the port or before it. */
  #countUpTo(port: number): number {
    let low = 0;
    let high = this.#firsts.length;
    while (low < high) {
      const middle = (low + high) >> 1;
      if (this.#firsts[middle]! <= port) low = middle + 1;
      else high = middle;
    }
    return low;
  }
}

/** One more than the greatest port. */
const ports = 2 ** 16;
