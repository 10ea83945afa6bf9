import type { Placement } from "../assignment/assignment.ts";
import { elementAt } from "../dense/number-at.ts";
import type { Assignment, Launch } from "../model/round.ts";

/** One launch per agent and role, in the order of their first assignments. Costs O(assignments). */
export function launchesOf(placements: readonly Placement[]): readonly Launch[] {
  const launches: (Launch & { readonly assignments: Assignment[] })[] = [];
  /** Per role and agent the place of its launch. */
  const places = new Map<string, Map<number, number>>();
  for (const { assignment, agent, running } of placements) {
    const { role = "*" } = running.task;
    let ofRole = places.get(role);
    if (ofRole === undefined) {
      ofRole = new Map();
      places.set(role, ofRole);
    }
    const place = ofRole.get(agent);
    if (place !== undefined) {
      elementAt(launches, place).assignments.push(assignment);
      continue;
    }
    const { agentId, hostname, offerIds } = assignment;
    ofRole.set(agent, launches.length);
    launches.push({ agentId, hostname, role, offerIds, assignments: [assignment] });
  }
  return launches;
}
