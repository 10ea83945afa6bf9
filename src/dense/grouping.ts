// How rows are put together in groups, before they are in blocks (blocks.ts).

import { binned } from "./bins.ts";
import { blockRows, newGroup, type Group } from "./group.ts";
import type { LikedAmount } from "./order.ts";

/** Rows of equal totals make a group if they fill half a block. */
export const leastGroup: number = blockRows / 2;

/** A group without blocks, and its rows in the order of use. */
export interface GroupedRows {
  readonly group: Group;
  readonly rows: Int32Array;
}

/**
 * The rows, which are in the order of their totals and use, in groups of equal totals; those of rare totals in bins. The groups come first whose
 * totals serve the fitness best: the sooner a good row is found, the more others need no look. Where the fitness likes nothing, all rows are
 * one group. Costs O(rows), and O(rows log rows) for rare totals.
 */
export function grouped(
  liked: readonly LikedAmount[],
  rows: Int32Array,
  use: Float64Array,
): readonly GroupedRows[] {
  if (rows.length === 0) return [];
  const all: GroupedRows[] = [];
  const rare: number[] = [];
  const isFirst = firstOfTotals(liked, rows);
  let start = 0;
  for (let end = 1; end <= rows.length; end++) {
    if (end < rows.length && isFirst[end] === 0) continue;
    const same = rows.subarray(start, end);
    start = end;
    if (same.length < leastGroup && liked.length > 0) rare.push(...same);
    else all.push({ group: newGroup(liked, same.subarray(0, 1), true), rows: same });
  }
  for (const bin of binned(liked, rare).bins) {
    bin.sort((a, b) => use[b]! - use[a]! || a - b);
    all.push({ group: newGroup(liked, bin, false), rows: Int32Array.from(bin) });
  }
  return mostPromisingFirst(liked, all);
}

/** Per place 1 where a row has other totals than the one before it. */
function firstOfTotals(liked: readonly LikedAmount[], rows: Int32Array): Uint8Array {
  const isFirst = new Uint8Array(rows.length);
  for (const { free, held } of liked) {
    let last = NaN;
    for (let i = 0; i < rows.length; i++) {
      const total = free[rows[i]!]! + held[rows[i]!]!;
      if (total !== last) isFirst[i] = 1;
      last = total;
    }
  }
  return isFirst;
}

function mostPromisingFirst(
  liked: readonly LikedAmount[],
  all: readonly GroupedRows[],
): readonly GroupedRows[] {
  const greatest = liked.map((_, i) => all.reduce((most, { group }) => Math.max(most, group.most[i]!), 0));
  const promise = new Map<Group, number>();
  for (const { group } of all) {
    promise.set(
      group,
      group.perUnit.reduce((sum, each, i) => sum + each * greatest[i]!, 0),
    );
  }
  return all.toSorted((a, b) => promise.get(b.group)! - promise.get(a.group)!);
}
