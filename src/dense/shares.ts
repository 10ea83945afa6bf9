// Per mixed block of rows (blocks.ts): between what the share in use of one resource, and its total, lie. Totals of 0 are left out of the least:
// such rows score nothing for the resource. Only `bound` writes.

import { blockRows, grown, type Filing } from "./group.ts";
import type { LikedAmount } from "./order.ts";

/** Bounds of what one resource can add to the score of a block's rows. */
export class Shares {
  readonly #amount: LikedAmount;
  #mostShare: Float64Array;
  #leastShare: Float64Array;
  #mostTotal: Float64Array;
  #leastTotal: Float64Array;

  constructor(amount: LikedAmount, room: number) {
    this.#amount = amount;
    this.#mostShare = new Float64Array(room);
    this.#leastShare = new Float64Array(room);
    this.#mostTotal = new Float64Array(room);
    this.#leastTotal = new Float64Array(room);
  }

  /** Makes room for so many blocks. */
  grow(room: number): void {
    this.#mostShare = grown(this.#mostShare, new Float64Array(room));
    this.#leastShare = grown(this.#leastShare, new Float64Array(room));
    this.#mostTotal = grown(this.#mostTotal, new Float64Array(room));
    this.#leastTotal = grown(this.#leastTotal, new Float64Array(room));
  }

  /** Works out the bounds of a block. Costs O(its rows). */
  bound({ members, sizes }: Filing, block: number): void {
    const { free, held } = this.#amount;
    const start = block * blockRows;
    const end = start + sizes[block]!;
    let mostShare = 0;
    let leastShare = Infinity;
    let mostTotal = 0;
    let leastTotal = Infinity;
    for (let i = start; i < end; i++) {
      const row = members[i]!;
      const total = free[row]! + held[row]!;
      if (total === 0) continue;
      const share = held[row]! / total;
      if (share > mostShare) mostShare = share;
      if (share < leastShare) leastShare = share;
      if (total > mostTotal) mostTotal = total;
      if (total < leastTotal) leastTotal = total;
    }
    this.#mostShare[block] = mostShare;
    this.#leastShare[block] = leastShare;
    this.#mostTotal[block] = mostTotal;
    this.#leastTotal[block] = leastTotal;
  }

  /** What the resource can add to the fitness of a row of the block that takes so much more, at most, up to rounding. */
  most(asked: number, block: number): number {
    const { coefficient, constant } = this.#amount;
    const mostTotal = this.#mostTotal[block]!;
    if (mostTotal === 0) return 0;
    const share =
      coefficient > 0
        ? Math.min(1, this.#mostShare[block]! + asked / this.#leastTotal[block]!)
        : this.#leastShare[block]! + asked / mostTotal;
    return Math.max(0, constant + coefficient * share);
  }
}
