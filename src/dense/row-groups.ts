// Layout. `groups` has those that there were at the beginning, in the order in which they are gone over, then those that were added; the place of one is its number. `#of[row]` is
// the number of a row's group. Only `groupFor` writes.

import { binned, binOf, leastRows } from "./bins.ts";
import type { GroupBounds } from "./group-bounds.ts";
import { isWithin, newGroup, widen, type Group } from "./group.ts";
import type { GroupedRows } from "./grouping.ts";
import type { LikedAmount } from "./order.ts";

/**
 * So many bins of rows that never move count as one of those that do: these are spread over groups beside those that stay. Of more groups, less of each is
 * looked at; but each has rows that are nearly full, which packing looks at first.
 */
const coarser = 2;

/** Which group each row is in. */
export class RowGroups {
  readonly groups: Group[] = [];
  readonly #liked: readonly LikedAmount[];
  readonly #first: readonly GroupedRows[];
  readonly #of: Int32Array;
  /** There may be so many groups; after that rows are filed in those that there are. */
  readonly #most: number;
  /** The groups of rows that have moved, by bin. */
  readonly #byBin = new Map<number, Group>();
  /** So many sizes are a bin; found when a row first moves. */
  #perBin: number | undefined;

  /**
   * @param first the groups at the beginning, and their rows.
   * @param count how many rows there are.
   */
  constructor(liked: readonly LikedAmount[], first: readonly GroupedRows[], count: number) {
    this.#liked = liked;
    this.#first = first;
    this.#of = new Int32Array(count);
    for (const { group, rows } of first) {
      group.number = this.groups.push(group) - 1;
      for (const row of rows) this.#of[row] = group.number;
    }
    this.#most = this.groups.length + count / leastRows;
  }

  /**
   * The group of a row that has changed: another, of rows of about its totals, where these lie beyond those of the one in which it was. Where another
   * role takes from the agent, what the row has in all grows. Costs O(liked resources), and O(groups) where the bounds of one change.
   */
  groupFor(row: number, bounds: GroupBounds): Group {
    const last = this.groups[this.#of[row]!]!;
    if (isWithin(last, this.#liked, row)) return last;
    const totals = this.#liked.map(({ free, held }) => free[row]! + held[row]!);
    const bin = binOf(totals, (this.#perBin ??= this.#findPerBin()));
    let group = this.#byBin.get(bin);
    if (group === undefined) {
      group = this.groups.length < this.#most ? this.#add(row, bounds) : last;
      this.#byBin.set(bin, group);
    }
    if (widen(group, this.#liked, row)) bounds.noteWorth(group);
    this.#of[row] = group.number;
    return group;
  }

  /** As fine as leaves enough rows to a bin, all rows counted: few odd ones must not make the bins of the others coarse. */
  #findPerBin(): number {
    const examples = this.#first.flatMap(({ group, rows }) => (group.isEven ? [rows[0]!] : [...rows]));
    const count = this.#first.reduce((sum, { rows }) => sum + rows.length, 0);
    return coarser * binned(this.#liked, examples, count).perBin;
  }

  #add(row: number, bounds: GroupBounds): Group {
    const group = newGroup(this.#liked, [row], false);
    group.number = this.groups.push(group) - 1;
    bounds.add(group);
    return group;
  }
}
