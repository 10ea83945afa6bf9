import type { Placement } from "../assignment/assignment.ts";
import { elementAt, numberAt } from "../dense/number-at.ts";
import type { Assignment, Launch } from "../model/round.ts";

/** The launches of a round. */
export interface Launches {
  /** One per agent and role, in the order of their first assignments. */
  readonly launches: readonly Launch[];
  /** Whether one of them is on the agent, in the role. */
  readonly isUsed: (agent: number, role: string) => boolean;
}

/** The launches that the placements make, on so many agents. Costs O(agents + assignments), and a look at each role of an agent. */
export function launchesOf(placements: readonly Placement[], agents: number): Launches {
  const launches: (Launch & { readonly assignments: Assignment[] })[] = [];
  /** Per agent the number of its last launch, and per launch that of the one before it on its agent; -1 for none. */
  const last = new Int32Array(agents).fill(-1);
  const previous: number[] = [];
  const numberOf = (agent: number, role: string): number => {
    let number = numberAt(last, agent);
    while (number !== -1 && elementAt(launches, number).role !== role) number = numberAt(previous, number);
    return number;
  };
  for (const { assignment, agent, running } of placements) {
    const { role = "*" } = running.task;
    const number = numberOf(agent, role);
    if (number !== -1) {
      elementAt(launches, number).assignments.push(assignment);
      continue;
    }
    const { agentId, hostname, offerIds } = assignment;
    previous.push(numberAt(last, agent));
    last[agent] = launches.length;
    launches.push({ agentId, hostname, role, offerIds, assignments: [assignment] });
  }
  return { launches, isUsed: (agent, role) => numberOf(agent, role) !== -1 };
}
