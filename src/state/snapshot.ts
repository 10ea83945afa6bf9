import type { Cluster } from "../model/cluster.ts";
import { expectFields, refuse, type Fields } from "../model/input/expect.ts";
import { withOwnFields } from "../model/own-fields.ts";
import { knownCluster } from "./ledger.ts";

/** A cluster as plain JSON data, to keep in a file and read back. */
export interface ClusterSnapshot extends Cluster {
  /** Of this form. */
  readonly version: 1;
}

/**
 * The snapshot of a cluster. Functions of custom evaluators do not survive JSON, and need not: their tasks run. Costs O(1), for a cluster that went
 * through JSON O(its size).
 *
 * @throws InvalidInputError for what is no cluster: what `fromSnapshot` would refuse is not written.
 */
export function toSnapshot(cluster: Cluster): ClusterSnapshot {
  return { version: 1, ...knownCluster("cluster", cluster).cluster };
}

/**
 * The cluster of a snapshot, equal to the one it was made of. Costs O(its size).
 *
 * @throws InvalidInputError unless `data` is a whole snapshot.
 */
export function fromSnapshot(data: unknown): Cluster {
  const { version, ...cluster }: Fields = withOwnFields(expectFields("snapshot", data));
  if (version !== 1) refuse("snapshot.version", version, "1");
  return knownCluster("snapshot", cluster).cluster;
}
