import { Fleet } from "../dense/fleet.ts";
import type { Cluster } from "../model/cluster.ts";
import { newNotes } from "../dense/notes.ts";

/** What has been worked out for rounds from a cluster. */
interface Stage {
  /** Undefined until somebody asks. */
  fleet: Fleet | undefined;
  /** As long as the cluster has no fleet of its own: that of the last cluster before it that has one. */
  earlier: Earlier | undefined;
}

/** A fleet of an earlier cluster. */
export interface Earlier {
  readonly fleet: Fleet;
  /** Agents that have changed since, by their places; undefined where too many have, or some came or left. */
  readonly changed: readonly number[] | undefined;
}

const stages = newNotes<Stage>();

/** Sets up a cluster that is made here, before it is frozen. */
export function setUp(cluster: Cluster, earlier: Earlier | undefined): void {
  stages.note(cluster, { fleet: undefined, earlier });
}

/** The fleet of a cluster made here: made when first asked for, of what is known of a cluster before it. */
export function fleetOf(cluster: Cluster): Fleet {
  const stage = stages.of(cluster);
  if (stage.fleet === undefined) {
    const { earlier } = stage;
    stage.fleet = new Fleet(cluster.agents, earlier?.fleet, earlier?.changed);
    stage.earlier = undefined;
  }
  return stage.fleet;
}

/**
 * What a cluster that comes from `base` has to go by: most of what is known of one holds for the other.
 *
 * @param agents how many it has.
 * @param changed the places of those that differ; undefined where some came or left.
 */
export function earlierFor(
  agents: number,
  base: Cluster,
  changed: readonly number[] | undefined,
): Earlier | undefined {
  const stage = stages.of(base);
  const earlier = stage.fleet === undefined ? stage.earlier : { fleet: stage.fleet, changed: none };
  if (earlier === undefined) return undefined;
  const all = changed && earlier.changed && [...earlier.changed, ...changed];
  const isFew = all !== undefined && 2 * all.length <= agents;
  return { fleet: earlier.fleet, changed: isFew ? all : undefined };
}

const none: readonly never[] = [];
