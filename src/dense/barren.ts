// Which blocks have no row that passes the checks of a kind of task. A row that does not pass will not pass later, as long as no task comes to its
// agent and the checks' epoch is the same: tasks come in a round, and none goes. A task that comes files the row anew, in every role. So a block stays
// barren until a row comes to it. `#known[block]` is twice the block's version when it was examined, one more where it was barren, and one more
// again; 0 for never. Only `begin` and `examine` write.

import type { Blocks } from "./blocks.ts";
import { blockRows, grown } from "./group.ts";

/** What has been found out for one kind of task. */
export class Barren {
  readonly #blocks: Blocks;
  #known: Int32Array;
  #epoch = NaN;
  #passes: ((row: number) => boolean) | undefined;

  constructor(blocks: Blocks) {
    this.#blocks = blocks;
    this.#known = new Int32Array(blocks.sizes.length);
  }

  /** For one more task of the kind: in another epoch, nothing is known. */
  begin(epoch: number, passes: (row: number) => boolean): void {
    if (epoch !== this.#epoch) this.#known.fill(0);
    this.#epoch = epoch;
    this.#passes = passes;
    const room = this.#blocks.sizes.length;
    if (room > this.#known.length) this.#known = grown(this.#known, new Int32Array(room));
  }

  /** Whether no row of the block is known to pass. */
  has(block: number): boolean {
    return this.#known[block] === 2 * this.#blocks.versions[block]! + 2;
  }

  /** Looks whether a row of the block passes, unless that is known. Costs O(its rows). */
  examine(block: number): void {
    const { members, sizes, versions } = this.#blocks;
    const known = 2 * versions[block]! + 1;
    if (this.#known[block]! >= known) return;
    const start = block * blockRows;
    const end = start + sizes[block]!;
    let at = start;
    while (at < end && !this.#passes!(members[at]!)) at++;
    this.#known[block] = at < end ? known : known + 1;
  }
}
