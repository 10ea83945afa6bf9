import type { Disk } from "../model/disk.ts";
import type { Offer } from "../model/offer.ts";
import { compareText } from "../model/order.ts";
import { fromThousandths, maxAmount, toThousandths } from "../model/quantity.ts";
import type { RunningTask } from "../model/task.ts";

/**
 * The disks of an agent in one role, were nothing running, by id: what is offered of each and, where it is given in parts, held of it. How a disk that is
 * only held is used, nobody says: it is taken for a whole one, as large as the greatest part held, which any use allows.
 */
export function disksInAll(offers: readonly Offer[], running: readonly RunningTask[]): readonly Disk[] {
  const all = new Map<string, Disk>();
  const offered = offers.flatMap(({ disks }) => disks ?? none);
  for (const disk of offered) all.set(disk.id, enlarged(all.get(disk.id), disk, disk.amount));
  const isOffered = new Set(all.keys());
  for (const { id, type, amount } of running.flatMap(({ disks }) => disks ?? none)) {
    const known = all.get(id);
    if (!isOffered.has(id)) {
      all.set(id, { id, type, use: "whole", amount: Math.max(known?.amount ?? 0, amount) });
    } else if (known !== undefined && known.use === undefined) all.set(id, enlarged(known, known, amount));
  }
  return [...all.values()].sort((a, b) => compareText(a.id, b.id));
}

const none: readonly never[] = [];

function enlarged(before: Disk | undefined, disk: Disk, amount: number): Disk {
  const sum = toThousandths(before?.amount ?? 0) + toThousandths(amount);
  return { ...disk, amount: Math.min(maxAmount, fromThousandths(sum)) };
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

/** What is left of the disks of an offer once its tasks have theirs; what they do not cover stays in `held`, in thousandths by id. */
export function disksLeft(disks: readonly Disk[], held: Map<string, number>): readonly Disk[] {
  return disks.flatMap((disk): readonly Disk[] => {
    const { id, amount, use } = disk;
    const asked = held.get(id);
    if (asked === undefined || use === "shared") return [disk];
    if (use === "whole") return none;
    const taken = Math.min(toThousandths(amount), asked);
    held.set(id, asked - taken);
    return [{ ...disk, amount: fromThousandths(toThousandths(amount) - taken) }];
  });
}

/** The offers of an agent, as far as they can be those of one role: a disk's id means the disk of the first role that names it. */
export function withDisksOfOneRole(offers: readonly Offer[]): readonly Offer[] {
  const roles = new Map<string, string>();
  return offers.map((offer) => {
    const { role = "*", disks } = offer;
    if (disks === undefined) return offer;
    return {
      ...offer,
      disks: disks.filter(({ id }) => {
        const first = roles.get(id) ?? role;
        roles.set(id, first);
        return first === role;
      }),
    };
  });
}
