// Reading a column outside dense/: the place is one that the tables gave out, so there is a number.

/** The number at a place of a column. */
export function numberAt(column: ArrayLike<number>, place: number): number {
  return column[place]!;
}

/** The element at a place of a list; likewise. */
export function elementAt<T>(list: readonly T[], place: number): T {
  return list[place]!;
}
