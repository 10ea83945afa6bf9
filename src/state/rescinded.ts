import { maxRescinded } from "../model/cluster.ts";

/** Remembers a rescind of an offer that has not come, as the last of at most {@link maxRescinded}. */
export function rememberRescind(rescinded: Set<string>, offerId: string): void {
  rescinded.delete(offerId);
  rescinded.add(offerId);
  for (const oldest of rescinded) {
    if (rescinded.size <= maxRescinded) return;
    rescinded.delete(oldest);
  }
}
