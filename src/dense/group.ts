// What blocks of rows (blocks.ts) are made of: groups of rows of like totals.

import type { LikedAmount } from "./order.ts";

/** Rows in a block at most. */
export const blockRows: number = 64;

/** Blocks that are gone over in this order, of rows of which each has in all within `least` and `most` of each liked resource, or nothing. */
export interface Group {
  /** Its place among the groups. */
  number: number;
  readonly blocks: number[];
  readonly least: number[];
  readonly most: number[];
  /** What having such totals adds to the fitness at most, and per liked resource what each thousandth more in use does. */
  constant: number;
  readonly perUnit: number[];
  /** Per liked resource what each thousandth asked takes from the use of a row that has so much free at least. */
  readonly perAsked: number[];
  /** Whether all its rows have the same totals. */
  isEven: boolean;
}

/** A group of these rows, without blocks; `isEven` where they have the same totals. */
export function newGroup(liked: readonly LikedAmount[], rows: ArrayLike<number>, isEven: boolean): Group {
  const group: Group = {
    number: 0,
    blocks: [],
    least: liked.map(() => Infinity),
    most: liked.map(() => 0),
    constant: 0,
    perUnit: liked.map(() => 0),
    perAsked: liked.map(() => 0),
    isEven,
  };
  for (let i = 0; i < rows.length; i++) stretch(group, liked, rows[i]!);
  settle(group, liked);
  return group;
}

/** Whether the totals of the row are within those of the group. */
export function isWithin({ least, most }: Group, liked: readonly LikedAmount[], row: number): boolean {
  for (let i = 0; i < liked.length; i++) {
    const total = liked[i]!.free[row]! + liked[i]!.held[row]!;
    if (total > most[i]! || (total > 0 && total < least[i]!)) return false;
  }
  return true;
}

/** Makes room in the group for a row whose totals have changed; returns whether that was needed. */
export function widen(group: Group, liked: readonly LikedAmount[], row: number): boolean {
  if (isWithin(group, liked, row)) return false;
  stretch(group, liked, row);
  group.isEven = false;
  settle(group, liked);
  return true;
}

function stretch({ least, most }: Group, liked: readonly LikedAmount[], row: number): void {
  for (let i = 0; i < liked.length; i++) {
    const total = liked[i]!.free[row]! + liked[i]!.held[row]!;
    most[i] = Math.max(most[i]!, total);
    if (total > 0) least[i] = Math.min(least[i]!, total);
  }
}

function settle(group: Group, liked: readonly LikedAmount[]): void {
  const { least, most, perUnit, perAsked } = group;
  group.constant = 0;
  for (let i = 0; i < liked.length; i++) {
    if (most[i] === 0) continue;
    const { coefficient, constant } = liked[i]!;
    group.constant += constant;
    perUnit[i] = coefficient / (coefficient > 0 ? least[i]! : most[i]!);
    perAsked[i] = Math.max(0, coefficient / most[i]!);
  }
}

/** The room with what there was. */
export function grown<T extends Int32Array | Float64Array>(old: T, room: T): T {
  room.set(old);
  return room;
}
