// The choice of disks on one row. Requests in the order asked; each tries the disks that can serve it, those with the least left first, by id on ties: the first
// combination in which all are served. What a task asks is prepared once, with room for trying rows: `left[i]` is what the row's disk i still gives,
// `chosen[r]` the disk of request r, `toServe[k]` how many requests of kind k are not served yet. `reached` and `rest` are those of `canServe`.

import type { DiskGrant, DiskRequest } from "../model/disk.ts";
import { fromThousandths, toThousandths } from "../model/quantity.ts";
import { leftAfter, type DiskSet, type FreeDisk } from "./disk-set.ts";
import type { Disks } from "./disks.ts";

/** One request. */
export interface AskedDisk {
  readonly type: string;
  readonly id: string | undefined;
  /** In thousandths. */
  readonly amount: number;
  /** Requests that ask the same are of one kind: its place among the kinds. */
  readonly kind: number;
}

/** The requests of a task against the disks of one role. */
export interface DiskFit {
  readonly disks: Disks;
  readonly requests: readonly AskedDisk[];
  /** The first request of each kind. */
  readonly kinds: readonly AskedDisk[];
  /** Whether a single disk of some type, with so much left, is all that is asked. */
  readonly isAmount: boolean;
  readonly left: number[];
  readonly chosen: number[];
  readonly toServe: number[];
  readonly reached: number[];
  readonly rest: number[];
}

/** The requests made ready for trying rows. */
export function diskFit(disks: Disks, asked: readonly DiskRequest[]): DiskFit {
  const kinds: AskedDisk[] = [];
  const requests = asked.map(({ type, id, amount: inMib = 0 }): AskedDisk => {
    const amount = toThousandths(inMib);
    const known = kinds.find((each) => each.type === type && each.id === id && each.amount === amount);
    const request = { type, id, amount, kind: known?.kind ?? kinds.length };
    if (known === undefined) kinds.push(request);
    return request;
  });
  return {
    disks,
    requests,
    kinds,
    isAmount: requests.length === 1 && requests[0]!.id === undefined,
    left: [],
    chosen: [],
    toServe: [],
    reached: [],
    rest: [],
  };
}

/**
 * Whether the row can serve all requests; it has a disk for each, as far as its type and amount go (disks.ts). Costs O(requests × disks), and
 * where they get in each other's way what `canServe` costs.
 */
export function disksFit(fit: DiskFit, row: number): boolean {
  return fit.isAmount || serveInTurn(fit, row) || canServeAll(fit, row);
}

/**
 * The disks chosen, by request. The row must fit. Costs O(requests × disks), and where the requests get in each other's way so many times what
 * `canServe` costs.
 */
export function chooseDisks(fit: DiskFit, row: number): readonly DiskGrant[] {
  const { disks, requests, chosen } = fit;
  if (!serveInTurn(fit, row)) serveTogether(fit, row);
  const set = disks.setAt(row);
  return requests.map(({ amount: asked }, i) => {
    const { id, type, use, amount } = set[chosen[i]!]!;
    if (use === undefined) return { id, type, amount: fromThousandths(asked) };
    return { id, type, amount: fromThousandths(amount), use };
  });
}

/** The requests that the row cannot serve beside those before them that it can. */
export function unservedDisks(fit: DiskFit, row: number): readonly AskedDisk[] {
  const { kinds, toServe } = fit;
  const set = load(fit, row);
  for (let kind = 0; kind < kinds.length; kind++) toServe[kind] = 0;
  return fit.requests.filter(({ kind }) => {
    toServe[kind]!++;
    if (canServe(fit, set)) return false;
    toServe[kind]!--;
    return true;
  });
}

/** Whether the request means the disk, whatever is left of it. */
export function isMeant(request: AskedDisk, { type, id }: Pick<FreeDisk, "type" | "id">): boolean {
  return type === request.type && (request.id === undefined || id === request.id);
}

/** Serves one request after the other, each from the first disk that can; false where one finds none. */
function serveInTurn(fit: DiskFit, row: number): boolean {
  const { requests, left, chosen } = fit;
  const set = load(fit, row);
  for (let i = 0; i < requests.length; i++) {
    const at = nextDisk(set, left, requests[i]!, -1);
    if (at === -1) return false;
    chosen[i] = at;
    left[at] = leftAfter(set[at]!, left[at]!, requests[i]!.amount);
  }
  return true;
}

/** Serves one request after the other, each from the first disk that leaves those after it possible. All together must be. */
function serveTogether(fit: DiskFit, row: number): void {
  const { requests, left, chosen, toServe } = fit;
  const set = load(fit, row);
  countAll(fit);
  for (let i = 0; i < requests.length; i++) {
    const request = requests[i]!;
    toServe[request.kind]!--;
    for (let at = -1; ;) {
      at = nextDisk(set, left, request, at);
      const before = left[at]!;
      left[at] = leftAfter(set[at]!, before, request.amount);
      chosen[i] = at;
      if (canServe(fit, set)) break;
      left[at] = before;
    }
  }
}

function canServeAll(fit: DiskFit, row: number): boolean {
  if (fit.requests.length === 1) return false;
  const set = load(fit, row);
  countAll(fit);
  return canServe(fit, set);
}

function countAll({ requests, kinds, toServe }: DiskFit): void {
  for (let kind = 0; kind < kinds.length; kind++) toServe[kind] = 0;
  for (const { kind } of requests) toServe[kind]!++;
}

function load({ disks, left }: DiskFit, row: number): DiskSet {
  const set = disks.setAt(row);
  left.length = 0;
  for (const disk of set) left.push(disk.left);
  return set;
}

/** Of the disks that can serve a request the one after another, in the order of what is left, then of ids; the first after -1; -1 for none. */
function nextDisk(set: DiskSet, left: readonly number[], request: AskedDisk, after: number): number {
  let next = -1;
  for (let i = 0; i < set.length; i++) {
    if (left[i]! < request.amount || !isMeant(request, set[i]!)) continue;
    const more = after === -1 ? 1 : left[i]! - left[after]!;
    if (more < 0 || (more === 0 && i <= after)) continue;
    if (next === -1 || left[i]! < left[next]!) next = i;
  }
  return next;
}

/**
 * Whether the requests that are left to serve can be, as the disks stand. They are served in any order, disk by disk: for every number of requests of
 * each kind that may have been served (in `toServe`'s mixed radix: a state) it is enough to know the least disk that this can have got to, and the most that
 * this can have left of it. Costs O(states × kinds × disks): one state per number of equal requests, 2^requests states where no two are equal.
 */
function canServe({ kinds, left, toServe, reached, rest }: DiskFit, set: DiskSet): boolean {
  let states = 1;
  for (let kind = 0; kind < kinds.length; kind++) states *= toServe[kind]! + 1;
  const unreached = set.length;
  for (let state = 0; state < states; state++) reached[state] = unreached;
  reached[0] = -1;
  rest[0] = -1;
  for (let state = 0; state < states; state++) {
    if (reached[state] === unreached) continue;
    let step = 1;
    for (let kind = 0; kind < kinds.length; kind++) {
      const count = toServe[kind]! + 1;
      const next = state + step;
      const isServed = Math.floor(state / step) % count === count - 1;
      step *= count;
      if (isServed) continue;
      const request = kinds[kind]!;
      let at = reached[state]!;
      let most = rest[state]!;
      while (at === -1 || most < request.amount || !isMeant(request, set[at]!)) {
        if (++at === set.length) break;
        most = left[at]!;
      }
      if (at === set.length) continue;
      most = leftAfter(set[at]!, most, request.amount);
      if (at > reached[next]! || (at === reached[next] && most <= rest[next]!)) continue;
      reached[next] = at;
      rest[next] = most;
    }
  }
  return reached[states - 1] !== unreached;
}
