import type { PortRange } from "stowage";

/** Whether the port lies in one of the ranges. */
export function includesPort(ranges: readonly PortRange[], port: number): boolean {
  return ranges.some(([first, last]) => first <= port && port <= last);
}

/** How many ports the ranges have; they do not overlap. */
export function countPorts(ranges: readonly PortRange[]): number {
  return ranges.reduce((sum, [first, last]) => sum + last - first + 1, 0);
}

/** The ranges without the ports. */
export function withoutPorts(ranges: readonly PortRange[], ports: readonly number[]): readonly PortRange[] {
  let left = ranges;
  for (const port of ports) {
    left = left.flatMap(([first, last]): readonly PortRange[] => {
      if (port < first || port > last) return [[first, last]];
      const parts: readonly PortRange[] = [
        [first, port - 1],
        [port + 1, last],
      ];
      return parts.filter(([from, to]) => from <= to);
    });
  }
  return left;
}

/** All ports of both, ascending; ranges that touch become one. */
export function joinRanges(a: readonly PortRange[], b: readonly PortRange[]): readonly PortRange[] {
  const joined: [number, number][] = [];
  for (const [first, last] of [...a, ...b].toSorted((left, right) => left[0] - right[0])) {
    const before = joined.at(-1);
    if (before !== undefined && first <= before[1] + 1) before[1] = Math.max(before[1], last);
    else joined.push([first, last]);
  }
  return joined;
}
