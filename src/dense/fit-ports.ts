// The choice of ports from one set (port-set.ts). Fixed numbers first; then the ranges in the order asked, each the lowest port that
// leaves the ranges after it possible; then "any", each the lowest. Sets passed in are never changed.

import type { PortRange } from "../model/offer.ts";
import type { Task } from "../model/task.ts";
import { lowestPort, lowestPorts, removePort, type PortSet } from "./port-set.ts";

/** A task's ports, sorted by how they are asked. */
export interface PortFit {
  readonly count: number;
  /** Whether nothing but their number is asked. */
  readonly isCount: boolean;
  /** Per request, where more is asked: what, and where its answer goes. */
  readonly fixed: readonly { readonly port: number; readonly at: number }[];
  readonly ranges: readonly { readonly range: PortRange; readonly at: number }[];
  readonly any: readonly number[];
}

/** The ports a task asks; undefined where it asks none. */
export function portFit({ ports = 0 }: Task): PortFit | undefined {
  if (typeof ports === "number") {
    if (ports === 0) return undefined;
    return (countFits[ports] ??= { count: ports, isCount: true, fixed: none, ranges: none, any: none });
  }
  if (ports.length === 0) return undefined;
  const fit = {
    count: ports.length,
    isCount: ports.every((request) => request === "any"),
    fixed: [] as { port: number; at: number }[],
    ranges: [] as { range: PortRange; at: number }[],
    any: [] as number[],
  };
  for (const [at, request] of ports.entries()) {
    if (request === "any") fit.any.push(at);
    else if (typeof request === "number") fit.fixed.push({ port: request, at });
    else fit.ranges.push({ range: request, at });
  }
  return fit;
}

const none: readonly never[] = [];
/** Of tasks that ask for nothing but a number of ports, by that. */
const countFits: (PortFit | undefined)[] = [];

/** Whether the set, of at least `count` ports, can serve. Costs O(requests × ranges of the set). */
export function portsFit(fit: PortFit, free: Readonly<PortSet>): boolean {
  for (const { port } of fit.fixed) if (lowestPort(free, port, port) === -1) return false;
  for (const { range } of fit.ranges) if (lowestPort(free, range[0], range[1]) === -1) return false;
  // One request that can be served alone; several may be in each other's way.
  if (fit.fixed.length + fit.ranges.length === 1) return true;
  const left = [...free];
  return (
    takeFixed(fit, left) &&
    firstUnserved(
      fit.ranges.map(({ range }) => range),
      left,
    ) === -1
  );
}

/** The ports chosen, by request. The set must fit. */
export function choosePorts(fit: PortFit, free: Readonly<PortSet>): number[] {
  if (fit.isCount) return lowestPorts(free, fit.count);
  const left = [...free];
  const ports = new Array<number>(fit.count);
  takeFixed(fit, left);
  for (const { port, at } of fit.fixed) ports[at] = port;
  for (const [i, { range, at }] of fit.ranges.entries()) {
    const after = fit.ranges.slice(i + 1).map((later) => later.range);
    ports[at] = takeLowest(range, after, left);
  }
  for (const at of fit.any) {
    const port = lowestPort(left, 0, 65535);
    removePort(left, port);
    ports[at] = port;
  }
  return ports;
}

function takeFixed({ fixed }: PortFit, left: PortSet): boolean {
  for (const { port } of fixed) if (!removePort(left, port)) return false;
  return true;
}

/**
 * Takes the lowest port of the range that leaves the later ranges possible. Where a port makes one of them impossible, so does every
 * other of that range's tight interval, up to its last port: the search goes on behind it.
 */
function takeLowest([first, last]: PortRange, later: readonly PortRange[], left: PortSet): number {
  let from = first;
  for (;;) {
    const port = lowestPort(left, from, last);
    const rest = [...left];
    removePort(rest, port);
    const blocked = firstUnserved(later, rest);
    if (blocked === -1) {
      removePort(left, port);
      return port;
    }
    from = blocked + 1;
  }
}

/**
 * -1 where every range can have a port of its own, else the last port of the first that cannot. Serving in the order of the last
 * ports, each the lowest, succeeds whenever anything does (Glover 1967, matching in convex bipartite graphs).
 */
function firstUnserved(ranges: readonly PortRange[], free: Readonly<PortSet>): number {
  const left = [...free];
  for (const [first, last] of ranges.toSorted((a, b) => a[1] - b[1])) {
    const port = lowestPort(left, first, last);
    if (port === -1) return last;
    removePort(left, port);
  }
  return -1;
}
