// The smallest row of each block (blocks.ts), found out when somebody asks, and again when rows have come to it or gone.

import { BlockWatch } from "./block-watch.ts";
import type { Blocks } from "./blocks.ts";
import { blockRows } from "./group.ts";

/** The smallest rows of blocks. */
export class LeastRows {
  readonly #blocks: Blocks;
  readonly #watch: BlockWatch;
  readonly #least: number[] = [];

  constructor(blocks: Blocks) {
    this.#blocks = blocks;
    this.#watch = new BlockWatch(blocks);
  }

  /** The smallest row of the block, which has some. Costs O(its rows) where it has changed. */
  of(block: number): number {
    if (this.#watch.hasChanged(block)) this.#least[block] = this.#look(block);
    return this.#least[block]!;
  }

  #look(block: number): number {
    const { members, sizes } = this.#blocks;
    const start = block * blockRows;
    const end = start + sizes[block]!;
    let least = members[start]!;
    for (let i = start + 1; i < end; i++) if (members[i]! < least) least = members[i]!;
    return least;
  }
}
