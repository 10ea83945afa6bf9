// What room the devices of a name have on the rows of a block (blocks.ts), found out when somebody asks, and again when rows have come to it or gone: `#open[block]` and
// `#bound[block]` have the bits that any of its rows has (device-room.ts), `#alike[block]` is 1 where the devices of all are in the same state.

import { BlockWatch } from "./block-watch.ts";
import type { Blocks } from "./blocks.ts";
import type { DeviceRoom } from "./device-room.ts";
import { blockRows } from "./group.ts";

/** The room of the devices of a name, block by block. */
export class DeviceBlocks {
  readonly room: DeviceRoom;
  readonly #blocks: Blocks;
  readonly #watch: BlockWatch;
  readonly #open: number[] = [];
  readonly #bound: number[] = [];
  readonly #alike: boolean[] = [];

  constructor(room: DeviceRoom, blocks: Blocks) {
    this.room = room;
    this.#blocks = blocks;
    this.#watch = new BlockWatch(blocks);
  }

  /** The levels of the devices that requests with or without a binding may be given. Costs O(rows of a block) where it has changed. */
  levels(block: number, isBound: boolean): number {
    if (this.#watch.hasChanged(block)) this.#look(block);
    return isBound ? this.#bound[block]! : this.#open[block]!;
  }

  /** Whether the devices of all rows are in the same state. Costs O(rows of a block × their devices) where it has changed. */
  isAlike(block: number): boolean {
    if (this.#watch.hasChanged(block)) this.#look(block);
    return this.#alike[block]!;
  }

  #look(block: number): void {
    const { members, sizes } = this.#blocks;
    const { room } = this;
    const start = block * blockRows;
    const end = start + sizes[block]!;
    let open = 0;
    let bound = 0;
    let isAlike = true;
    for (let i = start; i < end; i++) {
      const row = members[i]!;
      open |= room.open[row]!;
      bound |= room.bound[row]!;
      if (isAlike && i > start) isAlike = room.isAlike(members[start]!, row);
    }
    this.#open[block] = open;
    this.#bound[block] = bound;
    this.#alike[block] = isAlike;
  }
}
