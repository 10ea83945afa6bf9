import { diskKey, diskOf, isRootDisk, wayOf } from "./kind.ts";
import { areAlike, identityOf } from "./identity.ts";
import { itemName, nameOf } from "./names.ts";
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
  readonly amounts: ReadonlyMap<string, readonly AmountPool[]>;
  readonly ranges: ReadonlyMap<string, readonly RangesPool[]>;
  readonly sets: ReadonlyMap<string, readonly SetPool[]>;
  /** The set by the name of each item. */
  readonly items: ReadonlyMap<string, { readonly item: string; readonly set: string }>;
  readonly ports: readonly RangesPool[];
  /** By {@link diskKey}. */
  readonly disks: ReadonlyMap<string, readonly AmountPool[]>;
}

/** The pools of resources that have been checked, in the order offered. Costs O(n log n) for n resources. */
export function poolsOf(resources: readonly MesosResource[]): Pools {
  const amounts: Sorter<AmountPool> = {};
  const ranges: Sorter<RangesPool> = {};
  const sets: Sorter<SetPool> = {};
  const ports: Sorter<RangesPool> = {};
  const disks: Sorter<AmountPool> = {};
  const items = new Map<string, { readonly item: string; readonly set: string }>();
  for (const resource of resources) {
    const way = wayOf(resource);
    if (way === "amount" || way === "disk") {
      const isAmount = way === "amount";
      const name = isAmount ? nameOf(resource) : diskKey(diskOf(resource));
      const pool = poolFor(isAmount ? amounts : disks, name, resource, () => ({ resource, left: 0 }));
      const amount = thousandthsOf(resource);
      pool.left = resource.shared === undefined ? pool.left + amount : amount;
      if (isAmount && isRootDisk(resource)) alsoKnown(disks, diskKey(diskOf(resource)), pool);
    } else if (way === "ranges" || way === "ports") {
      const sorter = way === "ports" ? ports : ranges;
      const pool = poolFor(sorter, nameOf(resource), resource, () => ({ resource, left: [] }));
      for (const [first, last] of rangesOf(resource)) pool.left.push([first, last]);
    } else if (way === "set") {
      const set = nameOf(resource);
      const pool = poolFor(sets, set, resource, () => ({ resource, left: new Set() }));
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
    ports: sorted(ports).get("ports") ?? [],
    disks: sorted(disks),
  };
}

interface Pool {
  readonly resource: MesosResource;
}

/** Pools by name, each found by what it is of. The maps are made when there is something to sort: a launch has few kinds of things. */
interface Sorter<P extends Pool> {
  pools?: Map<string, P[]>;
  byIdentity?: Map<string, Map<string, P>>;
}

/** The pool of what is the same in everything but the number; made where there is none. */
function poolFor<P extends Pool>(sorter: Sorter<P>, name: string, resource: MesosResource, make: () => P): P {
  sorter.pools ??= new Map();
  const pools = sorter.pools.get(name);
  if (pools === undefined) {
    const pool = make();
    sorter.pools.set(name, [pool]);
    return pool;
  }
  const known =
    pools.length < fewPools
      ? alikeIn(pools, resource)
      : identities(sorter, name, pools).get(identityOf(resource));
  if (known !== undefined) return known;
  const pool = make();
  pools.push(pool);
  sorter.byIdentity?.get(name)?.set(identityOf(resource), pool);
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

/** The pool is known by this name too. */
function alsoKnown<P extends Pool>(sorter: Sorter<P>, name: string, pool: P): void {
  sorter.pools ??= new Map();
  const pools = sorter.pools.get(name) ?? [];
  if (!pools.includes(pool)) sorter.pools.set(name, [...pools, pool]);
}

/** The deepest reservation first. */
function sorted<P extends Pool>({ pools: byName }: Sorter<P>): ReadonlyMap<string, readonly P[]> {
  if (byName === undefined) return nothing;
  for (const pools of byName.values()) if (pools.length > 1) pools.sort(byDepth);
  return byName;
}

const nothing: ReadonlyMap<string, never> = new Map<string, never>();

/** So many are compared one by one. */
const fewPools = 8;

function alikeIn<P extends Pool>(pools: readonly P[], resource: MesosResource): P | undefined {
  for (const pool of pools) if (areAlike(pool.resource, resource)) return pool;
  return undefined;
}

function byDepth(a: Pool, b: Pool): number {
  return reservationDepth(b.resource) - reservationDepth(a.resource);
}
