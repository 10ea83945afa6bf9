import {
  eachWithin,
  expectArray,
  expectFields,
  expectScalars,
  expectText,
  refuse,
} from "../model/input/expect.ts";
import { withOwnFields } from "../model/own-fields.ts";
import { toThousandths, type Scalars } from "../model/quantity.ts";
import type { PortRequest, Task } from "../model/task.ts";
import type { MesosReserve, MesosTask, PodTask } from "./needs.ts";
import { checkMember } from "./pod-needs.ts";
import { scalarsOf } from "./record.ts";

/** Tasks that share an agent and an executor, started all or none (Mesos's task groups, docs/nested-container-and-task-group.md). */
export interface Pod extends Omit<
  Task,
  "resources" | "upTo" | "ports" | "devices" | "disks" | "executor" | "gang"
> {
  readonly executor: {
    /** Default: the id of the pod. */
    readonly id?: string;
    /** What the executor needs beside its tasks: at least 0.01 cpus, 32 MB of memory and some disk. */
    readonly resources: Scalars;
  };
  /** At least one. */
  readonly tasks: readonly PodTask[];
  /** As for a task: of all that the pod takes. */
  readonly reserve?: MesosReserve;
}

/**
 * The pod as one task for `match`, which so places all of it on one agent or none: it asks what its executor and its tasks ask together. `callsFrom` launches it as a group. It
 * has ended when all its tasks have: `eventsFrom` sees to that if it is given the cluster.
 *
 * @throws InvalidInputError for a pod without tasks, and for two tasks of one id.
 */
export function podTask(pod: Pod): MesosTask {
  expectText("pod.id", expectFields("pod", pod)["id"]);
  const { executor, tasks, reserve, ...fields } = withOwnFields(pod);
  expectFields("pod.executor", executor);
  const { id: executorId = pod.id, resources } = executor;
  expectText("pod.executor.id", executorId);
  expectScalars("pod.executor.resources", resources);
  if (expectArray("pod.tasks", tasks).length === 0) refuse("pod.tasks", tasks, "at least one task");
  if (reserve !== undefined) expectFields("pod.reserve", reserve);
  const ids = new Set<string>([pod.id]);
  eachWithin(tasks, inTasks, (task) => {
    checkMember(task);
    if (ids.has(task.id)) refuse("id", task.id, "an id that neither the pod nor another of its tasks has");
    ids.add(task.id);
  });
  const ports = tasks.flatMap((task) => portsAsked(task));
  const disks = tasks.flatMap((task) => task.disks ?? []);
  return {
    ...fields,
    resources: sumOf([resources, ...tasks.map((task) => task.resources)]),
    ...(ports.length > 0 && { ports }),
    ...(disks.length > 0 && { disks }),
    mesos: {
      ...(reserve !== undefined && { reserve }),
      pod: { executor: { id: executorId, resources }, tasks },
    },
  };
}

function inTasks(i: number): string {
  return `pod.tasks[${i}]`;
}

/** The ports that the task asks, one by one. */
export function portsAsked({ ports = [] }: Pick<PodTask, "ports">): readonly PortRequest[] {
  return typeof ports === "number" ? Array.from({ length: ports }, () => "any" as const) : ports;
}

/** Amounts added up by name, in thousandths. */
function sumOf(list: readonly Scalars[]): Scalars {
  const sums = new Map<string, number>();
  for (const amounts of list) {
    for (const [name, amount] of Object.entries(amounts))
      sums.set(name, (sums.get(name) ?? 0) + toThousandths(amount));
  }
  return scalarsOf(sums);
}
