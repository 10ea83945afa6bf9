import type { Placement } from "../assignment/assignment.ts";
import type { Assignment, Launch } from "../model/round.ts";

/** One launch per agent and role, in the order of their first assignments. Costs O(assignments). */
export function launchesOf(placements: readonly Placement[]): readonly Launch[] {
  const byRow = new Map<number, Launch & { readonly assignments: Assignment[] }>();
  for (const { row, assignment, running } of placements) {
    const launch = byRow.get(row);
    if (launch !== undefined) {
      launch.assignments.push(assignment);
      continue;
    }
    const { agentId, hostname, offerIds } = assignment;
    const role = running.task.role ?? "*";
    byRow.set(row, { agentId, hostname, role, offerIds, assignments: [assignment] });
  }
  return [...byRow.values()];
}
