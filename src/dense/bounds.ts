// What can be said of all rows of a block at once, per resource. Layout as in amounts.ts. The bounds of a score hold to the last bit: their terms
// are stretched by more than rounding can take from them, and a block of equal rows is judged by the formula itself.

import type { Blocks } from "./blocks.ts";

/** One resource over all rows, and its bounds over all blocks. */
export interface AmountColumn {
  readonly free: Float64Array;
  readonly held: Float64Array;
  readonly greatestFree: number[];
  readonly greatestFill: number[];
  readonly leastFill: number[];
  readonly greatestTotal: number[];
  readonly leastTotal: number[];
  readonly alike: number[];
}

/** More than the rounding of three operations. */
const stretch = 1 + 2 ** -50;

/** Works out the bounds of a block from its rows. */
export function boundBlock(column: AmountColumn, { members, sizes }: Blocks, block: number): void {
  const { free, held } = column;
  const rows = members[block]!;
  const size = sizes[block]!;
  const first = rows[0]!;
  let alike = size === 0 ? -1 : first;
  let greatestFree = -1;
  let greatestFill = 0;
  let leastFill = 1;
  let greatestTotal = 0;
  let leastTotal = Infinity;
  for (let i = 0; i < size; i++) {
    const row = rows[i]!;
    const amount = free[row]!;
    if (amount !== free[first]! || held[row]! !== held[first]!) alike = -1;
    if (amount > greatestFree) greatestFree = amount;
    const total = amount + held[row]!;
    if (total === 0) continue;
    const fill = held[row]! / total;
    if (fill > greatestFill) greatestFill = fill;
    if (fill < leastFill) leastFill = fill;
    if (total > greatestTotal) greatestTotal = total;
    if (total < leastTotal) leastTotal = total;
  }
  column.alike[block] = alike;
  column.greatestFree[block] = greatestFree;
  column.greatestFill[block] = greatestFill;
  column.leastFill[block] = leastFill;
  column.greatestTotal[block] = greatestTotal;
  column.leastTotal[block] = leastTotal;
}

/** Whether no row of the block has so much free. */
export function lacksAmount({ greatestFree }: AmountColumn, asked: number, block: number): boolean {
  return greatestFree[block]! < asked;
}

/** No row of the block that can hold the task is fuller with it. */
export function boundOfFill(column: AmountColumn, asked: number, block: number): number {
  const row = column.alike[block]!;
  if (row !== -1) return fillOf(column, asked, row);
  return Math.min(1, (column.greatestFill[block]! + asked / column.leastTotal[block]!) * stretch);
}

/** No row of the block that can hold the task is emptier with it. */
export function boundOfSpace(column: AmountColumn, asked: number, block: number): number {
  const row = column.alike[block]!;
  if (row !== -1) return spaceOf(column, asked, row);
  const total = column.greatestTotal[block]!;
  if (total === 0) return 0;
  return Math.max(0, 1 - (column.leastFill[block]! + asked / total) / stretch);
}

/** How full of the resource the row would be, 0..1: (held + asked) / (held + free), 0 where there is none of it. */
export function fillOf({ free, held }: AmountColumn, asked: number, row: number): number {
  const total = held[row]! + free[row]!;
  return total > 0 ? (held[row]! + asked) / total : 0;
}

/** How empty of the resource the row would be, 0..1: 1 less {@link fillOf}, 0 where there is none of it. */
export function spaceOf({ free, held }: AmountColumn, asked: number, row: number): number {
  const total = held[row]! + free[row]!;
  return total > 0 ? 1 - (held[row]! + asked) / total : 0;
}
