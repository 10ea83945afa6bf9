import { fieldPath, refuse } from "../model/input/expect.ts";
import type { Disk } from "../model/disk.ts";
import type { Offer, PortRange } from "../model/offer.ts";
import { fromThousandths, toThousandths } from "../model/quantity.ts";
import { united } from "../model/ranges.ts";
import { diskOf, isRootDisk, wayOf, type Way } from "./kind.ts";
import { itemName, nameOf } from "./names.ts";
import { ownOf, setOwn } from "./record.ts";
import { maxScalar, rangesOf, thousandthsOf, type MesosResource } from "./resource.ts";

/** What an offer gives to tasks. */
export type GivenByOffer = Required<Pick<Offer, "resources" | "ports" | "disks">>;

/** What resources, which have been checked, give to tasks. Paths are relative to their offer. Costs O(resources). */
export function givenBy(resources: readonly MesosResource[]): GivenByOffer {
  const sums: Record<string, number> = {}; // in thousandths
  let ways: Map<string, Way> | undefined; // of other than amounts
  let ports: readonly PortRange[] = none;
  let disks: Disk[] | undefined;
  const add = (name: string, way: Way, thousandths: number): void => {
    const before = ownOf(sums, name);
    const wayBefore = before === undefined ? way : (ways?.get(name) ?? "amount");
    if (wayBefore !== way) refuse(fieldPath("resources", name), way, `${wayBefore}, as before`);
    if (way !== "amount") (ways ??= new Map<string, Way>()).set(name, way);
    setOwn(sums, name, (before ?? 0) + thousandths);
  };
  for (const resource of resources) {
    const way = wayOf(resource);
    if (way === "amount") {
      add(nameOf(resource), way, thousandthsOf(resource));
      if (isRootDisk(resource)) disks = withDisk(disks, resource);
    } else if (way === "disk") disks = withDisk(disks, resource);
    else if (way === "ports")
      ports = ports.length === 0 ? rangesOf(resource) : ports.concat(rangesOf(resource));
    else if (way === "ranges") add(nameOf(resource), way, 1000 * countOf(resource));
    else if (way === "set") {
      const items = new Set(resource.set?.item);
      add(nameOf(resource), way, 1000 * items.size);
      for (const item of items) add(itemName(nameOf(resource), item), way, 1000);
    }
  }
  return { resources: inAmounts(sums), ports: united(ports), disks: disks ?? none };
}

const none: readonly never[] = Object.freeze([]);

/** The same object, with the amounts of so many thousandths. */
function inAmounts(sums: Record<string, number>): Offer["resources"] {
  for (const name of Object.keys(sums)) {
    const amount = fromThousandths(Number(sums[name]));
    if (amount > maxScalar) refuse(fieldPath("resources", name), amount, `at most ${maxScalar} in all`);
    sums[name] = amount;
  }
  return sums;
}

/**
 * The disks, the same list, with that of the resource. Parts of one disk are one, but volumes never are: of several of one id, of roles above and below, only the first is
 * given. What is nothing is no disk.
 */
function withDisk(disks: Disk[] | undefined, resource: MesosResource): Disk[] | undefined {
  const disk = diskOf(resource);
  if (disk.amount === 0) return disks;
  if (disks === undefined) return [disk];
  const at = disks.findIndex(({ id, type }) => id === disk.id && type === disk.type);
  const before = disks[at];
  if (before === undefined) disks.push(disk);
  else if (resource.disk?.persistence === undefined) {
    const amount = toThousandths(before.amount) + toThousandths(disk.amount);
    disks[at] = { ...disk, amount: fromThousandths(amount) };
  }
  return disks;
}

/** How many numbers the ranges have, no more than can be counted. */
function countOf(resource: MesosResource): number {
  let count = 0;
  for (const [first, last] of united(rangesOf(resource))) count += last - first + 1;
  return Math.min(count, maxScalar);
}
