// Layout. `groups` in the order in which they are gone over; the place of one is its number. `#of[row]` is the number of a row's group. Only `groupFor` writes.

import { leastRows } from "./bins.ts";
import type { GroupBounds } from "./group-bounds.ts";
import { isWithin, newGroup, widen, type Group } from "./group.ts";
import type { Grouping } from "./grouping.ts";
import type { LikedAmount } from "./order.ts";

/** Which group each row is in. */
export class RowGroups {
  readonly groups: Group[] = [];
  readonly #liked: readonly LikedAmount[];
  readonly #grouping: Grouping;
  readonly #of: Int32Array;
  /** There may be so many groups; after that rows are filed in those that there are. */
  readonly #most: number;

  /** @param count how many rows there are. */
  constructor(liked: readonly LikedAmount[], grouping: Grouping, count: number) {
    this.#liked = liked;
    this.#grouping = grouping;
    this.#of = new Int32Array(count);
    for (const { group, rows } of grouping.groups) {
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
    const { binOf, byBin } = this.#grouping;
    const bin = binOf(row);
    let group = byBin.get(bin);
    if (group === undefined) {
      group = this.groups.length < this.#most ? this.#add(row, bounds) : last;
      byBin.set(bin, group);
    }
    if (widen(group, this.#liked, row)) bounds.noteWorth(group);
    this.#of[row] = group.number;
    return group;
  }

  #add(row: number, bounds: GroupBounds): Group {
    const group = newGroup(this.#liked, [row], false);
    group.number = this.groups.push(group) - 1;
    bounds.add(group);
    return group;
  }
}
