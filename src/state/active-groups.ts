import type { ActiveGroups, ClusterEvent } from "../model/cluster.ts";

type ActiveGroupsSet = Extract<ClusterEvent, { readonly type: "active-groups-set" }>;

/** The active groups once they are set, in a list of their own: those before where they are the same. */
export function activeGroupsAfter(before: ActiveGroups | null, event: ActiveGroupsSet): ActiveGroups | null {
  const { values } = event;
  if (values === null) return null;
  const isSame =
    before?.attribute === event.attribute &&
    before.values.length === values.length &&
    before.values.every((value, i) => value === values[i]);
  return isSame ? before : { attribute: event.attribute, values: [...values] };
}
