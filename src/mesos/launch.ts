import { elementAt } from "../dense/number-at.ts";
import type { Cluster } from "../model/cluster.ts";
import { eachWithin, refuse } from "../model/input/expect.ts";
import type { Assignment } from "../model/round.ts";
import type { Task } from "../model/task.ts";
import { findAgent } from "../state/find.ts";
import type { MesosLaunchGroup, MesosOperation, MesosResourceOperation, MesosTaskInfo } from "./call.ts";
import { give } from "./give.ts";
import { poolsOf } from "./pools.ts";
import type { MesosResource } from "./resource.ts";
import type { LaunchOfCalls } from "./round.ts";
import { takeOwn, type Own } from "./take.ts";
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
  after: Cluster,
  options: InfoOptions & { readonly principal: string | undefined },
): LaunchOperations {
  const { agentId, role } = launch;
  const pools = poolsOf(resources);
  const tasks = new Map<string, Task>();
  for (const { task } of findAgent(after, agentId)?.running ?? []) tasks.set(task.id, task);
  const works: { readonly work: Work; readonly owns: readonly Own[] }[] = [];
  eachWithin(launch.assignments, inAssignments, (assignment) => {
    const work = workOf(taskOf(tasks, assignment), assignment);
    works.push({ work, owns: work.takers.map(({ asked }) => takeOwn(pools, asked)) });
  });
  // what one alone can have is taken: now the rest
  const reserved: MesosResource[] = [];
  const created: MesosResource[] = [];
  const task_infos: MesosTaskInfo[] = [];
  const groups: MesosLaunchGroup[] = [];
  eachWithin(works, inAssignments, ({ work, owns }) => {
    const receiver = { role, principal: options.principal, reserve: work.needs.reserve };
    const given = work.takers.map((taker, i) => give(pools, taker, elementAt(owns, i), receiver));
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

/** The task of the assignment, which is known no more then: none is launched twice. */
function taskOf(tasks: Map<string, Task>, { taskId }: Assignment): Task {
  const task = tasks.get(taskId);
  if (task === undefined) {
    refuse("taskId", taskId, "the id of a task that runs on the agent in the round's cluster");
  }
  tasks.delete(taskId);
  return task;
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
