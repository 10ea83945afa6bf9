// What blocks of rows (blocks.ts) are made of.

import type { Amount, LikedAmount } from "./order.ts";

/** Rows in a block at most. */
export const blockRows: number = 64;

/** Rows of equal totals make a group if they fill half a block. */
export const leastGroup: number = blockRows / 2;

/** Blocks that are gone over in this order. */
export interface Group {
  readonly blocks: number[];
  /** What every row has in all of each liked resource; empty where they differ. */
  readonly totals: readonly number[];
  /** What having these totals adds to the fitness, and per liked resource what each thousandth more in use does. */
  readonly constant: number;
  readonly perUnit: readonly number[];
  /** Of rows of different totals. */
  readonly isMixed: boolean;
}

/** Which rows are in which block. */
export interface Filing {
  readonly members: Int32Array;
  readonly sizes: Int32Array;
}

/** A resource's amounts, with bounds for every block. */
export interface Column extends Amount {
  mostFree: Float64Array;
  /** The greatest total of all rows, once no more tasks are placed and somebody has asked. */
  mostTotal?: number;
}

/** A group without rows, for rows of different totals. */
export function newMixedGroup(): Group {
  return { blocks: [], totals: [], constant: 0, perUnit: [], isMixed: true };
}

/** A group without rows, for rows with the totals of this one. */
export function newGroup(liked: readonly LikedAmount[], row: number): Group {
  const totals = liked.map(({ free, held }) => free[row]! + held[row]!);
  const constant = liked.reduce((sum, each, i) => sum + (totals[i]! > 0 ? each.constant : 0), 0);
  const perUnit = liked.map(({ coefficient }, i) => (totals[i]! > 0 ? coefficient / totals[i]! : 0));
  return { blocks: [], totals, constant, perUnit, isMixed: false };
}

/** The room with what there was. */
export function grown<T extends Int32Array | Float64Array>(old: T, room: T): T {
  room.set(old);
  return room;
}
