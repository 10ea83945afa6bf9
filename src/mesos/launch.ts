import { elementAt } from "../dense/number-at.ts";
import { eachWithin, refuse } from "../model/input/expect.ts";
import type { Assignment } from "../model/round.ts";
import type { RunningTask, Task } from "../model/task.ts";
import type { MesosOperation, MesosResourceOperation, MesosTaskInfo } from "./call.ts";
import { takeTaskIds, takeVolumeIds } from "./clashes.ts";
import { addExecutor, type Executors } from "./executors.ts";
import { give, type Given } from "./give.ts";
import { textOf } from "./identity.ts";
import { poolsOf } from "./pools.ts";
import type { MesosResource } from "./resource.ts";
import type { LaunchOfCalls } from "./round.ts";
import { groupOf, taskInfoOf, type InfoOptions } from "./task-infos.ts";
import { workOf, type Work } from "./work.ts";

/** What a launch does, and what each of its tasks is given. */
export type LaunchWork = readonly GivenWork[];

interface GivenWork {
  readonly work: Work;
  /** What each of its takers is given. */
  readonly given: readonly Given[];
}

/** What launches give to, beside their tasks. */
interface GivingOptions {
  readonly principal: string | undefined;
  /** Those of launches before: they take those of this one. */
  readonly taskIds: Set<string>;
  /** Those that are known: they take those that this one starts. */
  readonly executors: Executors;
}

/** Gives the tasks of the launch the resources of its offers; the tasks are among those that run on its agent then. Paths are relative to the launch. */
export function workOfLaunch(
  launch: LaunchOfCalls,
  resources: readonly MesosResource[],
  running: readonly RunningTask[] = [],
  { principal, taskIds, executors }: GivingOptions,
): LaunchWork {
  const { agentId, role, assignments } = launch;
  const pools = poolsOf(resources);
  const works: Work[] = [];
  const volumeIds = new Set<string>();
  eachWithin(assignments, inAssignments, (assignment) => {
    const task = taskOf(running, assignment, running.length - assignments.length + works.length);
    const work = workOf(pools, task, assignment);
    takeTaskIds(work, taskIds);
    takeVolumeIds(work, volumeIds);
    works.push(work);
  });
  // what one alone can have is taken: now the rest
  const all: GivenWork[] = [];
  eachWithin(works, inAssignments, (work) => {
    const receiver = { role, principal, reserve: work.needs.reserve };
    const given = work.takers.map((taker) => give(pools, taker, receiver));
    const { executor } = work.task;
    if (executor !== undefined && work.assignment.executor !== undefined) {
      const { resources: ofExecutor } = elementAt(given, 0);
      addExecutor(executors, { agentId, executorId: executor.id, resources: ofExecutor });
    }
    all.push({ work, given });
  });
  return all;
}

/** What carries out a launch, in an order that a master accepts: what its tasks take is there by then. */
export interface LaunchOperations {
  /** RESERVE and CREATE, task by task. */
  readonly keeping: readonly MesosResourceOperation[];
  /** A LAUNCH_GROUP each pod, and one LAUNCH. */
  readonly starting: readonly MesosOperation[];
}

/** What carries out the launch. Paths are relative to it. */
export function operationsOf(works: LaunchWork, options: InfoOptions): LaunchOperations {
  const keeping: MesosResourceOperation[] = [];
  const task_infos: MesosTaskInfo[] = [];
  // groups first: a LAUNCH takes shared volumes as if nobody used them, a LAUNCH_GROUP does not
  const starting: MesosOperation[] = [];
  eachWithin(works, inAssignments, ({ work, given }) => {
    addKeeping(given, keeping);
    const { pod } = work.needs;
    if (pod === undefined) task_infos.push(taskInfoOf(work, given, options));
    else starting.push(groupOf(work, pod, given, options));
  });
  if (task_infos.length > 0) starting.push({ type: "LAUNCH", launch: { task_infos } });
  return { keeping, starting };
}

/** The task of the assignment: one of those that started last, most likely the one at the place. */
function taskOf(running: readonly RunningTask[], { taskId }: Assignment, place: number): Task {
  const likely = running[place]?.task;
  if (likely?.id === taskId) return likely;
  const found = running.findLast(({ task }) => task.id === taskId);
  return (
    found?.task ?? refuse("taskId", taskId, "the id of a task that runs on the agent in the round's cluster")
  );
}

/**
 * Adds RESERVE and CREATE of what a task and its executor are given: of each task apart, since what is wrong with one resource undoes all of an operation, and of
 * each resource provider, since a master takes no two in one.
 */
function addKeeping(given: readonly Given[], operations: MesosResourceOperation[]): void {
  if (given.every(({ reserved, created }) => reserved.length + created.length === 0)) return;
  for (const resources of byProvider(given.flatMap(({ reserved }) => reserved)))
    operations.push({ type: "RESERVE", reserve: { resources } });
  for (const volumes of byProvider(given.flatMap(({ created }) => created)))
    operations.push({ type: "CREATE", create: { volumes } });
}

function byProvider(resources: readonly MesosResource[]): Iterable<readonly MesosResource[]> {
  const lists = new Map<string, MesosResource[]>();
  for (const resource of resources) {
    const provider = textOf(resource["provider_id"]);
    const list = lists.get(provider);
    if (list === undefined) lists.set(provider, [resource]);
    else list.push(resource);
  }
  return lists.values();
}

function inAssignments(i: number): string {
  return `assignments[${i}]`;
}
