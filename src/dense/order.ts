// Layout. `rows` lists all rows of a role: by their totals of the resources that the fitness looks at, rows of equal totals together; among
// these by `use`, the greatest first; among equals the smaller row first. `use[row]` is what the row's state adds to a score by
// binPack and spread, up to rounding: for rows of equal totals the rest of the score depends on the task alone. Nothing here changes.

import { fillColumn, inverseOf, type Succession } from "./succession.ts";

/** One resource that the fitness packs or spreads. */
export interface Liked {
  readonly name: string;
  /** What a whole share in use adds to the fitness; negative for spreading. */
  readonly coefficient: number;
  /** What having any of it adds. */
  readonly constant: number;
}

/** What is known in advance of a resource on the rows that are open. */
export interface Shares {
  /** No row will ever have any in use in this round, and all have some, or none has. */
  readonly isIdle: (name: string) => boolean;
  /** All rows have some, free or in use. */
  readonly isFull: (name: string) => boolean;
}

/** What the order of the rows tells of weighted sums: weight × what the likes say. */
export interface Ordering {
  /** By name; the greatest number of all is 1, or -1. */
  readonly likes: readonly Liked[];
  readonly weight: number;
  /** By what was known of them, resources may have been left out of the likes, or their constants. */
  readonly shares: Shares;
}

/** What is free and held on each row, in thousandths. */
export interface Amount {
  readonly free: Float64Array;
  readonly held: Float64Array;
}

/** A liked resource's amounts. */
export type LikedAmount = Liked & Amount;

/** A liked resource with its amounts. */
export function likedAmount({ name, coefficient, constant }: Liked, { free, held }: Amount): LikedAmount {
  return { name, coefficient, constant, free, held };
}

/** Rows in the order of their totals and use. */
export interface Order {
  readonly rows: Int32Array;
  readonly use: Float64Array;
}

/** The use of a row. */
export function useOf(liked: readonly LikedAmount[], row: number): number {
  let use = 0;
  for (const { free, held, coefficient } of liked) {
    const inUse = held[row]!;
    if (inUse > 0) use += (coefficient * inUse) / (inUse + free[row]!);
  }
  return use;
}

/** The order of `count` rows. Costs O(rows log rows) at most, O(rows) where all are unused. */
export function orderOf(liked: readonly LikedAmount[], count: number): Order {
  const use = new Float64Array(count);
  for (let row = 0; row < count; row++) use[row] = useOf(liked, row);
  const groups = groupsOf(liked, count).toSorted((a, b) => compareTotals(liked, a[0]!, b[0]!));
  const rows = new Int32Array(count);
  let at = 0;
  for (const group of groups) {
    rows.set(isInOrder(group, use) ? group : group.toSorted((a, b) => use[b]! - use[a]! || a - b), at);
    at += group.length;
  }
  return { rows, use };
}

/** The order of rows of which some have changed. Costs O(rows + changed × log rows). */
export function orderAfter(before: Order, succession: Succession, liked: readonly LikedAmount[]): Order {
  const { from } = succession;
  const changed: number[] = [];
  const use = fillColumn(new Float64Array(from.length), before.use, succession, (row) => {
    changed.push(row);
    return useOf(liked, row);
  });
  const compare = (a: number, b: number): number => compareTotals(liked, a, b) || use[b]! - use[a]! || a - b;
  changed.sort(compare);
  const now = inverseOf(succession, before.rows.length);
  const same = new Int32Array(from.length - changed.length);
  let count = 0;
  for (let i = 0; i < before.rows.length; i++) {
    const row = now[before.rows[i]!]!;
    if (row !== -1) same[count++] = row;
  }
  return { rows: merged(same, changed, compare), use };
}

function merged(
  same: Int32Array,
  changed: readonly number[],
  compare: (a: number, b: number) => number,
): Int32Array {
  const rows = new Int32Array(same.length + changed.length);
  let taken = 0;
  for (const [i, row] of changed.entries()) {
    let low = taken;
    let high = same.length;
    while (low < high) {
      const middle = (low + high) >> 1;
      if (compare(same[middle]!, row) < 0) low = middle + 1;
      else high = middle;
    }
    rows.set(same.subarray(taken, low), taken + i);
    rows[low + i] = row;
    taken = low;
  }
  rows.set(same.subarray(taken), taken + changed.length);
  return rows;
}

/** The rows by their totals, those of a group ascending. */
function groupsOf(liked: readonly LikedAmount[], count: number): readonly (readonly number[])[] {
  let groups: number[][] = [Array.from({ length: count }, (_, row) => row)];
  for (const { free, held } of liked) {
    groups = groups.flatMap((group) => {
      const byTotal = new Map<number, number[]>();
      let last: number[] = [];
      let lastTotal = NaN;
      for (const row of group) {
        const total = free[row]! + held[row]!;
        if (total !== lastTotal) {
          last = byTotal.get(total) ?? [];
          if (last.length === 0) byTotal.set(total, last);
          lastTotal = total;
        }
        last.push(row);
      }
      return [...byTotal.values()];
    });
  }
  return count === 0 ? [] : groups;
}

function isInOrder(rows: readonly number[], use: Float64Array): boolean {
  for (let i = 1; i < rows.length; i++) if (use[rows[i]!]! > use[rows[i - 1]!]!) return false;
  return true;
}

function compareTotals(liked: readonly LikedAmount[], a: number, b: number): number {
  for (const { free, held } of liked) {
    const difference = free[a]! + held[a]! - (free[b]! + held[b]!);
    if (difference !== 0) return difference;
  }
  return 0;
}
