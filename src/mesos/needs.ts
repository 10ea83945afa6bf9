import { expectFields, expectString, refuse } from "../model/input/expect.ts";
import type { Scalars } from "../model/quantity.ts";
import type { DiskRequest } from "../model/disk.ts";
import type { PortRequest, Task } from "../model/task.ts";
import { checkVolumes } from "./new-volumes.ts";
import { checkPod } from "./pod-needs.ts";

/** A task with what a master must do for it beside launching it. */
export interface MesosTask extends Task {
  readonly mesos?: MesosNeeds;
}

/** What is done on the agent before the task is launched, in the same call. */
export interface MesosNeeds {
  /**
   * All that it takes, but for ports and what is revocable, and nobody has reserved yet is reserved for its role, with these labels. So it is offered to this role alone from then on, under the
   * names that `claimOn` gives.
   */
  readonly reserve?: MesosReserve;
  /** Persistent volumes that are made for it, each on a disk that it asks; what is not reserved of the disk yet is. */
  readonly volumes?: readonly NewVolume[];
  /** Its tasks, for a pod: see `podTask`. */
  readonly pod?: PodNeeds;
}

/** How something is reserved. */
export interface MesosReserve {
  readonly labels?: Readonly<Record<string, string>>;
}

/** A persistent volume to be made. */
export interface NewVolume {
  /** On which of the task's `disks`, from 0; of a disk in parts it has as much as the task asks, a MOUNT disk it has whole. */
  readonly disk: number;
  /** By which it is found again: one of its own per role and agent. */
  readonly id: string;
  /** Where the task finds it: a path relative to its sandbox. */
  readonly containerPath: string;
  /** How the task may use it; default `"RW"`. */
  readonly mode?: "RW" | "RO";
  /** Several tasks may use it at once; default false. */
  readonly isShared?: boolean;
}

/** The members of a pod. */
export interface PodNeeds {
  readonly executor: { readonly id: string; readonly resources: Scalars };
  readonly tasks: readonly PodTask[];
}

/** One of the tasks of a pod. */
export interface PodTask {
  /** Among all tasks of the framework. */
  readonly id: string;
  readonly resources: Scalars;
  readonly ports?: number | readonly PortRequest[];
  readonly disks?: readonly DiskRequest[];
  readonly volumes?: readonly NewVolume[];
}

/** The path to a task of a pod, from the task that the pod is. */
export function inPod(i: number): string {
  return `mesos.pod.tasks[${i}]`;
}

/** What the task needs of a master. Throws where that cannot be right; paths are relative to the task. */
export function needsOf(task: MesosTask): MesosNeeds {
  const { mesos, role = "*" } = task;
  if (mesos === undefined) return nothing;
  const { reserve, volumes, pod } = expectFields("mesos", mesos);
  if (reserve !== undefined) checkReserve(expectFields("mesos.reserve", reserve)["labels"]);
  if (volumes !== undefined) checkVolumes("mesos.volumes", volumes, task.disks);
  if (pod !== undefined) checkPod(pod);
  if (pod !== undefined && volumes !== undefined)
    refuse("mesos.volumes", volumes, "none beside a pod: its tasks have them");
  const keeps =
    reserve !== undefined ||
    [mesos, ...(mesos.pod?.tasks ?? [])].some((each) => (each.volumes ?? []).length > 0);
  if (keeps && role === "*") refuse("role", task.role, 'a role: nothing can be reserved for "*"');
  return mesos;
}

const nothing: MesosNeeds = Object.freeze({});

function checkReserve(labels: unknown): void {
  if (labels === undefined) return;
  for (const [key, value] of Object.entries(expectFields("mesos.reserve.labels", labels))) {
    expectString(`mesos.reserve.labels.${key}`, value);
  }
}
