import { elementAt } from "../dense/number-at.ts";
import { fieldPath, refuse } from "../model/input/expect.ts";
import { compareText } from "../model/order.ts";
import { fromThousandths, toThousandths, type Scalars } from "../model/quantity.ts";
import { checkGpus, refuseNothing } from "./launchable.ts";
import { united } from "./range.ts";
import { isAmount, isFreePorts, reservationDepth, type MesosResource } from "./resource.ts";

/** One amount that a launch's offers give: all that is the same in everything but the number. */
interface AmountPool {
  /** As it came first; what is given out says the same of itself. */
  readonly resource: MesosResource;
  left: number;
}

/** Ports that a launch's offers give, likewise. */
interface PortPool {
  readonly resource: MesosResource;
  readonly ranges: { readonly begin: number; readonly end: number }[];
}

/** Amounts of one name: the first `used` of them are taken whole. */
interface Amounts {
  readonly pools: readonly AmountPool[];
  used: number;
}

/** What the offers of one launch give and its tasks have not taken yet; of each name the deepest reservation first, then in the order offered. */
export interface Pools {
  /** By name, in thousandths. */
  readonly amounts: ReadonlyMap<string, Amounts>;
  readonly ports: readonly PortPool[];
  readonly portsTaken: Set<number>;
}

/** The pools of resources that have been checked, in the order offered. Costs O(n log n) for n resources. */
export function poolsOf(resources: readonly MesosResource[]): Pools {
  const amounts = new Map<string, Sorter<AmountPool>>();
  const ports = sorter<PortPool>();
  for (const resource of resources) {
    if (isAmount(resource)) {
      let named = amounts.get(resource.name);
      if (named === undefined) {
        named = sorter();
        amounts.set(resource.name, named);
      }
      const pool = poolIn(named, resource, () => ({ resource, left: 0 }));
      pool.left += toThousandths(resource.scalar.value);
    } else if (isFreePorts(resource)) {
      const pool = poolIn(ports, resource, () => ({ resource, ranges: [] }));
      for (const range of resource.ranges.range ?? []) pool.ranges.push(range);
    }
  }
  return {
    amounts: new Map(
      Array.from(amounts, ([name, { pools }]) => [name, { pools: pools.sort(byDepth), used: 0 }]),
    ),
    ports: ports.pools.sort(byDepth),
    portsTaken: new Set(),
  };
}

/** Pools of one name, found by what they are of: for a name that comes once, as most do, nobody asks. */
interface Sorter<P> {
  readonly pools: P[];
  readonly byIdentity: Map<string, P>;
}

function sorter<P>(): Sorter<P> {
  return { pools: [], byIdentity: new Map() };
}

/** The pool of what is the same in everything but the number; made where there is none. */
function poolIn<P extends { readonly resource: MesosResource }>(
  { pools, byIdentity }: Sorter<P>,
  resource: MesosResource,
  make: () => P,
): P {
  const [first] = pools;
  if (first === undefined) {
    const pool = make();
    pools.push(pool);
    return pool;
  }
  if (byIdentity.size === 0) byIdentity.set(identityOf(first.resource), first);
  const identity = identityOf(resource);
  let pool = byIdentity.get(identity);
  if (pool === undefined) {
    pool = make();
    pools.push(pool);
    byIdentity.set(identity, pool);
  }
  return pool;
}

function byDepth(a: { readonly resource: MesosResource }, b: { readonly resource: MesosResource }): number {
  return reservationDepth(b.resource) - reservationDepth(a.resource);
}

/** What a resource is, beside how much: equal texts for the same, whatever the order of its fields. */
function identityOf(resource: MesosResource): string {
  return textOf({ ...resource, scalar: undefined, ranges: undefined });
}

/** A text of a value of JSON, with the fields of objects in order. */
function textOf(value: unknown): string {
  if (typeof value !== "object" || value === null)
    return typeof value === "string" ? JSON.stringify(value) : String(value);
  if (Array.isArray(value)) return `[${value.map(textOf).join()}]`;
  const fields = Object.entries(value).sort(([a], [b]) => compareText(a, b));
  return `{${fields.map(([name, field]) => `${JSON.stringify(name)}:${textOf(field)}`).join()}}`;
}

/**
 * Takes what a task is given, and names it as the master does. Costs O(what it is given, and the resources of these names).
 *
 * @throws InvalidInputError where less is left, for a part of a gpu, and where it is given nothing, which a master refuses. Paths are relative to
 * the assignment.
 */
export function takeFrom(pools: Pools, amounts: Scalars, ports: readonly number[]): readonly MesosResource[] {
  checkGpus("resources", amounts);
  const taken: MesosResource[] = [];
  for (const [name, amount] of Object.entries(amounts)) {
    const thousandths = toThousandths(amount);
    if (thousandths > 0) takeAmount(pools, name, thousandths, taken);
  }
  if (ports.length > 0) takePorts(pools, ports, taken);
  if (taken.length === 0) refuseNothing(amounts);
  return taken;
}

function takeAmount({ amounts }: Pools, name: string, thousandths: number, taken: MesosResource[]): void {
  let wanted = thousandths;
  const named = amounts.get(name) ?? { pools: [], used: 0 };
  for (; named.used < named.pools.length; named.used++) {
    const pool = elementAt(named.pools, named.used);
    const part = Math.min(pool.left, wanted);
    if (part > 0) taken.push({ ...pool.resource, scalar: { value: fromThousandths(part) } });
    pool.left -= part;
    wanted -= part;
    if (wanted === 0) return;
  }
  const most = fromThousandths(thousandths - wanted);
  refuse(
    fieldPath("resources", name),
    fromThousandths(thousandths),
    `at most ${most}, what its offers have left`,
  );
}

function takePorts(
  { ports: pools, portsTaken }: Pools,
  ports: readonly number[],
  taken: MesosResource[],
): void {
  const parts = new Map<PortPool, (readonly [number, number])[]>();
  for (const [i, port] of ports.entries()) {
    const from = pools.find(({ ranges }) => ranges.some(({ begin, end }) => begin <= port && port <= end));
    if (from === undefined || portsTaken.has(port)) {
      refuse(`ports[${i}]`, port, "a port that its offers have left");
    }
    portsTaken.add(port);
    const part = parts.get(from);
    if (part === undefined) parts.set(from, [[port, port]]);
    else part.push([port, port]);
  }
  for (const pool of pools) {
    const part = parts.get(pool);
    if (part === undefined) continue;
    const range = united(part).map(([begin, end]) => ({ begin, end }));
    taken.push({ ...pool.resource, ranges: { range } });
  }
}
