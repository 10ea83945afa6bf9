// Layout. Rows lie in blocks of at most `blockRows`: block b has its rows in `members[b * blockRows ..]`, `sizes[b]` of them, the first of use
// `firstUse[b]`. `blockOf[row]` is -1 for a row that is in none: one that takes no tasks, or is spent. A group lists the blocks of rows of equal totals
// (order.ts), or of rare totals that are about equal (bins.ts): rows and blocks in the order of use, so that the first row that passes is about the best of
// the group. Where the fitness likes nothing, all rows are one group, in tie order. Per column `mostFree[block]` is the greatest free amount, or more once the row that had it is gone: such columns have their bit in `stale[block]`. Only `remove`, `insert`, `bound` and `tighten` write.

import type { AmountColumn } from "./amount-column.ts";
import { blockRows, grown, type Group } from "./group.ts";
import { GroupBounds } from "./group-bounds.ts";
import { grouped, leastGroup, type GroupedRows } from "./grouping.ts";
import { useOf, type LikedAmount, type Order } from "./order.ts";
import { RowGroups } from "./row-groups.ts";

/** The arrangement of the rows that may take tasks. */
export class Blocks {
  members: Int32Array;
  sizes: Int32Array;
  /** Per block, another number whenever a row has come to it. */
  versions: Int32Array;
  firstUse: Float64Array;
  stale: Int32Array;
  readonly bounds: GroupBounds;
  /** More than the use of a row of which all is in use, by what rounding can take from it or add: of many resources that grows with their square. */
  readonly mostUse: number;
  /** Whether the fitness only packs or only spreads: then a row has no use only if nothing is in use. */
  readonly isOneWay: boolean;
  readonly blockOf: Int32Array;
  /** Grows with each row that comes to a block, and with each epoch of a kind of task (barren.ts). */
  clock = 1;
  /** Per row, when it came to its block last; 0 at the beginning. */
  readonly filedAt: Int32Array;
  readonly use: Float64Array;
  readonly groups: readonly Group[];
  readonly liked: readonly LikedAmount[];
  readonly #columns: AmountColumn[] = [];
  /** Per block. */
  readonly #groupOf: Group[] = [];
  readonly #rowGroups: RowGroups;
  /** Per block; undefined where nobody has looked since it changed. */
  readonly #alike: (boolean | undefined)[] = [];
  readonly #unused: number[] = [];
  #count = 0;

  /** @param isOut 1 for rows that get no block. */
  constructor({ rows, use }: Order, isOut: Uint8Array, liked: readonly LikedAmount[]) {
    const room = Math.ceil(rows.length / leastGroup) + 8;
    this.members = new Int32Array(room * blockRows);
    this.sizes = new Int32Array(room);
    this.versions = new Int32Array(room);
    this.firstUse = new Float64Array(room);
    this.stale = new Int32Array(room);
    this.blockOf = new Int32Array(rows.length).fill(-1);
    this.filedAt = new Int32Array(rows.length);
    this.use = use.slice();
    this.liked = liked;
    const filed = keepIn(rows, isOut);
    const all = grouped(liked, filed, this.use);
    this.#rowGroups = new RowGroups(liked, all, rows.length);
    this.groups = this.#rowGroups.groups;
    for (const each of all) this.#file(each);
    const rounding = 2 ** -40 * Math.max(1, (liked.length / 64) ** 2);
    this.mostUse = liked.reduce((sum, { coefficient }) => sum + Math.max(0, coefficient), rounding);
    this.isOneWay =
      liked.every(({ coefficient }) => coefficient > 0) || liked.every(({ coefficient }) => coefficient < 0);
    this.bounds = new GroupBounds(this.groups, liked.length, (group) => this.#topOf(group));
  }

  /** Keeps the bounds of a column from now on. Costs O(rows). */
  bound(column: AmountColumn): void {
    column.mostFree = new Float64Array(this.sizes.length);
    this.#columns.push(column);
    for (let block = 0; block < this.#count; block++) this.#boundFree(column, block);
  }

  /** Whether all rows of a block are in one state, as far as the fitness looks. */
  isAlike(block: number): boolean {
    return (this.#alike[block] ??= this.#looksAlike(block));
  }

  #looksAlike(block: number): boolean {
    const start = block * blockRows;
    const last = start + this.sizes[block]! - 1;
    const first = this.members[start]!;
    if (this.use[first] !== this.use[this.members[last]!]) return false;
    for (let i = start + 1; i <= last; i++) if (!this.isUsedAlike(first, this.members[i]!)) return false;
    return true;
  }

  /** Whether both rows are in one state, as far as the fitness looks. */
  isUsedAlike(a: number, b: number): boolean {
    for (const { free, held } of this.liked) {
      if (held[a]! !== held[b]! || free[a]! !== free[b]!) return false;
    }
    return true;
  }

  /** Takes a row out, before it changes. */
  remove(row: number): void {
    const { members, sizes } = this;
    const block = this.blockOf[row]!;
    const start = block * blockRows;
    const size = --sizes[block]!;
    const end = start + size;
    let at = start;
    while (members[at] !== row) at++;
    for (; at < end; at++) members[at] = members[at + 1]!;
    this.blockOf[row] = -1;
    // What is left of rows in one state is in one state.
    if (this.#alike[block] === false) this.#alike[block] = undefined;
    const group = this.#groupOf[block]!;
    if (size === 0) {
      const { blocks } = group;
      blocks.splice(blocks.indexOf(block), 1);
      this.#alike[block] = undefined;
      this.#unused.push(block);
    } else {
      this.firstUse[block] = this.use[members[start]!]!;
      this.#loosen(block, row);
    }
    this.bounds.noteTop(group.number, this.#topOf(group));
  }

  /** Files a row that was in a block and has changed where it belongs now. */
  insert(row: number): void {
    this.use[row] = useOf(this.liked, row);
    const group = this.#rowGroups.groupFor(row, this.bounds);
    this.#putIn(row, this.#blockFor(row, group));
    this.bounds.noteTop(group.number, this.#topOf(group));
  }

  /** Finds the bounds of a block anew that are too high. Costs O(its rows) for each. */
  tighten(block: number): void {
    const stale = this.stale[block]!;
    this.stale[block] = 0;
    for (let i = 0; i < this.#columns.length; i++) {
      if ((stale & bitOf(i)) !== 0) this.#boundFree(this.#columns[i]!, block);
    }
  }

  /** The row, which has left the block, may be the one that had the most of something. */
  #loosen(block: number, row: number): void {
    for (let i = 0; i < this.#columns.length; i++) {
      const { free, mostFree } = this.#columns[i]!;
      if (free[row] === mostFree[block]) this.stale[block]! |= bitOf(i);
    }
  }

  /** The use of the group's first row. */
  #topOf({ blocks }: Group): number {
    return blocks.length === 0 ? -Infinity : this.firstUse[blocks[0]!]!;
  }

  /** The block of the group after whose first row, and before whose next block's first row, the row belongs. */
  #blockFor(row: number, group: Group): number {
    const { blocks } = group;
    if (blocks.length === 0) {
      const block = this.#newBlock(group);
      blocks.push(block);
      return block;
    }
    let low = 0;
    let high = blocks.length - 1;
    while (low < high) {
      const middle = (low + high + 1) >> 1;
      if (this.#isBeforeBlock(row, blocks[middle]!)) high = middle - 1;
      else low = middle;
    }
    const block = blocks[low]!;
    if (this.sizes[block]! < blockRows) return block;
    const made = this.#split(block, group);
    blocks.splice(low + 1, 0, made);
    return this.#isBeforeBlock(row, made) ? block : made;
  }

  #isBeforeBlock(row: number, block: number): boolean {
    const difference = this.use[row]! - this.firstUse[block]!;
    return difference > 0 || (difference === 0 && row < this.members[block * blockRows]!);
  }

  #isBefore(a: number, b: number): boolean {
    const difference = this.use[a]! - this.use[b]!;
    return difference > 0 || (difference === 0 && a < b);
  }

  /** Moves the second half of a full block to a new one. */
  #split(block: number, group: Group): number {
    const made = this.#newBlock(group);
    const half = blockRows / 2;
    const { members, sizes, blockOf } = this;
    for (let i = 0; i < half; i++) {
      const row = members[block * blockRows + half + i]!;
      members[made * blockRows + i] = row;
      blockOf[row] = made;
    }
    sizes[block] = half;
    sizes[made] = half;
    this.firstUse[made] = this.use[members[made * blockRows]!]!;
    this.versions[made]!++;
    this.#alike[block] = undefined;
    this.#alike[made] = undefined;
    this.#boundAll(block);
    this.#boundAll(made);
    return made;
  }

  #putIn(row: number, block: number): void {
    const { members } = this;
    const start = block * blockRows;
    const end = start + this.sizes[block]!++;
    let low = start;
    let high = end;
    while (low < high) {
      const middle = (low + high) >> 1;
      if (this.#isBefore(row, members[middle]!)) high = middle;
      else low = middle + 1;
    }
    for (let at = end; at > low; at--) members[at] = members[at - 1]!;
    members[low] = row;
    if (low === start) this.firstUse[block] = this.use[row]!;
    this.blockOf[row] = block;
    this.filedAt[row] = this.clock++;
    this.versions[block]!++;
    this.#alike[block] = undefined;
    for (const { free, mostFree } of this.#columns) {
      if (free[row]! > mostFree[block]!) mostFree[block] = free[row]!;
    }
  }

  #file({ rows, group }: GroupedRows): void {
    for (let start = 0; start < rows.length; start += blockRows) {
      const block = this.#newBlock(group);
      const part = rows.subarray(start, start + blockRows);
      this.members.set(part, block * blockRows);
      this.sizes[block] = part.length;
      this.firstUse[block] = this.use[part[0]!]!;
      for (const row of part) this.blockOf[row] = block;
      group.blocks.push(block);
    }
  }

  #newBlock(group: Group): number {
    const block = this.#unused.pop() ?? this.#count++;
    this.#groupOf[block] = group;
    if (block === this.sizes.length) this.#grow();
    this.stale[block] = 0;
    for (const { mostFree } of this.#columns) mostFree[block] = -1;
    return block;
  }

  #grow(): void {
    const room = 2 * this.sizes.length;
    this.members = grown(this.members, new Int32Array(room * blockRows));
    this.sizes = grown(this.sizes, new Int32Array(room));
    this.versions = grown(this.versions, new Int32Array(room));
    this.firstUse = grown(this.firstUse, new Float64Array(room));
    this.stale = grown(this.stale, new Int32Array(room));
    for (const column of this.#columns) column.mostFree = grown(column.mostFree, new Float64Array(room));
  }

  #boundAll(block: number): void {
    this.stale[block] = 0;
    for (const column of this.#columns) this.#boundFree(column, block);
  }

  #boundFree({ free, mostFree }: AmountColumn, block: number): void {
    const { members } = this;
    const start = block * blockRows;
    const end = start + this.sizes[block]!;
    let most = -1;
    for (let i = start; i < end; i++) if (free[members[i]!]! > most) most = free[members[i]!]!;
    mostFree[block] = most;
  }
}

/** The bit of a column; those after the 32nd share theirs with others. */
function bitOf(column: number): number {
  return 1 << column;
}

function keepIn(rows: Int32Array, isOut: Uint8Array): Int32Array {
  const kept = new Int32Array(rows.length);
  let count = 0;
  for (let i = 0; i < rows.length; i++) if (isOut[rows[i]!] === 0) kept[count++] = rows[i]!;
  return kept.subarray(0, count);
}
