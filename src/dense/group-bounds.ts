// Layout. What rows of groups (blocks.ts) score at most, side by side, so that groups can be passed over without a look at them. `tops[g]` is the use of
// group g's first row, -Infinity where it has none. `worths` holds, `stride` numbers a group: its constant, per liked resource what it has per unit, and
// what it has per unit asked (group.ts). `tailTops[g]` and `tailWorths`, `tailStride` numbers a group, are the greatest tops, constants and amounts per unit of group g
// and all after it. There may be room for more groups. Only `add`, `noteTop` and `noteWorth` write.

import { grown, type Group } from "./group.ts";

/** Bounds of groups, each alone and with all after it. */
export class GroupBounds {
  tops: Float64Array;
  worths: Float64Array;
  readonly stride: number;
  tailTops: Float64Array;
  tailWorths: Float64Array;
  readonly tailStride: number;

  /**
   * Costs O(groups × liked resources).
   *
   * @param topOf the use of a group's first row.
   */
  constructor(groups: readonly Group[], liked: number, topOf: (group: Group) => number) {
    this.stride = 1 + 2 * liked;
    this.tailStride = 1 + liked;
    this.worths = new Float64Array(groups.length * this.stride);
    this.tops = Float64Array.from(groups, topOf);
    this.tailTops = new Float64Array(groups.length + 1).fill(-Infinity);
    this.tailWorths = new Float64Array((groups.length + 1) * this.tailStride).fill(-Infinity);
    for (const group of groups) this.#setWorth(group);
    for (let number = groups.length - 1; number >= 0; number--) {
      this.tailTops[number] = Math.max(this.tops[number]!, this.tailTops[number + 1]!);
      this.#tailWorth(number);
    }
  }

  /** What rows of this group and all after it score at most, where so much of each liked resource is asked. */
  mostFrom(group: number, asked: Float64Array, weight: number): number {
    const { tailTops, tailWorths, tailStride } = this;
    const start = group * tailStride;
    let base = tailWorths[start]!;
    for (let i = 0; i < asked.length; i++) base += tailWorths[start + 1 + i]! * asked[i]!;
    return weight * base + weight * tailTops[group]!;
  }

  /** Adds a group after the others, which has no rows yet. Costs O(groups). */
  add(group: Group): void {
    const { number } = group;
    if (number === this.tops.length) this.#grow(2 * number + 8);
    this.tops[number] = -Infinity;
    this.tailTops[number + 1] = -Infinity;
    this.tailWorths.fill(-Infinity, (number + 1) * this.tailStride, (number + 2) * this.tailStride);
    this.noteWorth(group);
  }

  #grow(room: number): void {
    this.tops = grown(this.tops, new Float64Array(room));
    this.worths = grown(this.worths, new Float64Array(room * this.stride));
    this.tailTops = grown(this.tailTops, new Float64Array(room + 1));
    this.tailWorths = grown(this.tailWorths, new Float64Array((room + 1) * this.tailStride));
  }

  /** Another row is the first of a group. Costs O(groups before it) at most. */
  noteTop(number: number, top: number): void {
    const { tops, tailTops } = this;
    tops[number] = top;
    for (let at = number; at >= 0; at--) {
      const tail = Math.max(tops[at]!, tailTops[at + 1]!);
      if (tail === tailTops[at]) return;
      tailTops[at] = tail;
    }
  }

  /** What a group is worth has changed. Costs O(groups before it) at most. */
  noteWorth(group: Group): void {
    this.#setWorth(group);
    for (let at = group.number; at >= 0; at--) if (!this.#tailWorth(at)) return;
  }

  #setWorth({ number, constant, perUnit, perAsked }: Group): void {
    const start = number * this.stride;
    this.worths[start] = constant;
    this.worths.set(perUnit, start + 1);
    this.worths.set(perAsked, start + 1 + perUnit.length);
  }

  /** Returns whether that of the group, and so perhaps of those before it, has changed. */
  #tailWorth(number: number): boolean {
    const { worths, stride, tailWorths, tailStride } = this;
    let isOther = false;
    for (let i = 0; i < tailStride; i++) {
      const at = number * tailStride + i;
      const most = Math.max(worths[number * stride + i]!, tailWorths[at + tailStride]!);
      if (most !== tailWorths[at]) isOther = true;
      tailWorths[at] = most;
    }
    return isOther;
  }
}
