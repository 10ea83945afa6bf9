// Layout. Rows lie in blocks of at most `blockRows`: block b has its rows in `members[b * blockRows ..]`, `sizes[b]` of them. `blockOf[row]` is -1
// for a row that is in none: one that takes no tasks, or is spent. A group lists the blocks of rows of equal totals (order.ts): rows and
// blocks in the order of use, so that the first row that passes is the best of the group, up to rounding. Rows of rare totals share the blocks of a mixed group,
// in the order of their totals, and stay where they are. Per column `mostFree[block]` is the greatest free amount; for what the
// fitness likes, mixed blocks also have bounds of shares and totals. Only `remove`, `insert` and `bound` write.

import { blockRows, grown, leastGroup, newGroup, newMixedGroup, type Column, type Group } from "./group.ts";
import type { Asked } from "./layout.ts";
import { Shares } from "./shares.ts";
import { haveEqualTotals, useOf, type LikedAmount, type Order } from "./order.ts";

/** The arrangement of the rows that may take tasks. */
export class Blocks {
  members: Int32Array;
  sizes: Int32Array;
  /** Per block, another number whenever a row has come to it. */
  versions: Int32Array;
  readonly blockOf: Int32Array;
  readonly use: Float64Array;
  readonly groups: Group[] = [];
  readonly shares: readonly Shares[];
  readonly liked: readonly LikedAmount[];
  readonly #columns: Column[] = [];
  /** Per block. */
  readonly #groupOf: Group[] = [];
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
    this.blockOf = new Int32Array(rows.length).fill(-1);
    this.use = use.slice();
    this.liked = liked;
    this.shares = liked.map((amount) => new Shares(amount, room));
    const filed = keepIn(rows, isOut);
    if (liked.length === 0) this.#file(filed, true);
    else this.#arrange(filed);
  }

  /** Keeps the bounds of a column from now on. Costs O(rows). */
  bound(column: Column): void {
    column.mostFree = new Float64Array(this.sizes.length);
    this.#columns.push(column);
    for (let block = 0; block < this.#count; block++) this.#boundFree(column, block);
  }

  /** The place in `group.blocks`, from `at` on, of the next block of whose every asked amount some row has enough; -1 for none. */
  nextBlock({ blocks }: Group, at: number, { layout, amounts }: Asked): number {
    const { columns } = layout;
    search: for (let i = at; i < blocks.length; i++) {
      const block = blocks[i]!;
      for (let c = 0; c < amounts.length; c++)
        if (columns[c]!.mostFree[block]! < amounts[c]!) continue search;
      return i;
    }
    return -1;
  }

  /** The place in `members`, from `at` on and before `end`, of the next row that has what is asked; `end` for none. */
  nextRow(at: number, end: number, { layout, amounts }: Asked): number {
    const { members } = this;
    const { free } = layout;
    search: for (let i = at; i < end; i++) {
      const row = members[i]!;
      for (let c = 0; c < amounts.length; c++) if (free[c]![row]! < amounts[c]!) continue search;
      return i;
    }
    return end;
  }

  /** Whether all rows of a block that is not mixed are in one state, as far as the fitness looks. */
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

  /** Whether as much of everything the fitness looks at is held on both rows. */
  isUsedAlike(a: number, b: number): boolean {
    for (const { held } of this.liked) if (held[a]! !== held[b]!) return false;
    return true;
  }

  /** Takes a row out, before it changes; one of a mixed block stays where it is. */
  remove(row: number): void {
    const block = this.blockOf[row]!;
    if (block !== -1 && !this.#groupOf[block]!.isMixed) this.#takeOut(row, block);
  }

  /**
   * Files a row that has changed where it belongs now; for good nowhere, where it is spent. `block` is where it was. Where another role
   * takes from the agent, what the row has in all grows: it leaves its group.
   */
  insert(row: number, block: number, isSpent: boolean): void {
    const group = this.#groupOf[block]!;
    this.use[row] = useOf(this.liked, row);
    if (group.isMixed) {
      if (isSpent) this.#takeOut(row, block);
      this.#boundAll(block);
    } else if (!isSpent) {
      this.#putIn(row, this.#belongs(row, group) ? this.#blockFor(row, group) : this.#mixedBlock());
    }
  }

  #belongs(row: number, { totals }: Group): boolean {
    return this.liked.every(({ free, held }, i) => totals[i] === free[row]! + held[row]!);
  }

  /** A block of the mixed group, the last one, that has room. */
  #mixedBlock(): number {
    let mixed = this.groups.find(({ isMixed }) => isMixed);
    if (mixed === undefined) {
      mixed = newMixedGroup();
      this.groups.push(mixed);
    }
    const last = mixed.blocks.at(-1);
    if (last !== undefined && this.sizes[last]! < blockRows) return last;
    const block = this.#newBlock(mixed);
    mixed.blocks.push(block);
    return block;
  }

  #takeOut(row: number, block: number): void {
    const { members, sizes } = this;
    const start = block * blockRows;
    const size = --sizes[block]!;
    let at = start;
    while (members[at] !== row) at++;
    members.copyWithin(at, at + 1, start + size + 1);
    this.blockOf[row] = -1;
    this.#alike[block] = undefined;
    if (size === 0) {
      const { blocks } = this.#groupOf[block]!;
      blocks.splice(blocks.indexOf(block), 1);
      this.#unused.push(block);
      return;
    }
    for (const column of this.#columns) {
      if (column.free[row] === column.mostFree[block]) this.#boundFree(column, block);
    }
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
      if (this.#isBefore(row, this.members[blocks[middle]! * blockRows]!)) high = middle - 1;
      else low = middle;
    }
    const block = blocks[low]!;
    if (this.sizes[block]! < blockRows) return block;
    const made = this.#split(block, group);
    blocks.splice(low + 1, 0, made);
    return this.#isBefore(row, this.members[made * blockRows]!) ? block : made;
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
    let at = start + this.sizes[block]!++;
    while (at > start && this.#isBefore(row, members[at - 1]!)) {
      members[at] = members[at - 1]!;
      at--;
    }
    members[at] = row;
    this.blockOf[row] = block;
    this.versions[block]!++;
    this.#alike[block] = undefined;
    if (this.#groupOf[block]!.isMixed) for (const shares of this.shares) shares.bound(this, block);
    for (const { free, mostFree } of this.#columns)
      if (free[row]! > mostFree[block]!) mostFree[block] = free[row]!;
  }

  /** Files the rows, which are in the order of their totals, in groups of equal ones; those of rare totals, together. */
  #arrange(rows: Int32Array): void {
    const rare: number[] = [];
    let start = 0;
    while (start < rows.length) {
      let end = start + 1;
      while (end < rows.length && haveEqualTotals(this.liked, rows[start]!, rows[end]!)) end++;
      if (end - start < leastGroup) rare.push(...rows.subarray(start, end));
      else this.#file(rows.subarray(start, end), false);
      start = end;
    }
    if (rare.length > 0) this.#file(Int32Array.from(rare), true);
  }

  #file(rows: Int32Array, isMixed: boolean): void {
    const group = isMixed ? newMixedGroup() : newGroup(this.liked, rows[0]!);
    this.groups.push(group);
    for (let start = 0; start < rows.length; start += blockRows) {
      const block = this.#newBlock(group);
      const part = rows.subarray(start, start + blockRows);
      this.members.set(part, block * blockRows);
      this.sizes[block] = part.length;
      for (const row of part) this.blockOf[row] = block;
      group.blocks.push(block);
      if (isMixed) for (const shares of this.shares) shares.bound(this, block);
    }
  }

  #newBlock(group: Group): number {
    const block = this.#unused.pop() ?? this.#count++;
    this.#groupOf[block] = group;
    if (block === this.sizes.length) this.#grow();
    for (const { mostFree } of this.#columns) mostFree[block] = -1;
    return block;
  }

  #grow(): void {
    const room = 2 * this.sizes.length;
    this.members = grown(this.members, new Int32Array(room * blockRows));
    this.sizes = grown(this.sizes, new Int32Array(room));
    this.versions = grown(this.versions, new Int32Array(room));
    for (const column of this.#columns) column.mostFree = grown(column.mostFree, new Float64Array(room));
    for (const shares of this.shares) shares.grow(room);
  }

  #boundAll(block: number): void {
    for (const column of this.#columns) this.#boundFree(column, block);
    if (this.#groupOf[block]!.isMixed) for (const shares of this.shares) shares.bound(this, block);
  }

  #boundFree({ free, mostFree }: Column, block: number): void {
    const { members } = this;
    const start = block * blockRows;
    const end = start + this.sizes[block]!;
    let most = -1;
    for (let i = start; i < end; i++) if (free[members[i]!]! > most) most = free[members[i]!]!;
    mostFree[block] = most;
  }
}

function keepIn(rows: Int32Array, isOut: Uint8Array): Int32Array {
  const kept = new Int32Array(rows.length);
  let count = 0;
  for (let i = 0; i < rows.length; i++) if (isOut[rows[i]!] === 0) kept[count++] = rows[i]!;
  return kept.subarray(0, count);
}
