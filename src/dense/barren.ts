// Which blocks have no row that passes the checks of a kind of task, and which rows do not. A row that does not pass will not pass later, as long as no
// task comes to its agent and the checks' epoch is the same: tasks come in a round, and none goes. A task that comes files the row anew, in every role.
// So a row that failed fails until it is filed, and a block stays barren until a row comes to it. `#known[block]` is twice the block's version when it was
// examined, one more where it was barren, and one more again; 0 for never. `#failed[row]` is when the row failed, by the clock of the blocks; before
// `#since` it was another epoch. Only `begin`, `examine` and `fail` write.

import type { Blocks } from "./blocks.ts";
import { blockRows, grown } from "./group.ts";

/** What has been found out for one kind of task. */
export class Barren {
  readonly #blocks: Blocks;
  // Of many kinds nothing is ever examined.
  #known: Int32Array = new Int32Array();
  #epoch = NaN;
  #passes: ((row: number) => boolean) | undefined;
  /** Made once so many rows have failed that it is worth its room. */
  #failed: Int32Array | undefined;
  #since = 0;
  #failures = 0;

  constructor(blocks: Blocks) {
    this.#blocks = blocks;
  }

  /** For one more task of the kind: in another epoch, nothing is known. */
  begin(epoch: number, passes: (row: number) => boolean): void {
    if (epoch !== this.#epoch) {
      this.#known.fill(0);
      this.#since = ++this.#blocks.clock;
    }
    this.#epoch = epoch;
    this.#passes = passes;
  }

  /** Whether no row of the block is known to pass. */
  has(block: number): boolean {
    return block < this.#known.length && this.#known[block] === 2 * this.#blocks.versions[block]! + 2;
  }

  /** Looks whether a row of the block passes, unless that is known. Costs O(its rows). */
  examine(block: number): void {
    const { members, sizes, versions } = this.#blocks;
    if (block >= this.#known.length) this.#known = grown(this.#known, new Int32Array(sizes.length));
    const known = 2 * versions[block]! + 1;
    if (this.#known[block]! >= known) return;
    const start = block * blockRows;
    const end = start + sizes[block]!;
    let at = start;
    while (at < end && (this.hasFailed(members[at]!) || !this.#passes!(members[at]!))) at++;
    this.#known[block] = at < end ? known : known + 1;
  }

  /** Whether the row is known not to pass. */
  hasFailed(row: number): boolean {
    const failed = this.#failed;
    return failed !== undefined && failed[row]! >= this.#since && failed[row]! > this.#blocks.filedAt[row]!;
  }

  /** The row does not pass. */
  fail(row: number): void {
    const { blockOf, clock } = this.#blocks;
    if (this.#failed === undefined) {
      if (++this.#failures * roomPerFail < blockOf.length) return;
      this.#failed = new Int32Array(blockOf.length);
    }
    this.#failed[row] = clock;
  }
}

/** As many rows may be remembered of each that has failed before any is. */
const roomPerFail = 8;
