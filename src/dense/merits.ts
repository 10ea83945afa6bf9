// What rows of a block (blocks.ts) score at most by the preferences that tasks of a kind have. A row will not score more later, as long as no task comes to its agent
// and the epoch is the same (checks.ts): so what a block's rows score at most holds until a row comes to it. `#known[block]` is one more than the block's version when it was
// examined, 0 for never; `#most[block]` what was found. Only `begin` and `examine` write.

import type { Blocks } from "./blocks.ts";
import { blockRows, grown } from "./group.ts";

/** What has been found out about the preferences of one kind of task. */
export class Merits {
  readonly #blocks: Blocks;
  // Of many kinds nothing is ever asked.
  #known: Int32Array = new Int32Array();
  #most: Float64Array = new Float64Array();
  #epoch = NaN;
  #score: ((row: number) => number) | undefined;
  #rest = 0;
  #weight = 0;

  constructor(blocks: Blocks) {
    this.#blocks = blocks;
  }

  /** For one more task of the kind: in another epoch, nothing is known. */
  begin(epoch: number, score: (row: number) => number): void {
    if (epoch !== this.#epoch) this.#known.fill(0);
    this.#epoch = epoch;
    this.#score = score;
  }

  /** No row adds more than `rest` to the sum; a whole score adds `weight`. */
  weigh(rest: number, weight: number): void {
    this.#rest = rest;
    this.#weight = weight;
  }

  /** By how much what any row of the block adds falls short of the rest, at least. */
  lackOfBlock(block: number): number {
    const most = this.most(block);
    return most === Infinity ? 0 : Math.max(0, this.#rest - this.#weight * most);
  }

  /** No row of the block scores more; Infinity where nothing is known. */
  most(block: number): number {
    return this.#known[block] === this.#blocks.versions[block]! + 1 ? this.#most[block]! : Infinity;
  }

  /** Looks what rows of the block score, unless that is known. Costs O(its rows). */
  examine(block: number): void {
    const { members, sizes, versions } = this.#blocks;
    if (block >= this.#known.length) {
      this.#known = grown(this.#known, new Int32Array(sizes.length));
      this.#most = grown(this.#most, new Float64Array(sizes.length));
    }
    const known = versions[block]! + 1;
    if (this.#known[block] === known) return;
    const start = block * blockRows;
    const end = start + sizes[block]!;
    let most = 0;
    for (let i = start; i < end; i++) most = Math.max(most, this.#score!(members[i]!));
    this.#most[block] = most;
    this.#known[block] = known;
  }
}
