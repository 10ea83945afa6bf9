// Layout. `#seen[block]` tells the block's version and size when it was last asked about, 0 for never. Only `hasChanged` writes.

import type { Blocks } from "./blocks.ts";
import { blockRows, grown } from "./group.ts";

/** Tells which blocks must be looked at again. */
export class BlockWatch {
  readonly #blocks: Blocks;
  #seen: Float64Array = new Float64Array();

  constructor(blocks: Blocks) {
    this.#blocks = blocks;
  }

  /** Whether rows have come to the block, or gone, since this was last asked about it. */
  hasChanged(block: number): boolean {
    const { sizes, versions } = this.#blocks;
    const now = (versions[block]! + 1) * 2 * blockRows + sizes[block]!;
    if (block >= this.#seen.length) this.#seen = grown(this.#seen, new Float64Array(sizes.length));
    if (this.#seen[block] === now) return false;
    this.#seen[block] = now;
    return true;
  }
}
