import type { Cluster, ClusterEvent } from "../model/cluster.ts";
import { fromThousandths, toThousandths, type Scalars } from "../model/quantity.ts";
import type { RunningTask } from "../model/task.ts";
import { findAgent } from "../state/find.ts";
import { firstNamed, runningNamed } from "../state/named-tasks.ts";
import type { MesosTask, PodNeeds, PodTask } from "./needs.ts";
import { portsAsked } from "./pod.ts";
import { ownOf } from "./record.ts";

/**
 * What the end of one of the tasks of a pod changes in the cluster: the pod goes on with the others, or ends with its last. Undefined where no pod has such a task. Costs
 * O(tasks of the agent), and without an agent O(tasks) the first two times that a cluster is asked.
 */
export function podEvents(
  cluster: Cluster,
  taskId: string,
  agentId: string | undefined,
): readonly ClusterEvent[] | undefined {
  const running =
    agentId === undefined
      ? firstNamed(cluster, taskId, membersOf)
      : runningNamed(findAgent(cluster, agentId)?.running ?? none, taskId, membersOf);
  const task: MesosTask | undefined = running?.task;
  const pod = task?.mesos?.pod;
  const member = pod?.tasks.find(({ id }) => id === taskId);
  if (running === undefined || task === undefined || pod === undefined || member === undefined) {
    return undefined;
  }
  const ended: ClusterEvent = { type: "task-ended", taskId: task.id, agentId: running.agentId };
  if (pod.tasks.length === 1) return [ended];
  return [ended, { type: "task-started", running: runningWithout(running, task, pod, member) }];
}

/** The tasks of the pod that runs. */
function membersOf({ task }: { readonly task: MesosTask }): readonly PodTask[] {
  return task.mesos?.pod?.tasks ?? none;
}

const none: readonly never[] = [];

/** The pod as it runs without one of its tasks. */
function runningWithout(running: RunningTask, task: MesosTask, pod: PodNeeds, ended: PodTask): RunningTask {
  const { ports = [], disks = [] } = running;
  const left = pod.tasks.filter((each) => each !== ended);
  const portsLeft = partsLeft(ports, pod.tasks, ended, (each) => portsAsked(each).length);
  const disksLeft = partsLeft(disks, pod.tasks, ended, (each) => each.disks?.length ?? 0);
  const portsAskedLeft = left.flatMap((each) => portsAsked(each));
  const disksAskedLeft = left.flatMap((each) => each.disks ?? []);
  const { ports: _ports, disks: _disks, ...others } = task;
  const rest: MesosTask = {
    ...others,
    resources: minus(task.resources, ended.resources),
    ...(portsAskedLeft.length > 0 && { ports: portsAskedLeft }),
    ...(disksAskedLeft.length > 0 && { disks: disksAskedLeft }),
    mesos: { ...task.mesos, pod: { ...pod, tasks: left } },
  };
  return {
    ...running,
    task: rest,
    ...(running.ports !== undefined && { ports: portsLeft }),
    ...(running.disks !== undefined && { disks: disksLeft }),
  };
}

/** What the other tasks have of what is listed task by task. */
function partsLeft<T>(
  list: readonly T[],
  tasks: readonly PodTask[],
  ended: PodTask,
  countOf: (task: PodTask) => number,
): readonly T[] {
  const left: T[] = [];
  let at = 0;
  for (const task of tasks) {
    const end = at + countOf(task);
    if (task !== ended) left.push(...list.slice(at, end));
    at = end;
  }
  return left;
}

function minus(amounts: Scalars, less: Scalars): Scalars {
  return Object.fromEntries(
    Object.entries(amounts).map(([name, amount]) => [
      name,
      fromThousandths(toThousandths(amount) - toThousandths(ownOf(less, name) ?? 0)),
    ]),
  );
}
