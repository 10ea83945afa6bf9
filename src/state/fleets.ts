import { Fleet } from "../dense/fleet.ts";
import type { Cluster } from "../model/cluster.ts";

/** A fleet of an earlier cluster. */
interface Earlier {
  readonly fleet: Fleet;
  /** Agents that have changed since, by their places; undefined where too many have, or some came or left. */
  readonly changed: readonly number[] | undefined;
}

/** What has been worked out for rounds from a cluster. */
const fleets = new WeakMap<Cluster, Fleet>();
/** For clusters without a fleet of their own: that of the last cluster before them that has one. */
const before = new WeakMap<Cluster, Earlier>();

/** The fleet of a cluster made here: made when first asked for, of what is known of a cluster before it. */
export function fleetOf(cluster: Cluster): Fleet {
  let fleet = fleets.get(cluster);
  if (fleet === undefined) {
    const earlier = before.get(cluster);
    fleet = new Fleet(cluster.agents, earlier?.fleet, earlier?.changed);
    fleets.set(cluster, fleet);
    before.delete(cluster);
  }
  return fleet;
}

/**
 * The cluster `next` came from `base`: most of what is known of one holds for the other.
 *
 * @param changed the places of the agents that differ; undefined where some came or left.
 */
export function inherit(next: Cluster, base: Cluster, changed: readonly number[] | undefined): void {
  const own = fleets.get(base);
  const earlier = own === undefined ? before.get(base) : { fleet: own, changed: none };
  if (earlier === undefined || next === base) return;
  const all = changed && earlier.changed && [...earlier.changed, ...changed];
  const isFew = all !== undefined && 2 * all.length <= next.agents.length;
  before.set(next, { fleet: earlier.fleet, changed: isFew ? all : undefined });
}

const none: readonly never[] = [];
