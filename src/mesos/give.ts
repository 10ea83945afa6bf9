import { refuse } from "../model/input/expect.ts";
import type { MesosReserve } from "./needs.ts";
import type { Pools } from "./pools.ts";
import { isReservable, readOnly, reservedBy, volumeOn } from "./reserve.ts";
import type { MesosResource } from "./resource.ts";
import { takeRest } from "./take.ts";
import type { Taker } from "./work.ts";

/** What one is given, and what is done before so that it can be. */
export interface Given {
  readonly resources: readonly MesosResource[];
  /** As they are once they are reserved. */
  readonly reserved: readonly MesosResource[];
  readonly created: readonly MesosResource[];
}

/** For whom resources are given. */
export interface Receiver {
  readonly role: string;
  readonly principal: string | undefined;
  /** Undefined: only disks for volumes are reserved. */
  readonly reserve: MesosReserve | undefined;
}

/** Gives all that is asked, of which its own has been taken. Throws where less is left; paths are relative to the assignment. */
export function give(pools: Pools, taker: Taker, receiver: Receiver): Given {
  const { amounts, ports, own } = taker;
  if (receiver.reserve !== undefined || own.disks.length + own.items.length > 0)
    return giveAndKeep(pools, taker, receiver);
  const resources = takeRest(pools, amounts, ports, own.counted, undefined);
  return { resources, reserved: none, created: none };
}

const none: readonly never[] = Object.freeze([]);

/** The same for one that may have disks and items, and where what is given may have to be reserved. */
function giveAndKeep(
  pools: Pools,
  { amounts, ports, own, volumes }: Taker,
  { role, principal, reserve }: Receiver,
): Given {
  const owner = { role, principal, labels: reserve?.labels };
  const canReserve = (resource: MesosResource): boolean => isReservable(resource, role);
  const reserved: MesosResource[] = [];
  const kept = (resource: MesosResource): MesosResource => {
    if (!canReserve(resource)) return resource;
    const ours = reservedBy(resource, owner);
    reserved.push(ours);
    return ours;
  };
  const keptIfWanted = reserve === undefined ? (resource: MesosResource): MesosResource => resource : kept;
  const rest = takeRest(pools, amounts, ports, own.counted, reserve && canReserve);
  const resources = [...rest, ...own.items].map(keptIfWanted);
  const created: MesosResource[] = [];
  for (const [i, parts] of own.disks.entries()) {
    const volume = volumes.find(({ disk }) => disk === i);
    if (volume === undefined) resources.push(...parts.map(keptIfWanted));
    else {
      const [part] = parts;
      if (part === undefined || parts.length > 1)
        refuse(`disks[${i}]`, parts.length, "one part of a disk, for a volume");
      const made = volumeOn(kept(part), volume, principal);
      created.push(made);
      resources.push(volume.mode === "RO" ? readOnly(made) : made);
    }
  }
  return { resources, reserved, created };
}
