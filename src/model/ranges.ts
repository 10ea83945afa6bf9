import type { PortRange } from "./offer.ts";

/** The ranges as one list in ascending order: those that overlap or touch are one. Costs O(ranges log ranges). */
export function united(ranges: readonly PortRange[]): readonly PortRange[] {
  if (ranges.length < 2) return ranges;
  const merged: [first: number, last: number][] = [];
  let open: [first: number, last: number] | undefined;
  for (const [first, last] of inOrder(ranges)) {
    if (open !== undefined && first <= open[1] + 1) open[1] = Math.max(open[1], last);
    else {
      open = [first, last];
      merged.push(open);
    }
  }
  return merged;
}

/** The list itself where it is in order, as most are. */
function inOrder(ranges: readonly PortRange[]): readonly PortRange[] {
  let before = -1;
  for (const [first] of ranges) {
    if (first < before) return ranges.toSorted((a, b) => a[0] - b[0]);
    before = first;
  }
  return ranges;
}
