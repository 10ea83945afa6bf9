import { eachWithin, refuse } from "../model/input/expect.ts";
import type { Assignment } from "../model/round.ts";
import type { RunningTask, Task } from "../model/task.ts";
import type { AgentFinder } from "./agents.ts";
import type { MesosLaunchGroup, MesosOperation, MesosResourceOperation, MesosTaskInfo } from "./call.ts";
import { give } from "./give.ts";
import { poolsOf } from "./pools.ts";
import type { MesosResource } from "./resource.ts";
import type { LaunchOfCalls } from "./round.ts";
import { groupOf, taskInfoOf, type InfoOptions } from "./task-infos.ts";
import { workOf, type Work } from "./work.ts";

/** What carries out a launch, in an order that a master accepts: what its tasks take is there by then. */
export interface LaunchOperations {
  /** RESERVE and CREATE. */
  readonly keeping: readonly MesosResourceOperation[];
  /** One LAUNCH, and a LAUNCH_GROUP each pod. */
  readonly launches: readonly MesosOperation[];
}

/** What carries out the launch, out of the resources of its offers. Paths are relative to the launch. */
export function operationsOf(
  launch: LaunchOfCalls,
  resources: readonly MesosResource[],
  agents: AgentFinder,
  options: InfoOptions & { readonly principal: string | undefined },
): LaunchOperations {
  const { agentId, role } = launch;
  const pools = poolsOf(resources);
  const running = agents(agentId)?.running ?? [];
  const works: Work[] = [];
  eachWithin(launch.assignments, inAssignments, (assignment) => {
    works.push(workOf(pools, taskOf(running, assignment), assignment));
  });
  // what one alone can have is taken: now the rest
  const reserved: MesosResource[] = [];
  const created: MesosResource[] = [];
  const task_infos: MesosTaskInfo[] = [];
  const groups: MesosLaunchGroup[] = [];
  eachWithin(works, inAssignments, (work) => {
    const receiver = { role, principal: options.principal, reserve: work.needs.reserve };
    const given = work.takers.map((taker) => give(pools, taker, receiver));
    for (const each of given) {
      reserved.push(...each.reserved);
      created.push(...each.created);
    }
    if (work.needs.pod === undefined) task_infos.push(taskInfoOf(work, given, options));
    else groups.push(groupOf(work, work.needs.pod, given, options));
  });
  return {
    keeping: keepingOf(reserved, created),
    launches: [
      ...(task_infos.length > 0 ? [{ type: "LAUNCH", launch: { task_infos } } as const] : []),
      ...groups,
    ],
  };
}

/** The task of the assignment: one of those that started last. */
function taskOf(running: readonly RunningTask[], { taskId }: Assignment): Task {
  const found = running.findLast(({ task }) => task.id === taskId);
  return (
    found?.task ?? refuse("taskId", taskId, "the id of a task that runs on the agent in the round's cluster")
  );
}

function keepingOf(
  resources: readonly MesosResource[],
  volumes: readonly MesosResource[],
): readonly MesosResourceOperation[] {
  const operations: MesosResourceOperation[] = [];
  if (resources.length > 0) operations.push({ type: "RESERVE", reserve: { resources } });
  if (volumes.length > 0) operations.push({ type: "CREATE", create: { volumes } });
  return operations;
}

function inAssignments(i: number): string {
  return `assignments[${i}]`;
}
