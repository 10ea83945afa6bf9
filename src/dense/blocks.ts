// Layout. Rows lie in blocks of at most `blockRows`: `members[block]`, ascending, `sizes[block]` of them in use; `blockOf[row]` is -1 for a
// row that was taken out. `blocksOf` lists the blocks of a role. Rows of equal totals make a group, whose blocks are ordered by use,
// the most used first: no row of a block is used less than `lowest[block]`, none of those after it more. A row that is used moves
// up, and a block that overflows splits. So the rows of a block are alike, and what can be said of all of them at once is close to
// the truth for each. Rows of rare totals share blocks in the order of their totals, and stay where they are. Only `refile`
// and `remove` write.

import type { Rows } from "./rows.ts";

/** Rows in a block at most. */
export const blockRows = 64;

/** Rows of equal totals make a group if they fill half a block. */
const leastGroup = blockRows / 2;

/** How rows are alike: by their totals, then by how much is used. */
export interface Likeness {
  readonly totals: (row: number) => readonly number[];
  readonly use: (row: number) => number;
}

/** The blocks of rows of equal totals, the most used first. */
interface Group {
  readonly blocks: number[];
  /** All blocks of the role. */
  readonly ofRole: number[];
}

/** The arrangement of rows in blocks. */
export class Blocks {
  readonly members: Int32Array[] = [];
  readonly sizes: number[] = [];
  readonly blockOf: Int32Array;
  readonly #likeness: Likeness | undefined;
  readonly #use: Float64Array;
  readonly #lowest: number[] = [];
  /** Per block; undefined where rows stay where they are. */
  readonly #groups: (Group | undefined)[] = [];
  readonly #byRole = new Map<string, number[]>();

  /** @param likeness undefined: rows stay in tie order. @param spent 1 for rows that get no block. */
  constructor(rows: Rows, likeness: Likeness | undefined, spent: Uint8Array) {
    this.blockOf = new Int32Array(rows.count).fill(-1);
    this.#likeness = likeness;
    this.#use = new Float64Array(rows.count);
    for (const [role, { first, end }] of rows.ranges) {
      const ofRole: number[] = [];
      this.#byRole.set(role, ofRole);
      const filed: number[] = [];
      for (let row = first; row < end; row++) if (spent[row] === 0) filed.push(row);
      if (likeness === undefined) this.#file(filed, ofRole, undefined);
      else this.#arrange(filed, ofRole, likeness);
    }
  }

  get count(): number {
    return this.sizes.length;
  }

  /** The blocks of a role, in tie order where rows stay in it; some may be empty, and more may come. */
  blocksOf(role: string): readonly number[] {
    return this.#byRole.get(role) ?? [];
  }

  /** The least row of a block that is not empty. */
  firstRowIn(block: number): number {
    return this.members[block]![0]!;
  }

  /** Takes a row out for good. Returns the block it was in. */
  remove(row: number): number {
    const block = this.blockOf[row]!;
    const members = this.members[block]!;
    const size = this.sizes[block]!;
    const at = members.indexOf(row);
    members.copyWithin(at, at + 1, size);
    this.sizes[block] = size - 1;
    this.blockOf[row] = -1;
    this.#lower(block);
    return block;
  }

  /** Moves a row whose use has changed to where it belongs now. Returns the blocks whose rows are not what they were. */
  refile(row: number): readonly number[] {
    const group = this.#groups[this.blockOf[row]!];
    if (group === undefined) return [this.blockOf[row]!];
    const before = this.remove(row);
    this.#use[row] = this.#likeness!.use(row);
    const target = this.#blockFor(row, group);
    const split = this.sizes[target] === blockRows ? this.#split(target, group) : target;
    this.#insert(row, split === target ? target : this.#blockFor(row, group));
    return [...new Set([before, target, split])];
  }

  /** Files the rows in groups of equal totals; those that are too few, together. */
  #arrange(rows: readonly number[], ofRole: number[], { totals, use }: Likeness): void {
    const byTotals = new Map<string, number[]>();
    for (const row of rows) {
      this.#use[row] = use(row);
      const key = totals(row).join();
      const alike = byTotals.get(key);
      if (alike === undefined) byTotals.set(key, [row]);
      else alike.push(row);
    }
    const rare: number[] = [];
    for (const alike of byTotals.values()) {
      if (alike.length < leastGroup) rare.push(...alike);
      else this.#file(this.#mostUsedFirst(alike), ofRole, { blocks: [], ofRole });
    }
    this.#file(
      rare.toSorted((a, b) => compareEach(totals(a), totals(b)) || a - b),
      ofRole,
      undefined,
    );
  }

  #file(rows: readonly number[], ofRole: number[], group: Group | undefined): void {
    for (let start = 0; start < rows.length; start += blockRows) {
      const block = this.#newBlock(rows.slice(start, start + blockRows), group);
      ofRole.push(block);
      group?.blocks.push(block);
    }
  }

  #newBlock(rows: readonly number[], group: Group | undefined): number {
    const block = this.sizes.length;
    this.members.push(new Int32Array(blockRows));
    this.sizes.push(0);
    this.#lowest.push(0);
    this.#groups.push(group);
    this.#fill(block, rows);
    return block;
  }

  #fill(block: number, rows: readonly number[]): void {
    this.members[block]!.set(rows.toSorted((a, b) => a - b));
    this.sizes[block] = rows.length;
    for (const row of rows) this.blockOf[row] = block;
    this.#lower(block);
  }

  /** Moves the less used half of a full block to a new one behind it, and returns that. */
  #split(block: number, { blocks, ofRole }: Group): number {
    const rows = this.#mostUsedFirst([...this.members[block]!]);
    this.#fill(block, rows.slice(0, leastGroup));
    const made = this.#newBlock(rows.slice(leastGroup), this.#groups[block]);
    blocks.splice(blocks.indexOf(block) + 1, 0, made);
    ofRole.push(made);
    return made;
  }

  /** The first block of the group with a row that is used no more than this one, else the last. */
  #blockFor(row: number, { blocks }: Group): number {
    let low = 0;
    let high = blocks.length - 1;
    while (low < high) {
      const middle = (low + high) >> 1;
      if (this.#lowest[blocks[middle]!]! <= this.#use[row]!) high = middle;
      else low = middle + 1;
    }
    return blocks[low]!;
  }

  #insert(row: number, block: number): void {
    const members = this.members[block]!;
    let at = this.sizes[block]!++;
    while (at > 0 && members[at - 1]! > row) {
      members[at] = members[at - 1]!;
      at--;
    }
    members[at] = row;
    this.blockOf[row] = block;
    this.#lower(block);
  }

  /** Sets the lowest use of a block; an empty one keeps its place by what it had. */
  #lower(block: number): void {
    const members = this.members[block]!;
    const size = this.sizes[block]!;
    if (size === 0) return;
    let lowest = Infinity;
    for (let i = 0; i < size; i++) lowest = Math.min(lowest, this.#use[members[i]!]!);
    this.#lowest[block] = lowest;
  }

  #mostUsedFirst(rows: readonly number[]): readonly number[] {
    return rows.toSorted((a, b) => this.#use[b]! - this.#use[a]! || a - b);
  }
}

function compareEach(a: readonly number[], b: readonly number[]): number {
  for (let i = 0; i < a.length; i++) if (a[i] !== b[i]) return a[i]! - b[i]!;
  return 0;
}
