import { elementAt } from "../dense/number-at.ts";
import { fieldPath, refuse } from "../model/input/expect.ts";
import { fromThousandths, toThousandths, type Scalars } from "../model/quantity.ts";
import type { DiskGrant } from "../model/disk.ts";
import type { PortRange } from "../model/offer.ts";
import { united } from "../model/ranges.ts";
import { diskKey, resourceOfRoot } from "./kind.ts";
import { checkGpus } from "./launchable.ts";
import type { AmountPool, Pools, RangesPool, SetPool } from "./pools.ts";
import { ownOf } from "./record.ts";
import type { MesosResource } from "./resource.ts";

/** What only this one can have, and others must leave: taken before all else. */
export interface Own {
  /** A list for each disk. */
  readonly disks: readonly (readonly MesosResource[])[];
  readonly items: readonly MesosResource[];
  /** How much of the amounts asked is among that, in thousandths. */
  readonly counted: ReadonlyMap<string, number>;
}

/** Takes the disks granted, and the items asked by name. Throws where they are not there; paths are relative to the assignment. */
export function takeOwn(pools: Pools, amounts: Scalars, grants: readonly DiskGrant[]): Own {
  if (grants.length === 0 && pools.items === undefined) return nothing;
  const counted = new Map<string, number>();
  const count = (name: string, thousandths: number): void => {
    counted.set(name, (counted.get(name) ?? 0) + thousandths);
  };
  const disks: (readonly MesosResource[])[] = [];
  for (const [i, grant] of grants.entries()) {
    disks.push(takeDisk(pools, grant, `disks[${i}]`));
    const root = resourceOfRoot(grant.type);
    if (root !== undefined) count(root, toThousandths(grant.amount));
  }
  const items: MesosResource[] = [];
  for (const [name, amount] of Object.entries(amounts)) {
    const found = pools.items?.get(name);
    if (found === undefined || toThousandths(amount) === 0) continue;
    const pool = ownOf(pools.sets, found.set)?.find(({ left }) => left.has(found.item));
    if (pool === undefined)
      refuse(fieldPath("resources", name), found.item, "an item that its offers have left");
    items.push(takeItems(pool, [found.item]));
    count(name, 1000);
    count(found.set, 1000);
  }
  return { disks, items, counted };
}

const nothing: Own = { disks: [], items: [], counted: new Map() };

/** Whether something should be taken before others of its name; otherwise the deepest reservation is. */
export type Preferred = (resource: MesosResource) => boolean;

/**
 * Takes the rest of what is asked, and names it as the master does: what comes first in the pools is taken first, of numbers the least. Costs O(what it is
 * given, and the resources of these names).
 *
 * @throws InvalidInputError where less is left, and for a part of a gpu. Paths are relative to the assignment.
 */
export function takeRest(
  pools: Pools,
  amounts: Scalars,
  ports: readonly number[],
  counted: ReadonlyMap<string, number>,
  preferred: Preferred | undefined,
): MesosResource[] {
  checkGpus("resources", amounts);
  const taken: MesosResource[] = [];
  for (const name of Object.keys(amounts)) {
    const asked = toThousandths(Number(amounts[name]));
    const wanted = asked - (counted.get(name) ?? 0);
    if (wanted < 0)
      refuse(
        fieldPath("resources", name),
        fromThousandths(asked),
        "no less than what it is given by its own name",
      );
    if (wanted > 0) takeNamed(pools, name, wanted, preferred, taken);
  }
  if (ports.length > 0) takePorts(pools.ports, ports, taken);
  return taken;
}

function takeNamed(
  pools: Pools,
  name: string,
  wanted: number,
  preferred: Preferred | undefined,
  taken: MesosResource[],
): void {
  const amounts = ownOf(pools.amounts, name);
  let left = wanted;
  if (amounts !== undefined) left = takeAmount(inOrder(amounts, preferred), wanted, taken);
  else {
    const sets = ownOf(pools.sets, name);
    const ranges = ownOf(pools.ranges, name);
    if (wanted % 1000 !== 0 && (sets ?? ranges) !== undefined)
      refuse(fieldPath("resources", name), fromThousandths(wanted), "a whole number of what is counted");
    for (const pool of inOrder(sets ?? [], preferred)) left -= 1000 * takeAny(pool, left / 1000, taken);
    for (const pool of inOrder(ranges ?? [], preferred)) left -= 1000 * takeLeast(pool, left / 1000, taken);
  }
  if (left === 0) return;
  const most = fromThousandths(wanted - left);
  refuse(fieldPath("resources", name), fromThousandths(wanted), `at most ${most}, what its offers have left`);
}

function inOrder<P extends { readonly resource: MesosResource }>(
  pools: readonly P[],
  preferred: Preferred | undefined,
): readonly P[] {
  if (preferred === undefined || pools.length < 2) return pools;
  return [
    ...pools.filter(({ resource }) => preferred(resource)),
    ...pools.filter(({ resource }) => !preferred(resource)),
  ];
}

/** Takes so many thousandths as there are; returns how many are missing. */
function takeAmount(pools: readonly AmountPool[], wanted: number, taken: MesosResource[]): number {
  let missing = wanted;
  for (const pool of pools) {
    const part = Math.min(pool.left, missing);
    if (part === 0) continue;
    taken.push({ ...pool.resource, scalar: { value: fromThousandths(part) } });
    pool.left -= part;
    missing -= part;
    if (missing === 0) break;
  }
  return missing;
}

function takeDisk(pools: Pools, grant: DiskGrant, path: string): readonly MesosResource[] {
  const wanted = toThousandths(grant.amount);
  const all = ownOf(pools.disks, diskKey(grant)) ?? [];
  const left = all.reduce((sum, each) => sum + each.left, 0);
  const first = all.find((each) => each.left > 0);
  if (first === undefined || left < wanted) refuse(path, grant.id, "a disk that its offers have left");
  // of several volumes of one id one is given: that of the amount, if there is one
  const one = all.find((each) => each.left === wanted) ?? first;
  if (one.resource.shared !== undefined) return [one.resource];
  const taken: MesosResource[] = [];
  takeAmount(one.resource.disk?.persistence === undefined ? all : [one], wanted, taken);
  return taken;
}

function takeItems({ resource, left }: SetPool, item: readonly string[]): MesosResource {
  for (const each of item) left.delete(each);
  return { ...resource, set: { item } };
}

/** Takes as many items as are wanted, or there are: returns how many. */
function takeAny(pool: SetPool, wanted: number, taken: MesosResource[]): number {
  const items = [...pool.left].slice(0, wanted);
  if (items.length > 0) taken.push(takeItems(pool, items));
  return items.length;
}

/** Takes the least numbers, as many as are wanted, or there are: returns how many. */
function takeLeast({ resource, left }: RangesPool, wanted: number, taken: MesosResource[]): number {
  const ranges = [...united(left)];
  const given: [first: number, last: number][] = [];
  let missing = wanted;
  left.length = 0;
  for (const [first, last] of ranges) {
    const count = Math.min(missing, last - first + 1);
    if (count > 0) given.push([first, first + count - 1]);
    if (first + count <= last) left.push([first + count, last]);
    missing -= count;
  }
  if (given.length > 0) taken.push(withRanges(resource, given));
  return wanted - missing;
}

function takePorts(pools: readonly RangesPool[], ports: readonly number[], taken: MesosResource[]): void {
  const parts: (PortRange[] | undefined)[] = pools.map(() => undefined);
  for (let i = 0; i < ports.length; i++) {
    const port = elementAt(ports, i);
    const from = takeFromOne(pools, port);
    if (from === -1) refuse(`ports[${i}]`, port, "a port that its offers have left");
    const part = parts[from];
    if (part === undefined) parts[from] = [[port, port]];
    else part.push([port, port]);
  }
  for (let at = 0; at < parts.length; at++) {
    const part = parts[at];
    if (part !== undefined) taken.push(withRanges(elementAt(pools, at).resource, united(part)));
  }
}

/** Takes the port from the first of the pools that has it: which that is, or -1. */
function takeFromOne(pools: readonly RangesPool[], port: number): number {
  for (let at = 0; at < pools.length; at++) if (takeNumber(elementAt(pools, at).left, port)) return at;
  return -1;
}

/** Takes the number out of the ranges; whether it was in one. */
function takeNumber(ranges: [first: number, last: number][], number: number): boolean {
  for (let at = 0; at < ranges.length; at++) {
    const range = elementAt(ranges, at);
    const first = range[0];
    const last = range[1];
    if (number < first || last < number) continue;
    if (first === last) ranges.splice(at, 1);
    else if (number === first) range[0]++;
    else {
      range[1] = number - 1;
      if (number < last) ranges.splice(at + 1, 0, [number + 1, last]);
    }
    return true;
  }
  return false;
}

function withRanges(resource: MesosResource, ranges: readonly (readonly [number, number])[]): MesosResource {
  return { ...resource, ranges: { range: ranges.map(([begin, end]) => ({ begin, end })) } };
}
