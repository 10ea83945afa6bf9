// Layout. The disks of one agent in one role are a list, ascending by id, of what each still gives. Lists are never changed: `without` makes others.

import type { Disk, DiskGrant } from "../model/disk.ts";
import type { Offer } from "../model/offer.ts";
import { compareText } from "../model/order.ts";
import { fromThousandths, toThousandths } from "../model/quantity.ts";

/** One disk; amounts in thousandths. */
export interface FreeDisk {
  readonly id: string;
  readonly type: string;
  readonly use: "parts" | "whole" | "shared";
  /** As offered. */
  readonly amount: number;
  /** What it still gives; -1 for a whole one that is taken. */
  readonly left: number;
}

/** Disks by id, each once. */
export type DiskSet = readonly FreeDisk[];

const none: readonly never[] = [];

/** The disks that the offers name, each with the sum of what they say is free of it. Costs O(disks log disks). */
export function diskSetOf(offers: readonly Offer[]): DiskSet {
  const disks = offers.length === 1 ? offers[0]!.disks : offers.flatMap((offer) => offer.disks ?? none);
  if (disks === undefined || disks.length === 0) return none;
  const sorted = disks.map(freeDisk).sort((a, b) => compareText(a.id, b.id));
  const set: FreeDisk[] = [];
  for (const disk of sorted) {
    const last = set.at(-1);
    if (last?.id !== disk.id) set.push(disk);
    else set[set.length - 1] = { ...disk, amount: last.amount + disk.amount, left: last.left + disk.left };
  }
  return set;
}

function freeDisk({ id, type, use, amount }: Disk): FreeDisk {
  const left = toThousandths(amount);
  return { id, type, use: use ?? "parts", amount: left, left };
}

/** The disks once these have been given of them. */
export function without(set: DiskSet, grants: readonly DiskGrant[]): DiskSet {
  return set.map((disk) => {
    let { left } = disk;
    for (const { id, amount } of grants) {
      if (id === disk.id) left = leftAfter(disk, left, toThousandths(amount));
    }
    return left === disk.left ? disk : { ...disk, left };
  });
}

/** What a disk still gives once a request that asks so much has been served from what was left of it. */
export function leftAfter({ use }: FreeDisk, left: number, asked: number): number {
  return use === "parts" ? left - asked : use === "whole" ? -1 : left;
}

/** Those that can be given, each with what is free of it. */
export function givable(set: DiskSet): readonly Disk[] {
  return set
    .filter(({ left }) => left >= 0)
    .map(({ id, type, use, left }) => {
      const disk = { id, type, amount: fromThousandths(left) };
      return use === "parts" ? disk : { ...disk, use };
    });
}
