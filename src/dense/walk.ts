// A walk over the rows that have what a task asks, group by group (blocks.ts), in a group the most used first. It holds its place: `#group`, `#at`
// among the group's blocks, `#next` to `#end` what is left of the block it is in. `#others` is what a row of the group scores at most beside what
// its use adds. The rows must not change while it goes.

import type { Barren } from "./barren.ts";
import type { Blocks } from "./blocks.ts";
import { blockRows, type Group } from "./group.ts";
import type { Asked } from "./layout.ts";
import { baseOf } from "./worth.ts";

const none: readonly Group[] = [];

/** Counts what is looked at. */
export interface Work {
  blocksOpened: number;
  agentsVisited: number;
}

/** Finds the rows that may win, one after the other. */
export class Walk {
  readonly #blocks: Blocks;
  #asked: Asked;
  #rest = 0;
  #weight = 0;
  #groups = none;
  #group = 0;
  #at = 0;
  #next = 0;
  #end = 0;
  #others = 0;
  #twin = -1;
  #barren: Barren | undefined;
  /** The block in which the walk is, until a row of it passes; -1 for none. */
  #vain = -1;

  constructor(blocks: Blocks, asked: Asked) {
    this.#blocks = blocks;
    this.#asked = asked;
  }

  /**
   * Begins anew over all rows.
   *
   * @param rest what a row scores at most beside the fitness's packing and spreading, and more than rounding can add.
   * @param weight of the fitness.
   * @param barren the blocks that are known to have nothing for such tasks.
   */
  begin(asked: Asked, rest: number, weight: number, barren: Barren | undefined): void {
    this.#asked = asked;
    this.#rest = rest;
    this.#weight = weight;
    this.#groups = this.#blocks.groups;
    this.#group = -1;
    this.#at = 0;
    this.#next = 0;
    this.#end = 0;
    this.#twin = -1;
    this.#barren = barren;
    this.#vain = -1;
  }

  /**
   * The last row passes. From now on, where nothing but the fitness tells rows apart, the walk passes over those of the group in the same
   * state, as far as the fitness looks: they score the same, and come after it.
   */
  note(row: number, isAllThatCounts: boolean): void {
    this.#vain = -1;
    if (!isAllThatCounts) return;
    this.#twin = row;
    if (this.#blocks.isAlike(this.#blocks.blockOf[row]!)) this.#next = this.#end;
  }

  /** The next row that has what is asked and may score `floor`; -1 for none. */
  next(floor: number, work: Work): number {
    const blocks = this.#blocks;
    const { members, use, sizes } = blocks;
    const { layout, amounts } = this.#asked;
    const { free, columns } = layout;
    const count = amounts.length;
    const weight = this.#weight;
    const groups = this.#groups;
    let group = this.#group;
    let list = group === -1 ? noBlocks : groups[group]!.blocks;
    let at = this.#at;
    let i = this.#next;
    let end = this.#end;
    let others = this.#others;
    let twin = this.#twin;
    const barren = this.#barren;
    walk: for (;;) {
      rows: while (i < end) {
        const row = members[i++]!;
        if (others + weight * use[row]! < floor) {
          at = list.length;
          this.#vain = -1;
          break;
        }
        work.agentsVisited++;
        for (let c = 0; c < count; c++) if (free[c]![row]! < amounts[c]!) continue rows;
        if (twin !== -1 && blocks.isUsedAlike(row, twin)) continue;
        this.#group = group;
        this.#at = at;
        this.#next = i;
        this.#end = end;
        this.#others = others;
        this.#twin = twin;
        return row;
      }
      if (this.#vain !== -1 && i === end) {
        barren!.examine(this.#vain);
        this.#vain = -1;
      }
      blocks: while (at < list.length) {
        const block = list[at++]!;
        if (barren !== undefined && barren.has(block)) continue;
        for (let c = 0; c < count; c++) if (columns[c]!.mostFree[block]! < amounts[c]!) continue blocks;
        i = block * blockRows;
        const first = members[i]!;
        if (others + weight * use[first]! < floor) break;
        if (twin !== -1 && blocks.isUsedAlike(first, twin) && blocks.isAlike(block)) continue;
        end = i + sizes[block]!;
        work.blocksOpened++;
        if (barren !== undefined) this.#vain = block;
        continue walk;
      }
      twin = -1;
      end = i;
      at = 0;
      if (++group === groups.length) return this.#finish();
      list = groups[group]!.blocks;
      others = this.#rest + weight * baseOf(groups[group]!, this.#asked);
    }
  }

  #finish(): number {
    this.#groups = none;
    this.#group = -1;
    this.#next = this.#end;
    return -1;
  }
}

const noBlocks: readonly number[] = [];
