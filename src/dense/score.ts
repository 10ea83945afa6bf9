// The defining formulas of scores. Order and grouping of every sum are part of the contract: ties must come out exactly.

import type { Amount } from "./order.ts";

/** The mean of how full of each resource the row would be, 0..1: (held + asked) / (held + free), 0 where there is none of it. */
export function fillMean(columns: readonly Amount[], asked: readonly number[], row: number): number {
  let sum = 0;
  for (let i = 0; i < columns.length; i++) sum += fillOf(columns[i]!, asked[i]!, row);
  return sum / columns.length;
}

/** The mean of how empty of each resource the row would be, 0..1: 1 less how full, 0 where there is none of it. */
export function spaceMean(columns: readonly Amount[], asked: readonly number[], row: number): number {
  let sum = 0;
  for (let i = 0; i < columns.length; i++) {
    const { free, held } = columns[i]!;
    if (held[row]! + free[row]! > 0) sum += 1 - fillOf(columns[i]!, asked[i]!, row);
  }
  return sum / columns.length;
}

function fillOf({ free, held }: Amount, asked: number, row: number): number {
  const total = held[row]! + free[row]!;
  return total > 0 ? (held[row]! + asked) / total : 0;
}
