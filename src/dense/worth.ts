// What the fitness, as far as it packs and spreads, is worth to a task on a row, up to rounding: the walks compare it, the winner is decided by the
// defining formulas (score.ts).

import type { Blocks } from "./blocks.ts";
import type { Asked } from "./layout.ts";

/** What it is worth on a row. */
export function worthOf({ liked, use }: Blocks, row: number, { layout, amounts }: Asked): number {
  let worth = use[row]!;
  for (let i = 0; i < liked.length; i++) {
    const { free, held, coefficient, constant } = liked[i]!;
    const total = free[row]! + held[row]!;
    if (total === 0) continue;
    const at = layout.likedAt[i]!;
    worth += constant + (at === -1 ? 0 : (coefficient * amounts[at]!) / total);
  }
  return worth;
}
