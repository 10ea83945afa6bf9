import { compareDisks, keyOfDisk, type Disk, type DiskGrant } from "../model/disk.ts";
import type { Offer } from "../model/offer.ts";
import { fromThousandths, maxAmount, toThousandths } from "../model/quantity.ts";
import type { RunningTask } from "../model/task.ts";

/**
 * The disks of an agent in one role, were nothing running, in their order: what is offered of each and, where it is given in parts, held of it; of one given
 * whole or shared what a task holds, if that is more.
 */
export function disksInAll(offers: readonly Offer[], running: readonly RunningTask[]): readonly Disk[] {
  const all = new Map<string, Disk>();
  const count = (disk: Disk | DiskGrant, addsUp: boolean): void => {
    const key = keyOfDisk(disk);
    const known = all.get(key)?.amount ?? 0;
    const amount = addsUp ? sumOf(known, disk.amount) : Math.max(known, disk.amount);
    all.set(key, { ...disk, amount });
  };
  for (const { disks = none } of offers) for (const disk of disks) count(disk, disk.use !== "shared");
  for (const { disks = none } of running) for (const grant of disks) count(grant, grant.use === undefined);
  return [...all.values()].sort(compareDisks);
}

const none: readonly never[] = [];

function sumOf(a: number, b: number): number {
  return Math.min(maxAmount, fromThousandths(toThousandths(a) + toThousandths(b)));
}

/** Whether there is for every disk one of its id that serves whatever it serves. */
export function disksCover(given: readonly Disk[] = none, wanted: readonly Disk[] = none): boolean {
  return wanted.every((disk) =>
    given.some(
      ({ id, type, amount, use }) =>
        id === disk.id &&
        type === disk.type &&
        amount >= disk.amount &&
        freedomOf(use) >= freedomOf(disk.use),
    ),
  );
}

/** A shared disk serves what one in parts does, and that what a whole one does. */
function freedomOf(use: Disk["use"]): number {
  return use === "shared" ? 2 : use === "whole" ? 0 : 1;
}

/** What is left of the disks of an offer once its tasks have theirs; what they do not cover stays in `held`, in thousandths by key. */
export function disksLeft(disks: readonly Disk[], held: Map<string, number>): readonly Disk[] {
  return disks.flatMap((disk): readonly Disk[] => {
    const { amount, use } = disk;
    const key = keyOfDisk(disk);
    const asked = held.get(key);
    if (asked === undefined || use === "shared") return [disk];
    if (use === "whole") return none;
    const taken = Math.min(toThousandths(amount), asked);
    held.set(key, asked - taken);
    return [{ ...disk, amount: fromThousandths(toThousandths(amount) - taken) }];
  });
}

/** The offers of an agent, as far as they can be those of one role: what several roles name alike means the disk of the first that does. */
export function withDisksOfOneRole(offers: readonly Offer[]): readonly Offer[] {
  const roles = new Map<string, string>();
  return offers.map((offer) => {
    const { role = "*", disks } = offer;
    if (disks === undefined) return offer;
    return {
      ...offer,
      disks: disks.filter((disk) => {
        const key = keyOfDisk(disk);
        const first = roles.get(key) ?? role;
        roles.set(key, first);
        return first === role;
      }),
    };
  });
}
