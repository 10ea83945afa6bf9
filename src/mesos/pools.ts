import { fieldPath, refuse } from "../model/input/expect.ts";
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

/** What the offers of one launch give and its tasks have not taken yet; of each name the deepest reservation first, then in the order offered. */
export interface Pools {
  /** By name, in thousandths. */
  readonly amounts: ReadonlyMap<string, readonly AmountPool[]>;
  readonly ports: readonly PortPool[];
  readonly portsTaken: Set<number>;
}

/** The pools of resources that have been checked, in the order offered. Costs O(resources), and O(n²) where n of one name differ. */
export function poolsOf(resources: readonly MesosResource[]): Pools {
  const amounts = new Map<string, AmountPool[]>();
  const ports: PortPool[] = [];
  for (const resource of resources) {
    if (isAmount(resource)) {
      const left = toThousandths(resource.scalar.value);
      const pools = amounts.get(resource.name);
      const same = pools?.find((pool) => isSame(pool.resource, resource));
      if (pools === undefined) amounts.set(resource.name, [{ resource, left }]);
      else if (same === undefined) pools.push({ resource, left });
      else same.left += left;
    } else if (isFreePorts(resource)) {
      const ranges = resource.ranges.range ?? [];
      const same = ports.find((pool) => isSame(pool.resource, resource));
      if (same === undefined) ports.push({ resource, ranges: [...ranges] });
      else same.ranges.push(...ranges);
    }
  }
  for (const pools of amounts.values()) if (pools.length > 1) pools.sort(byDepth);
  return { amounts, ports: ports.toSorted(byDepth), portsTaken: new Set() };
}

function byDepth(a: { readonly resource: MesosResource }, b: { readonly resource: MesosResource }): number {
  return reservationDepth(b.resource) - reservationDepth(a.resource);
}

/** Whether two resources of one name differ in nothing but how much they are. */
function isSame(a: MesosResource, b: MesosResource): boolean {
  const names = Object.keys(a);
  if (names.length !== Object.keys(b).length) return false;
  for (const name of names) {
    if (!Object.hasOwn(b, name)) return false;
    if (name !== "scalar" && name !== "ranges" && !isEqual(a[name], b[name])) return false;
  }
  return true;
}

/** Whether two values of JSON are equal; the order of fields counts for nothing. */
function isEqual(a: unknown, b: unknown): boolean {
  if (typeof a !== "object" || typeof b !== "object" || a === null || b === null) return a === b;
  const fields = new Map<string, unknown>(Object.entries(b));
  const entries = Object.entries(a);
  return (
    Array.isArray(a) === Array.isArray(b) &&
    entries.length === fields.size &&
    entries.every(([name, value]) => fields.has(name) && isEqual(value, fields.get(name)))
  );
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
  for (const pool of amounts.get(name) ?? []) {
    const part = Math.min(pool.left, wanted);
    if (part === 0) continue;
    pool.left -= part;
    wanted -= part;
    taken.push({ ...pool.resource, scalar: { value: fromThousandths(part) } });
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
