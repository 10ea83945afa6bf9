/** Negative, zero or positive as `a` stands before, at or after `b` by UTF-16 code units, never by locale. */
export function compareText(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}
