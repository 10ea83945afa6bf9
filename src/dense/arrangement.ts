// How the rows of a pool are put in order for the tasks to come, before any is placed.

import { Blocks } from "./blocks.ts";
import { Barren } from "./barren.ts";
import { Kinds } from "./kinds.ts";
import { Merits } from "./merits.ts";
import type { Layout } from "./layout.ts";
import { likedAmount, type Amount, type Ordering } from "./order.ts";
import type { Roster } from "./roster.ts";
import { Walk } from "./walk.ts";

/** What is known of the tasks to come, to arrange the rows by. */
export interface Outlook {
  /** Per resource that every task of the role asks, the least that any asks, in thousandths, > 0. */
  readonly leastAsked: ReadonlyMap<string, number>;
  readonly ordering: Ordering;
}

/** The rows in blocks. */
export interface Arrangement {
  readonly ordering: Ordering;
  readonly blocks: Blocks;
  readonly walk: Walk;
  readonly leastAsked: readonly { readonly free: Float64Array; readonly least: number }[];
  readonly isClosed: Uint8Array;
  readonly barren: Kinds<Barren>;
  readonly merits: Kinds<Merits>;
}

/** The rows that are to be arranged. */
interface Rows {
  readonly layout: Layout;
  column(name: string): Amount;
}

/**
 * Puts the rows in blocks. Costs O(rows), and O(rows log rows) where the roster's order is not known yet.
 *
 * @param isClosed 1 for rows that take no tasks.
 */
export function arrangementOf(
  rows: Rows,
  roster: Roster,
  { leastAsked, ordering }: Outlook,
  isClosed: Uint8Array,
): Arrangement {
  const { likes } = ordering;
  const isOut = isClosed.slice();
  const floors = Array.from(leastAsked, ([name, least]) => ({ free: rows.column(name).free, least }));
  for (const { free, least } of floors) {
    for (let row = 0; row < isOut.length; row++) if (free[row]! < least) isOut[row] = 1;
  }
  const liked = likes.map((like) => likedAmount(like, rows.column(like.name)));
  const blocks = new Blocks(roster.order(likes), isOut, liked);
  const walk = new Walk(blocks, { layout: rows.layout, amounts: [], overhead: undefined });
  const barren = new Kinds(() => new Barren(blocks));
  const merits = new Kinds(() => new Merits(blocks));
  return { ordering, blocks, walk, leastAsked: floors, isClosed, barren, merits };
}

/** Whether the row has less of something than every task asks. */
export function isSpent({ leastAsked }: Arrangement, row: number): boolean {
  for (const { free, least } of leastAsked) if (free[row]! < least) return true;
  return false;
}
