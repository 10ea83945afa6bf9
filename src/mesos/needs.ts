import {
  expectArray,
  expectEach,
  expectFields,
  expectString,
  expectScalars,
  expectText,
  expectWhole,
  refuse,
} from "../model/input/expect.ts";
import { checkRequestedPorts } from "../model/input/task.ts";
import { toThousandths, type Scalars } from "../model/quantity.ts";
import type { DiskRequest } from "../model/disk.ts";
import type { PortRequest, Task } from "../model/task.ts";
import { checkTaskId } from "./task-id.ts";

/** A task with what a master must do for it beside launching it. */
export interface MesosTask extends Task {
  readonly mesos?: MesosNeeds;
}

/** What is done on the agent before the task is launched, in the same call. */
export interface MesosNeeds {
  /**
   * All that it takes, but for ports, and nobody has reserved yet is reserved for its role, with these labels. So it is offered to this role alone from then on, under the
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

function checkVolumes(path: string, value: unknown, disks: readonly unknown[] = []): void {
  const taken = new Set<unknown>();
  const ids = new Set<unknown>();
  expectEach(path, value, (element) => {
    const { disk, id, containerPath, mode, isShared } = expectFields("", element);
    if (disks.length === 0) refuse("disk", disk, "the index of one of the disks that the task asks");
    expectWhole("disk", disk, 0, disks.length - 1);
    if (taken.has(disk)) refuse("disk", disk, "a disk on which no other volume is made");
    taken.add(disk);
    const { type, amount } = expectFields("disk", disks[Number(disk)]);
    if (typeof type !== "string" || !isPlace(type))
      refuse("disk", type, "the index of a disk of the type root, path or mount");
    if (typeof amount !== "number" || toThousandths(amount) === 0)
      refuse("disk", amount, "the index of a disk of which the task asks an amount > 0");
    checkTaskId("id", expectText("id", id));
    if (ids.has(id)) refuse("id", id, "an id that no other volume of the list has");
    ids.add(id);
    expectText("containerPath", containerPath);
    if (mode !== undefined && mode !== "RW" && mode !== "RO") refuse("mode", mode, '"RW" or "RO"');
    if (isShared !== undefined && typeof isShared !== "boolean") refuse("isShared", isShared, "a boolean");
  });
}

/** Whether volumes can be made on disks of this type. */
function isPlace(type: string): boolean {
  const [kind = ""] = type.split("@", 1);
  return (kind === "root" || kind === "path" || kind === "mount") && !type.endsWith("@revocable");
}

function checkPod(value: unknown): void {
  const pod = expectFields("mesos.pod", value);
  const executor = expectFields("mesos.pod.executor", pod["executor"]);
  expectText("mesos.pod.executor.id", executor["id"]);
  expectScalars("mesos.pod.executor.resources", executor["resources"]);
  expectEach("mesos.pod.tasks", pod["tasks"], (element) => {
    const task = expectFields("", element);
    expectText("id", task["id"]);
    expectScalars("resources", task["resources"]);
    if (task["ports"] !== undefined) checkRequestedPorts(task["ports"]);
    const disks = task["disks"] === undefined ? [] : expectArray("disks", task["disks"]);
    if (task["volumes"] !== undefined) checkVolumes("volumes", task["volumes"], disks);
  });
}
