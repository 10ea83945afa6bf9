// A walk over the rows that have what a task asks, group by group (blocks.ts), in a group the most used first. It holds its place: `#group`, `#at`
// among the group's blocks, `#next` to `#end` what is left of the block it is in. `#others` is what a row of the group scores at most beside what
// its use adds; rows of more use than `#most` are passed over, since too little of something is free there. The rows must not change while it goes.

import type { Barren } from "./barren.ts";
import type { Blocks } from "./blocks.ts";
import type { DeviceBound } from "./device-bound.ts";
import { blockRows } from "./group.ts";
import type { Asked } from "./layout.ts";
import { LeastRows } from "./least-rows.ts";
import type { Merits } from "./merits.ts";
import { mayHaveRoom } from "./overhead.ts";
import { blockWithin, memberWithin } from "./places.ts";
import type { StrataRests } from "./strata.ts";
import type { Work } from "./work.ts";

/** Finds the rows that may win, one after the other. */
export class Walk {
  readonly #blocks: Blocks;
  #asked: Asked;
  #rest = 0;
  #weight = 0;
  #group = 0;
  #list = noBlocks;
  #at = 0;
  #next = 0;
  #end = 0;
  #others = 0;
  #most = 0;
  #twin = -1;
  /** What a row's group adds to what it scores. */
  #base = 0;
  #barren: Barren | undefined;
  #strata: StrataRests | undefined;
  #devices: DeviceBound | undefined;
  #merits: Merits | undefined;
  /** Rows in the state of the twin are passed over in blocks of which no row has more merit. */
  #twinMerit = Infinity;
  /** Rows from this one on are passed over. */
  #limit = noLimit;
  readonly #leastRows: LeastRows;
  #block = -1;
  /** The block in which the walk is, where rows of it came and the last had not all merit; -1 for none. */
  #dull = -1;
  /** That block, where rows of it had what is asked and none passes so far; -1 for none. */
  #vain = -1;
  /** Per resource that the fitness likes, what is asked of it. */
  readonly #liked: Float64Array;

  constructor(blocks: Blocks, asked: Asked) {
    this.#blocks = blocks;
    this.#asked = asked;
    this.#leastRows = new LeastRows(blocks);
    this.#liked = new Float64Array(blocks.liked.length);
  }

  /** Takes what the next task asks, and the weight of the fitness. Returns what packing and spreading are worth to it at most, on any row. */
  ask(asked: Asked, weight: number): number {
    for (let i = 0; i < this.#liked.length; i++) {
      const at = asked.layout.likedAt[i]!;
      this.#liked[i] = at === -1 ? 0 : asked.amounts[at]!;
    }
    this.#asked = asked;
    this.#weight = weight;
    return this.#blocks.bounds.mostFrom(0, this.#liked, weight);
  }

  /**
   * Begins anew over all rows.
   *
   * @param rest what a row scores at most beside the fitness's packing and spreading, and more than rounding can add.
   * @param barren the blocks that are known to have nothing for such tasks.
   * @param strata what `rest` is for the rows of each stratum, where it is less for some.
   * @param devices what the task's devices add to `rest`, if it asks for any.
   * @param merits what is known of blocks for its preferences.
   */
  begin(
    rest: number,
    barren: Barren | undefined,
    strata: StrataRests | undefined,
    devices: DeviceBound | undefined,
    merits: Merits | undefined,
  ): void {
    this.#rest = rest;
    this.#group = -1;
    this.#list = noBlocks;
    this.#at = 0;
    this.#next = 0;
    this.#end = 0;
    this.#twin = -1;
    this.#twinMerit = Infinity;
    this.#barren = barren;
    this.#strata = strata;
    this.#devices = devices;
    this.#merits = merits;
    this.#dull = -1;
    this.#limit = noLimit;
    this.#vain = -1;
  }

  /** From now on only rows before this one matter. */
  keepBefore(row: number): void {
    this.#limit = row;
  }

  /**
   * The last row passes. From now on the walk passes over those of the group in the same state, as far as the fitness and the devices look, which have no more
   * merit by the task's preferences: they score no more, and come after it. Infinity where none has more; -1 where something else tells rows apart.
   */
  note(row: number, merit: number): void {
    this.#vain = -1;
    if (merit === Infinity) this.#dull = -1;
    if (merit === -1 || (this.#twin !== -1 && merit < this.#twinMerit)) return;
    const blocks = this.#blocks;
    this.#twin = row;
    this.#twinMerit = merit;
    if (merit !== Infinity) return;
    if (this.#isAlike(blocks.blockOf[row]!)) this.#next = this.#end;
    if (this.#devices !== undefined) return;
    // Where nothing is in use of equal totals, all rows without use are in the same state.
    if (blocks.use[row] !== 0 || !blocks.isOneWay || !blocks.groups[this.#group]!.isEven) return;
    this.#most = -Number.MIN_VALUE;
    this.#at = blockWithin(this.#list, blocks.firstUse, this.#most);
    this.#next = this.#end;
  }

  /** Whether the rows of a block are in one state, as far as the fitness and the task's devices look. */
  #isAlike(block: number): boolean {
    return this.#blocks.isAlike(block) && (this.#devices?.isBlockAlike(block) ?? true);
  }

  /** Whether both rows are. */
  #isTwin(row: number, twin: number): boolean {
    return this.#blocks.isUsedAlike(row, twin) && (this.#devices?.isAlike(row, twin) ?? true);
  }

  /** The twin, where no row of the block has more merit; -1 where one may. */
  #twinIn(block: number): number {
    const merit = this.#twinMerit;
    return merit === Infinity || this.#merits!.most(block) <= merit ? this.#twin : -1;
  }

  /** The next row that has what is asked and may score `floor`; -1 for none. */
  next(floor: number, work: Work): number {
    const blocks = this.#blocks;
    const { members, use, sizes, firstUse, groups } = blocks;
    const { layout, amounts, overhead } = this.#asked;
    const { free, columns } = layout;
    const count = free.length;
    // The resource asked first is the one that most rows lack.
    const asked = count === 0 ? -Infinity : amounts[0]!;
    const firstFree = count === 0 ? use : free[0]!;
    const firstMost = count === 0 ? firstUse : columns[0]!.mostFree;
    const weight = this.#weight;
    const barren = this.#barren;
    const strata = this.#strata;
    const devices = this.#devices;
    let group = this.#group;
    let list = this.#list;
    let at = this.#at;
    let i = this.#next;
    let end = this.#end;
    let others = this.#others;
    let most = this.#most;
    let twin = this.#twin;
    let twinHere = this.#twinIn(this.#block);
    let opened = -1;
    let visited = 0;
    walk: for (;;) {
      visited += end - i;
      rows: while (i < end) {
        const row = members[i++]!;
        if (firstFree[row]! < asked) continue;
        for (let c = 1; c < count; c++) if (free[c]![row]! < amounts[c]!) continue rows;
        if (others + weight * use[row]! < floor) {
          at = list.length;
          this.#vain = -1;
          this.#dull = -1;
          opened = -1;
          break;
        }
        if (row >= this.#limit || (twinHere !== -1 && this.#isTwin(row, twinHere))) continue;
        const lack = devices === undefined ? 0 : devices.lackOfRow(row);
        if (lack !== 0 && others - lack + weight * use[row]! < floor) continue;
        if (strata !== undefined) {
          const rest = strata.rests[strata.of[row]!]!;
          if (rest - lack + (this.#base + weight * use[row]!) < floor) {
            if (rest === -Infinity) this.#vain = this.#block;
            else this.#dull = this.#block;
            continue;
          }
        }
        if (barren !== undefined && barren.hasFailed(row)) {
          this.#vain = this.#block;
          continue;
        }
        this.#group = group;
        this.#list = list;
        this.#at = at;
        this.#next = i;
        this.#end = end;
        this.#others = others;
        this.#most = most;
        this.#vain = this.#block;
        this.#dull = this.#block;
        this.#twin = twin;
        work.agentsVisited += visited - (end - i);
        return row;
      }
      visited -= end - i;
      if (opened !== -1 && blocks.stale[opened] !== 0) blocks.tighten(opened);
      opened = -1;
      if (this.#vain !== -1) {
        barren?.examine(this.#vain);
        this.#vain = -1;
      }
      if (this.#dull !== -1) {
        this.#merits?.examine(this.#dull);
        this.#dull = -1;
      }
      blocks: while (at < list.length) {
        const block = list[at++]!;
        if (firstMost[block]! < asked) continue;
        for (let c = 1; c < count; c++) if (columns[c]!.mostFree[block]! < amounts[c]!) continue blocks;
        if (others + weight * Math.min(firstUse[block]!, most) < floor) break;
        if (this.#limit !== noLimit && this.#leastRows.of(block) >= this.#limit) continue;
        if (barren !== undefined && barren.has(block)) continue;
        if (overhead !== undefined && !mayHaveRoom(overhead, block)) continue;
        i = block * blockRows;
        twinHere = twin === -1 ? -1 : this.#twinIn(block);
        if (twinHere !== -1 && this.#isTwin(members[i]!, twin) && this.#isAlike(block)) continue;
        if (devices !== undefined || this.#merits !== undefined) {
          const lack = (devices?.lackOfBlock(block) ?? 0) + (this.#merits?.lackOfBlock(block) ?? 0);
          if (others - lack + weight * Math.min(firstUse[block]!, most) < floor) continue;
        }
        end = i + sizes[block]!;
        if (firstUse[block]! > most) {
          i = memberWithin(members, use, i, end, most);
          if (i === end) continue;
        }
        work.blocksOpened++;
        opened = block;
        this.#block = block;
        continue walk;
      }
      twin = -1;
      twinHere = -1;
      end = i;
      group = this.#groupAfter(group, floor);
      if (group === groups.length) {
        work.agentsVisited += visited;
        // One before the end: asked again, it ends again.
        this.#group = group - 1;
        this.#list = noBlocks;
        this.#next = this.#end;
        return -1;
      }
      others = this.#others;
      most = this.#most;
      list = groups[group]!.blocks;
      at = blockWithin(list, firstUse, most);
    }
  }

  /** The next group of which a row may score `floor`, entered; or how many groups there are. */
  #groupAfter(last: number, floor: number): number {
    const { tops, worths, stride, tailTops } = this.#blocks.bounds;
    const end = this.#blocks.groups.length;
    const { mostUse } = this.#blocks;
    const liked = this.#liked;
    const count = liked.length;
    const weight = this.#weight;
    // At the beginning nothing is known that all groups might fall short of.
    let tailTop = last === -1 ? tailTops[0] : NaN;
    for (let group = last + 1; group < end; group++) {
      if (tailTops[group] !== tailTop) {
        tailTop = tailTops[group];
        if (this.#rest + this.#blocks.bounds.mostFrom(group, liked, weight) < floor) return end;
      }
      const start = group * stride;
      let base = worths[start]!;
      let most = mostUse;
      for (let i = 0; i < count; i++) {
        base += worths[start + 1 + i]! * liked[i]!;
        most -= worths[start + 1 + count + i]! * liked[i]!;
      }
      base *= weight;
      if (this.#rest + base + weight * Math.min(tops[group]!, most) < floor) continue;
      this.#base = base;
      this.#others = this.#rest + base;
      this.#most = most;
      return group;
    }
    return end;
  }
}

const noLimit = 2 ** 31 - 1;
const noBlocks: readonly number[] = [];
