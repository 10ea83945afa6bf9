// Reading a column outside dense/: the place is one that the tables gave out, so there is a number. One function for each kind of column: V8 reads
// fast where all that comes to a place in the code is of one kind.

/** The number at a place of a column of integers. */
export function intAt(column: Int32Array, place: number): number {
  return column[place]!;
}

/** The number at a place of a column of amounts, times or scores. */
export function floatAt(column: Float64Array, place: number): number {
  return column[place]!;
}

/** The number at a place of a column of marks. */
export function byteAt(column: Uint8Array, place: number): number {
  return column[place]!;
}

/** The number at a place of a list. */
export function numberAt(list: readonly number[], place: number): number {
  return list[place]!;
}

/** The text at a place of a list. */
export function textAt(list: readonly string[], place: number): string {
  return list[place]!;
}

/** The element at a place of any other list. */
export function elementAt<T>(list: readonly T[], place: number): T {
  return list[place]!;
}
