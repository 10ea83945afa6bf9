import { elementAt } from "../dense/number-at.ts";
import type { Task } from "../model/task.ts";
import type { AgentOfRound } from "./agents.ts";
import type { LaunchOfCalls } from "./round.ts";

/**
 * The places of launches in the order in which to send them: that of the round, but one that starts an executor comes before those of other roles whose tasks run under it on the agent. Where two each
 * start one that tasks of the other run under no order serves: a master refuses the tasks that come too early. Costs O(launches), and O(tasks) of agents where executors are started.
 */
export function sendingOrder(
  launches: readonly LaunchOfCalls[],
  agentOf: (agentId: string) => AgentOfRound | undefined,
): readonly number[] {
  const starters = startersIn(launches);
  const order: number[] = [];
  const seen = new Set<number>();
  const send = (i: number): void => {
    if (seen.has(i)) return;
    seen.add(i);
    const launch = elementAt(launches, i);
    const onAgent = starters.get(launch.agentId);
    if (onAgent !== undefined) {
      for (const id of executorsOf(launch, agentOf(launch.agentId))) {
        const starter = onAgent.get(id);
        if (starter !== undefined) send(starter);
      }
    }
    order.push(i);
  };
  for (let i = 0; i < launches.length; i++) send(i);
  return order;
}

/** By agent and id, which launch starts an executor. */
function startersIn(launches: readonly LaunchOfCalls[]): ReadonlyMap<string, ReadonlyMap<string, number>> {
  const starters = new Map<string, Map<string, number>>();
  for (const [i, { agentId, assignments }] of launches.entries()) {
    for (const { executor } of assignments) {
      if (executor === undefined) continue;
      let onAgent = starters.get(agentId);
      if (onAgent === undefined) {
        onAgent = new Map();
        starters.set(agentId, onAgent);
      }
      onAgent.set(executor.id, i);
    }
  }
  return starters;
}

/** The executors under which tasks of the launch run. */
function executorsOf({ assignments }: LaunchOfCalls, agent: AgentOfRound | undefined): readonly string[] {
  const tasks = new Map(agent?.after?.running.map(({ task }): [string, Task] => [task.id, task]));
  return assignments.flatMap(({ taskId }) => tasks.get(taskId)?.executor?.id ?? []);
}
