// Layout. A set of ports is a flat list of inclusive ranges [first0, last0, first1, last1, …], ascending, neither
// overlapping nor touching. The functions below are the only ones that change such a list.

import type { PortRange } from "../model/offer.ts";

/** Ports as flat ascending ranges. */
export type PortSet = number[];

/** The union of the ranges. */
export function portSetOf(ranges: readonly PortRange[]): PortSet {
  const sorted = ranges.length > 1 ? ranges.toSorted((a, b) => a[0] - b[0]) : ranges;
  const set: PortSet = [];
  for (const [first, last] of sorted) {
    const end = set.length - 1;
    if (end > 0 && first <= set[end]! + 1) set[end] = Math.max(set[end]!, last);
    else set.push(first, last);
  }
  return set;
}

/** How many ports the set has. */
export function countPorts(set: PortSet): number {
  let count = 0;
  for (let i = 0; i < set.length; i += 2) count += set[i + 1]! - set[i]! + 1;
  return count;
}

/** The lowest port of the set within first..last, or -1. */
export function lowestPort(set: Readonly<PortSet>, first: number, last: number): number {
  for (let i = 0; i < set.length; i += 2) {
    if (set[i + 1]! < first) continue;
    const port = Math.max(set[i]!, first);
    return port <= last ? port : -1;
  }
  return -1;
}

/** The lowest `count` ports of the set, which has as many. */
export function lowestPorts(set: Readonly<PortSet>, count: number): number[] {
  const ports = new Array<number>(count);
  for (let i = 0, at = 0; at < count; i += 2) {
    const last = Math.min(set[i + 1]!, set[i]! + count - at - 1);
    for (let port = set[i]!; port <= last; port++) ports[at++] = port;
  }
  return ports;
}

/** Takes the port out of the set; false where it is not in it. */
export function removePort(set: PortSet, port: number): boolean {
  for (let i = 0; i < set.length; i += 2) {
    const first = set[i]!;
    const last = set[i + 1]!;
    if (port > last) continue;
    if (port < first) return false;
    if (first === last) set.splice(i, 2);
    else if (port === first) set[i] = port + 1;
    else if (port === last) set[i + 1] = port - 1;
    else set.splice(i, 2, first, port - 1, port + 1, last);
    return true;
  }
  return false;
}
