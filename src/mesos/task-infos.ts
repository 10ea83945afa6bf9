import type { Cluster } from "../model/cluster.ts";
import { eachWithin, expectFields, refuse } from "../model/input/expect.ts";
import type { Assignment } from "../model/round.ts";
import type { Task } from "../model/task.ts";
import { findAgent } from "../state/find.ts";
import { mesosId, type MesosTaskInfo } from "./call.ts";
import { checkTaskId } from "./launchable.ts";
import { poolsOf, takeFrom } from "./pools.ts";
import { knownResources, type MesosResource } from "./resource.ts";
import type { LaunchOfCalls } from "./round.ts";

/** Fields of a TaskInfo. */
export interface MesosTaskFields {
  readonly task_id?: never;
  readonly agent_id?: never;
  readonly resources?: never;
  readonly [field: string]: unknown;
}

/** Says what a task is to Mesos. */
export type TaskInfoOf = (task: Task, assignment: Assignment) => MesosTaskFields;

/** The tasks of a launch with what they take of its offers. Paths are relative to the launch. */
export function taskInfosOf(
  launch: LaunchOfCalls,
  before: Cluster,
  after: Cluster,
  taskInfo: TaskInfoOf,
): readonly MesosTaskInfo[] {
  const pools = poolsOf(resourcesOf(launch, before));
  const tasks = new Map<string, Task>();
  for (const { task } of findAgent(after, launch.agentId)?.running ?? []) tasks.set(task.id, task);
  const agent_id = mesosId(launch.agentId);
  const task_infos: MesosTaskInfo[] = [];
  eachWithin(launch.assignments, inAssignments, (assignment) => {
    const { taskId, ports } = assignment;
    const task = tasks.get(taskId);
    if (task === undefined) {
      refuse("taskId", taskId, "the id of a task that runs on the agent in the round's cluster");
    }
    tasks.delete(taskId);
    checkTaskId("taskId", taskId);
    const resources = takeFrom(pools, assignment.resources ?? task.resources, ports);
    const info = expectFields(infoPath(taskId), taskInfo(task, assignment));
    const name = info["name"] === undefined ? taskId : nameIn(taskId, info["name"]);
    task_infos.push({ ...info, name, task_id: mesosId(taskId), agent_id, resources });
  });
  return task_infos;
}

/** The resources of the offers of a launch, in their order. Paths are relative to the launch. */
function resourcesOf({ agentId, role, offerIds }: LaunchOfCalls, cluster: Cluster): readonly MesosResource[] {
  const { offers = [] } = findAgent(cluster, agentId) ?? {};
  const lists: (readonly MesosResource[])[] = [];
  eachWithin(offerIds, inOfferIds, (offerId) => {
    const offer = offers.find(({ id }) => id === offerId);
    if (offer === undefined || (offer.role ?? "*") !== role) {
      refuse("", offerId, "an offer of the launch's agent and role in the cluster that was matched");
    }
    if (!("mesos" in offer)) refuse("", offerId, "an offer that offersFrom has read");
    lists.push(knownResources("mesos.resources", expectFields("mesos", offer.mesos)["resources"]));
  });
  return lists.flat();
}

function nameIn(taskId: string, name: unknown): string {
  if (typeof name !== "string") refuse(`${infoPath(taskId)}.name`, name, "a string");
  return name;
}

function infoPath(taskId: string): string {
  return `taskInfo(${JSON.stringify(taskId)})`;
}

function inAssignments(i: number): string {
  return `assignments[${i}]`;
}

function inOfferIds(i: number): string {
  return `offerIds[${i}]`;
}
