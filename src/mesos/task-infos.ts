import { elementAt } from "../dense/number-at.ts";
import { expectFields, isFields, refuse } from "../model/input/expect.ts";
import type { Assignment } from "../model/round.ts";
import type { Task } from "../model/task.ts";
import { mesosId, type MesosExecutorInfo, type MesosLaunchGroup, type MesosTaskInfo } from "./call.ts";
import type { Executors } from "./executors.ts";
import type { Given } from "./give.ts";
import { refuseNothing } from "./launchable.ts";
import type { PodNeeds, PodTask } from "./needs.ts";
import type { MesosResource } from "./resource.ts";
import { checkTaskId } from "./task-id.ts";
import type { Work } from "./work.ts";

/** Fields of a TaskInfo. */
export interface MesosTaskFields {
  readonly task_id?: never;
  readonly agent_id?: never;
  readonly resources?: never;
  readonly [field: string]: unknown;
}

/** What a task is given, and which. */
export interface TaskGiven {
  /** As its TaskInfo names it. */
  readonly resources: readonly MesosResource[];
  /** Of a pod, the task whose TaskInfo is wanted. */
  readonly member?: PodTask;
}

/** Says what a task, or the one of a pod, is to Mesos. */
export type TaskInfoOf = (task: Task, assignment: Assignment, given: TaskGiven) => MesosTaskFields;

/** Says what the executor of a pod is to Mesos: the fields of an ExecutorInfo (mesos.proto). */
export type ExecutorInfoOf = (
  pod: Task,
  assignment: Assignment,
  given: TaskGiven,
) => Readonly<Record<string, unknown>>;

/** What TaskInfos are made from beside what tasks are given. */
export interface InfoOptions {
  readonly frameworkId: string;
  readonly taskInfo: TaskInfoOf;
  readonly executorInfo: ExecutorInfoOf;
  readonly executors: Executors;
}

/** The TaskInfo of a task that is no pod. `given` is what each of its takers is given. */
export function taskInfoOf(
  { task, assignment }: Work,
  given: readonly Given[],
  { frameworkId, taskInfo, executors }: InfoOptions,
): MesosTaskInfo {
  const { agentId } = assignment;
  const { resources } = elementAt(given, given.length - 1);
  const fields = taskInfo(task, assignment, { resources });
  const info = infoOf(task.id, agentId, fields, resources);
  const hasCommand = info["command"] !== undefined;
  if (hasCommand === ((info["executor"] ?? task.executor) !== undefined))
    refuse(infoPath(task.id), fields, `a command or an executor${hasCommand ? ", not both" : ""}`);
  if (task.executor === undefined) return info;
  const { id } = task.executor;
  checkTaskId("executor.id", id);
  const more =
    info["executor"] === undefined ? {} : expectFields(`${infoPath(task.id)}.executor`, info["executor"]);
  const known = executors.get(agentId)?.get(id);
  return {
    ...info,
    executor: { ...more, ...executorOf(id, frameworkId), ...(known && { resources: known }) },
  };
}

/** The LAUNCH_GROUP of a pod. `given` is what its executor, then each of its tasks is given. */
export function groupOf(
  { task, assignment }: Work,
  pod: PodNeeds,
  given: readonly Given[],
  { frameworkId, taskInfo, executorInfo }: InfoOptions,
): MesosLaunchGroup {
  const { agentId } = assignment;
  const tasks = pod.tasks.map((member, i) => {
    const { resources } = elementAt(given, i + 1);
    return infoOf(member.id, agentId, taskInfo(task, assignment, { resources, member }), resources);
  });
  const { resources: ofExecutor } = elementAt(given, 0);
  const fields = expectFields(
    `executorInfo(${JSON.stringify(task.id)})`,
    executorInfo(task, assignment, { resources: ofExecutor }),
  );
  const executor: MesosExecutorInfo = {
    ...fields,
    type: fields["type"] ?? "DEFAULT",
    ...executorOf(pod.executor.id, frameworkId),
    resources: ofExecutor,
  };
  return { type: "LAUNCH_GROUP", launch_group: { executor, task_group: { tasks } } };
}

function executorOf(
  id: string,
  frameworkId: string,
): Pick<MesosExecutorInfo, "executor_id" | "framework_id"> {
  return { executor_id: mesosId(id), framework_id: mesosId(frameworkId) };
}

function infoOf(
  id: string,
  agentId: string,
  fields: MesosTaskFields,
  resources: readonly MesosResource[],
): MesosTaskInfo {
  checkTaskId("taskId", id);
  if (resources.length === 0) refuseNothing();
  if (!isFields(fields)) refuse(infoPath(id), fields, "an object");
  const task_id = mesosId(id);
  const agent_id = mesosId(agentId);
  const info: MesosTaskInfo = { task_id, agent_id, resources, name: id, ...fields };
  const name: unknown = info.name;
  if (info.task_id !== task_id) refuseOwn(id, "task_id", info.task_id);
  if (info.agent_id !== agent_id) refuseOwn(id, "agent_id", info.agent_id);
  if (info.resources !== resources) refuseOwn(id, "resources", info.resources);
  if (name === undefined) return { ...info, name: id };
  if (typeof name !== "string") refuse(`${infoPath(id)}.name`, name, "a string");
  return info;
}

function refuseOwn(id: string, field: string, value: unknown): never {
  return refuse(`${infoPath(id)}.${field}`, value, "nothing: it is filled in");
}

function infoPath(taskId: string): string {
  return `taskInfo(${JSON.stringify(taskId)})`;
}
