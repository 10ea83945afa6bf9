// Layout. The disks of one agent in one role are a list, in their order (model/disk.ts), of what each still gives. Lists are never changed: `without` makes others.

import { compareDisks, type Disk, type DiskGrant } from "../model/disk.ts";
import type { Offer } from "../model/offer.ts";
import { fromThousandths, toThousandths } from "../model/quantity.ts";

/** One disk; amounts in thousandths. */
export interface FreeDisk {
  readonly id: string;
  readonly type: string;
  /** Undefined where it is given in parts. */
  readonly use: Disk["use"];
  /** As offered. */
  readonly amount: number;
  /** What it still gives; -1 for a whole one that is taken. */
  readonly left: number;
}

/** Disks in their order, each once. */
export type DiskSet = readonly FreeDisk[];

const none: readonly never[] = [];

/** The disks that the offers name, each with the sum of what they say is free of it. Costs O(disks log disks). */
export function diskSetOf(offers: readonly Offer[]): DiskSet {
  const disks = offers.length === 1 ? offers[0]!.disks : offers.flatMap((offer) => offer.disks ?? none);
  if (disks === undefined || disks.length === 0) return none;
  const sorted = disks.map(freeDisk).sort(compareDisks);
  const set: FreeDisk[] = [];
  for (const disk of sorted) {
    const last = set.at(-1);
    if (last === undefined || compareDisks(last, disk) !== 0) set.push(disk);
    else if (disk.use === "shared") set[set.length - 1] = last.amount < disk.amount ? disk : last;
    else set[set.length - 1] = { ...disk, amount: last.amount + disk.amount, left: last.left + disk.left };
  }
  return set;
}

function freeDisk({ id, type, use, amount }: Disk): FreeDisk {
  const left = toThousandths(amount);
  return { id, type, use, amount: left, left };
}

/** The disks once these have been given of them. */
export function without(set: DiskSet, grants: readonly DiskGrant[]): DiskSet {
  return set.map((disk) => {
    let { left } = disk;
    for (const grant of grants) {
      if (compareDisks(grant, disk) === 0) left = leftAfter(disk, left, toThousandths(grant.amount));
    }
    return left === disk.left ? disk : { ...disk, left };
  });
}

/** What a disk still gives once a request that asks so much has been served from what was left of it. */
export function leftAfter({ use }: FreeDisk, left: number, asked: number): number {
  return use === undefined ? left - asked : use === "whole" ? -1 : left;
}

/** Those that can be given, each with what is free of it. */
export function givable(set: DiskSet): readonly Disk[] {
  return set
    .filter(({ left }) => left >= 0)
    .map(({ id, type, use, left }) => {
      const disk = { id, type, amount: fromThousandths(left) };
      return use === undefined ? disk : { ...disk, use };
    });
}
