// Places in the order of use, the greatest first, found by halving.

/** The place in a list of blocks of the first that may have a row of no more use. */
export function blockWithin(list: readonly number[], firstUse: Float64Array, most: number): number {
  let low = 0;
  let high = list.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if (firstUse[list[middle]!]! > most) low = middle + 1;
    else high = middle;
  }
  return low === 0 ? 0 : low - 1;
}

/** The place of the first of the members from `start` to `end` of no more use; `end` where there is none. */
export function memberWithin(
  members: Int32Array,
  use: Float64Array,
  start: number,
  end: number,
  most: number,
): number {
  let low = start;
  let high = end;
  while (low < high) {
    const middle = (low + high) >> 1;
    if (use[members[middle]!]! > most) low = middle + 1;
    else high = middle;
  }
  return low;
}
