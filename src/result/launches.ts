import type { Placement } from "../assignment/assignment.ts";
import { elementAt, intAt } from "../dense/number-at.ts";
import type { Assignment, Launch } from "../model/round.ts";
import type { RunningTask } from "../model/task.ts";
import type { StartedOn } from "../state/after-round.ts";

/** What a round puts on one agent. */
interface Taker extends StartedOn {
  readonly tasks: RunningTask[];
  /** One per role. */
  readonly launches: Draft[];
}

interface Draft extends Launch {
  readonly assignments: Assignment[];
}

/** The launches of a round. */
export interface Launches {
  /** One per agent and role, in the order of their first assignments. */
  readonly launches: readonly Launch[];
  /** The tasks by agent, each agent once. */
  readonly byAgent: readonly StartedOn[];
  /** Those on one agent. */
  readonly on: (agent: number) => readonly Launch[];
}

/** The launches that the placements make on so many agents. Costs O(agents + assignments). */
export function launchesOf(placements: readonly Placement[], agents: number): Launches {
  const launches: Draft[] = [];
  const byAgent: Taker[] = [];
  /** Per agent its number among those on which tasks are started, or -1. */
  const numberOf = new Int32Array(agents).fill(-1);
  for (const { assignment, agent, running } of placements) {
    const { role = "*" } = running.task;
    const number = intAt(numberOf, agent);
    const taker = number === -1 ? undefined : elementAt(byAgent, number);
    taker?.tasks.push(running);
    const known = taker && inRole(taker, role);
    if (known !== undefined) {
      known.assignments.push(assignment);
      continue;
    }
    const { agentId, hostname, offerIds } = assignment;
    const launch = { agentId, hostname, role, offerIds, assignments: [assignment] };
    launches.push(launch);
    if (taker !== undefined) taker.launches.push(launch);
    else {
      numberOf[agent] = byAgent.length;
      byAgent.push({ agent, tasks: [running], launches: [launch] });
    }
  }
  const on = (agent: number): readonly Launch[] => {
    const number = intAt(numberOf, agent);
    return number === -1 ? none : elementAt(byAgent, number).launches;
  };
  return { launches, byAgent, on };
}

const none: readonly never[] = [];

function inRole({ launches }: Taker, role: string): Draft | undefined {
  for (const launch of launches) if (launch.role === role) return launch;
  return undefined;
}
