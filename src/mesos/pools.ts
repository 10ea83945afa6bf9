import { diskKey, diskOf, isRootDisk, wayOf } from "./kind.ts";
import { areAlike, identityOf } from "./identity.ts";
import { itemName, nameOf } from "./names.ts";
import { ownOf, setOwn } from "./record.ts";
import { rangesOf, reservationDepth, thousandthsOf, type MesosResource } from "./resource.ts";

/** One amount that a launch's offers give: all that is the same in everything but the number. */
export interface AmountPool {
  /** As it came first; what is given out says the same of itself. */
  readonly resource: MesosResource;
  /** In thousandths. */
  left: number;
}

/** Ports, or other numbers, that a launch's offers give, likewise. */
export interface RangesPool {
  readonly resource: MesosResource;
  /** Inclusive, in the order offered. */
  readonly left: [first: number, last: number][];
}

/** Items of a set that a launch's offers give, likewise. */
export interface SetPool {
  readonly resource: MesosResource;
  readonly left: Set<string>;
}

/** What the offers of one launch give and its tasks have not taken yet; of each name the deepest reservation first, then in the order offered. */
export interface Pools {
  /** By name, parts of the root disk among them. */
  readonly amounts: ByName<AmountPool>;
  readonly ranges: ByName<RangesPool>;
  readonly sets: ByName<SetPool>;
  /** The set by the name of each item; undefined where there is none. */
  readonly items: ReadonlyMap<string, ItemOfSet> | undefined;
  readonly ports: readonly RangesPool[];
  /** By {@link diskKey}. */
  readonly disks: ByName<AmountPool>;
}

/** Pools by name: `ownOf` tells those of a name. */
export type ByName<P> = Readonly<Record<string, readonly P[]>>;

/** One of the items of a set. */
export interface ItemOfSet {
  readonly item: string;
  readonly set: string;
}

/** The pools of resources that have been checked, in the order offered. Costs O(n log n) for n resources. */
export function poolsOf(resources: readonly MesosResource[]): Pools {
  const amounts: Sorter<AmountPool> = {};
  const ranges: Sorter<RangesPool> = {};
  const sets: Sorter<SetPool> = {};
  const ports: Sorter<RangesPool> = {};
  const disks: Sorter<AmountPool> = {};
  let items: Map<string, ItemOfSet> | undefined;
  for (const resource of resources) {
    const way = wayOf(resource);
    if (way === "amount" || way === "disk") {
      const isAmount = way === "amount";
      const sorter = isAmount ? amounts : disks;
      const name = isAmount ? nameOf(resource) : diskKey(diskOf(resource));
      const pool = poolFor(sorter, name, resource) ?? added(sorter, name, { resource, left: 0 });
      const amount = thousandthsOf(resource);
      pool.left = resource.shared === undefined ? pool.left + amount : amount;
      if (!isAmount || !isRootDisk(resource)) continue;
      const disk = diskKey(diskOf(resource));
      if (!isKnown(disks, disk, pool)) added(disks, disk, pool);
    } else if (way === "ranges" || way === "ports") {
      const sorter = way === "ports" ? ports : ranges;
      const name = nameOf(resource);
      const pool = poolFor(sorter, name, resource);
      if (pool === undefined) added(sorter, name, { resource, left: rangesOf(resource) });
      else for (const range of rangesOf(resource)) pool.left.push(range);
    } else if (way === "set") {
      const set = nameOf(resource);
      const pool = poolFor(sets, set, resource) ?? added(sets, set, { resource, left: new Set() });
      items ??= new Map();
      for (const item of resource.set?.item ?? []) {
        pool.left.add(item);
        items.set(itemName(set, item), { item, set });
      }
    }
  }
  return {
    amounts: sorted(amounts),
    ranges: sorted(ranges),
    sets: sorted(sets),
    items,
    ports: ownOf(sorted(ports), "ports") ?? none,
    disks: sorted(disks),
  };
}

const none: readonly never[] = Object.freeze([]);

interface Pool {
  readonly resource: MesosResource;
}

/** Pools by name, each found by what it is of. What it has is made when there is something for it: a launch has few kinds of things. */
interface Sorter<P extends Pool> {
  pools?: Record<string, P[]>;
  /** Those of names with more than one. */
  several?: P[][];
  /** Of names with many. */
  byIdentity?: Map<string, Map<string, P>>;
}

/** The pool of what is the same in everything but the number; undefined where there is none. */
function poolFor<P extends Pool>(sorter: Sorter<P>, name: string, resource: MesosResource): P | undefined {
  if (sorter.pools === undefined) return undefined;
  const pools = ownOf(sorter.pools, name);
  if (pools === undefined) return undefined;
  return pools.length < fewPools
    ? alikeIn(pools, resource)
    : identities(sorter, name, pools).get(identityOf(resource));
}

/** The pool, which is the first of its kind. */
function added<P extends Pool>(sorter: Sorter<P>, name: string, pool: P): P {
  const pools = (sorter.pools ??= {});
  const known = ownOf(pools, name);
  if (known === undefined) setOwn(pools, name, [pool]);
  else if (known.push(pool) === 2) (sorter.several ??= []).push(known);
  sorter.byIdentity?.get(name)?.set(identityOf(pool.resource), pool);
  return pool;
}

/** Many pools of a name by their identity. */
function identities<P extends Pool>(
  sorter: Sorter<P>,
  name: string,
  pools: readonly P[],
): ReadonlyMap<string, P> {
  sorter.byIdentity ??= new Map();
  let byIdentity = sorter.byIdentity.get(name);
  if (byIdentity === undefined) {
    byIdentity = new Map(pools.map((pool) => [identityOf(pool.resource), pool]));
    sorter.byIdentity.set(name, byIdentity);
  }
  return byIdentity;
}

/** Whether the pool is there by this name. */
function isKnown<P extends Pool>({ pools = {} }: Sorter<P>, name: string, pool: P): boolean {
  return ownOf(pools, name)?.includes(pool) ?? false;
}

/** The deepest reservation first. */
function sorted<P extends Pool>({ pools = {}, several = [] }: Sorter<P>): ByName<P> {
  for (const list of several) list.sort(byDepth);
  return pools;
}

/** So many are compared one by one. */
const fewPools = 8;

function alikeIn<P extends Pool>(pools: readonly P[], resource: MesosResource): P | undefined {
  for (const pool of pools) if (areAlike(pool.resource, resource)) return pool;
  return undefined;
}

function byDepth(a: Pool, b: Pool): number {
  return reservationDepth(b.resource) - reservationDepth(a.resource);
}
