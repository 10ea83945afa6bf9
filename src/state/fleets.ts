import { Fleet } from "../dense/fleet.ts";
import type { Cluster } from "../model/cluster.ts";

/** What has been worked out for rounds from a cluster. */
const fleets = new WeakMap<Cluster, Fleet>();
/** For clusters without a fleet of their own: that of the last cluster before them that has one. */
const before = new WeakMap<Cluster, Fleet>();

/** The fleet of a cluster made here: made when first asked for, of what is known of a cluster before it. */
export function fleetOf(cluster: Cluster): Fleet {
  let fleet = fleets.get(cluster);
  if (fleet === undefined) {
    fleet = new Fleet(cluster.agents, before.get(cluster));
    fleets.set(cluster, fleet);
    before.delete(cluster);
  }
  return fleet;
}

/** The cluster `next` came from `base`: most of what is known of one holds for the other. */
export function inherit(next: Cluster, base: Cluster): void {
  const fleet = fleets.get(base) ?? before.get(base);
  if (fleet !== undefined && next !== base) before.set(next, fleet);
}
