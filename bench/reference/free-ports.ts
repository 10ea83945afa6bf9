import type { PortRange, PortRequest } from "stowage";

/** What a task asks of an agent's ports, beside their number: fixed ones, and at most one range that has none of them. */
export interface AskedPorts {
  readonly fixed: readonly number[];
  readonly range: PortRange | undefined;
  /** Any at all, the lowest. */
  readonly any: number;
}

/** The free ports of every row, as ascending ranges in flat columns: row r's are at r × `stride`, `counts[r]` of them. */
export interface FreePorts {
  readonly stride: number;
  readonly counts: Int32Array;
  readonly firsts: Int32Array;
  readonly lasts: Int32Array;
}

/** How many ranges a row may gain by ports being taken out of their middle. */
const spareRanges = 64;

/** The free ports of rows, which have these ranges, ascending. */
export function freePortsOf(rows: readonly (readonly PortRange[])[]): FreePorts {
  const stride = rows.reduce((most, ranges) => Math.max(most, ranges.length), 0) + spareRanges;
  const counts = Int32Array.from(rows, ({ length }) => length);
  const firsts = new Int32Array(rows.length * stride);
  const lasts = new Int32Array(rows.length * stride);
  for (const [row, ranges] of rows.entries()) {
    for (const [at, [first, last]] of ranges.toSorted((a, b) => a[0] - b[0]).entries()) {
      firsts[row * stride + at] = first;
      lasts[row * stride + at] = last;
    }
  }
  return { stride, counts, firsts, lasts };
}

/** What a task's requests come to; throws for more than one range, or a fixed port within it. */
export function askedPortsOf(requests: number | readonly PortRequest[]): AskedPorts {
  if (typeof requests === "number") return { fixed: [], range: undefined, any: requests };
  const fixed = requests.filter((request) => typeof request === "number");
  const [range, ...more] = requests.filter((request) => typeof request === "object");
  if (more.length > 0) throw new Error("a scan takes one range of ports a task");
  if (range !== undefined && fixed.some((port) => port >= range[0] && port <= range[1])) {
    throw new Error("a scan takes no fixed port within the range that its task asks");
  }
  return { fixed, range, any: requests.length - fixed.length - (range === undefined ? 0 : 1) };
}

/** Whether the row has the fixed ports, and one of the range. Costs O(requests × ranges of the row). */
export function hasPorts({ fixed, range }: AskedPorts, free: FreePorts, row: number): boolean {
  for (let at = 0; at < fixed.length; at++) {
    const port = fixed[at] ?? 0;
    if (lowestFrom(free, row, port, port) === -1) return false;
  }
  return range === undefined || lowestFrom(free, row, range[0], range[1]) !== -1;
}

/** Takes what a task asks: the fixed ports, the lowest of the range, then the lowest of what is left. */
export function takePorts({ fixed, range, any }: AskedPorts, free: FreePorts, row: number): void {
  for (const port of fixed) takePort(free, row, port);
  if (range !== undefined) takePort(free, row, lowestFrom(free, row, range[0], range[1]));
  for (let taken = 0; taken < any; taken++) takePort(free, row, lowestFrom(free, row, 0, 65_535));
}

/** The row's lowest free port within the range, or -1. */
function lowestFrom({ stride, counts, firsts, lasts }: FreePorts, row: number, from: number, to: number) {
  const start = row * stride;
  const end = start + (counts[row] ?? 0);
  for (let at = start; at < end; at++) {
    if ((lasts[at] ?? 0) < from) continue;
    const port = Math.max(from, firsts[at] ?? 0);
    return port <= to ? port : -1;
  }
  return -1;
}

function takePort({ stride, counts, firsts, lasts }: FreePorts, row: number, port: number): void {
  const start = row * stride;
  const end = start + (counts[row] ?? 0);
  let at = start;
  while (at < end && (lasts[at] ?? 0) < port) at++;
  const first = firsts[at] ?? 0;
  const last = lasts[at] ?? 0;
  if (at === end || port < first) throw new Error(`port ${port} is not free on row ${row}`);
  if (first === last) {
    firsts.copyWithin(at, at + 1, end);
    lasts.copyWithin(at, at + 1, end);
    counts[row] = end - start - 1;
  } else if (port === first) firsts[at] = port + 1;
  else if (port === last) lasts[at] = port - 1;
  else {
    if (end - start === stride) throw new Error(`row ${row} has more than ${stride} ranges of ports`);
    firsts.copyWithin(at + 1, at, end);
    lasts.copyWithin(at + 1, at, end);
    lasts[at] = port - 1;
    firsts[at + 1] = port + 1;
    counts[row] = end - start + 1;
  }
}
