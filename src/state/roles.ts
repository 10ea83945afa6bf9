import type { Cluster } from "../model/cluster.ts";
import { compareText } from "../model/order.ts";

/** The roles seen once these are, those of the cluster among them. */
export function rolesWith({ roles }: Cluster, seen: ReadonlySet<string>): readonly string[] {
  return seen.size === roles.length ? roles : [...seen].toSorted(compareText);
}
