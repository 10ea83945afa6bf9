import { eachWithin, fieldPath, refuse, within } from "../model/input/expect.ts";
import { checkTask } from "../model/input/task.ts";
import { fromThousandths, toThousandths, type Scalars } from "../model/quantity.ts";
import type { DiskRequest } from "../model/disk.ts";
import { resourceOfRoot } from "./kind.ts";
import { resourceOf, setOf } from "./names.ts";
import { inPod, needsOf, type MesosTask, type PodNeeds, type PodTask } from "./needs.ts";
import { ownOf } from "./record.ts";
import { askOnce } from "./shared-volumes.ts";
import { checkTaskId } from "./task-id.ts";

/**
 * Throws where no master would launch the task, whatever it is offered: so that it can be refused when it is submitted, before it has a place in a round.
 * After Mesos's src/common/validation.cpp and src/master/validation.cpp.
 *
 * @throws InvalidInputError for an id that Mesos does not take; a part of a gpu, in `upTo` too; a task, or one of a pod, that asks nothing; revocable and other amounts of one
 * name; a disk of the type root that is not among the `disk` asked, and items of a set that are not among its number, or only in `upTo`; an executor of a pod with less than 0.01 cpus or 32 MB of memory, or no disk;
 * a disk of a type that no offer of a master has, one of the type root or path without an amount, a volume without its id, a shared one asked twice; a pod without tasks, or with two that ask one shared volume; and for volumes
 * and reservations that cannot be made.
 */
export function checkLaunchable(task: MesosTask): void {
  within("task", task, (value) => {
    checkTask(value);
    const { resources, upTo = {}, ports, disks = [], executor = { resources: {} } } = value;
    const { pod } = needsOf(value);
    checkGpus("upTo", upTo);
    checkNoItems(upTo, resources);
    checkGpus("executor.resources", executor.resources);
    checkCounted("executor.resources", executor.resources, []);
    if (value.executor !== undefined) checkTaskId("executor.id", value.executor.id);
    checkNotMixed({
      amounts: [resources, upTo, executor.resources],
      ports: countOf(ports),
      disks,
    });
    if (pod === undefined) {
      checkAsked(value);
      askOnce(disks);
    } else checkPod(pod);
  });
}

function checkPod({ executor, tasks }: PodNeeds): void {
  checkGpus("mesos.pod.executor.resources", executor.resources);
  checkCounted("mesos.pod.executor.resources", executor.resources, []);
  eachWithin(tasks, inPod, checkAsked);
}

function checkAsked({ id, resources, ports, disks = [] }: PodTask): void {
  checkTaskId("id", id);
  checkGpus("resources", resources);
  eachWithin(disks, inDisks, checkDisk);
  if (resources["ports"] !== undefined)
    refuse("resources.ports", resources["ports"], "no amount: ports are asked by `ports`");
  const asks = Object.values(resources).some((amount) => toThousandths(amount) > 0);
  if (!asks && countOf(ports) === 0 && disks.length === 0) refuseNothing();
  checkCounted("resources", resources, disks);
}

/** Throws where less is asked of a set, or of the root disk, than of its items, or parts, by their own names. */
function checkCounted(path: string, resources: Scalars, disks: readonly DiskRequest[]): void {
  const counted = new Map<string, number>();
  for (const { type, amount = 0 } of disks) {
    const name = resourceOfRoot(type);
    if (name !== undefined) counted.set(name, (counted.get(name) ?? 0) + toThousandths(amount));
  }
  for (const [name, amount] of Object.entries(resources)) {
    const set = setOf(name);
    if (set !== undefined && toThousandths(amount) !== 1000)
      refuse(fieldPath(path, name), amount, "1: there is one");
    if (set !== undefined) counted.set(set, (counted.get(set) ?? 0) + 1000);
  }
  for (const [name, least] of counted) {
    const amount = ownOf(resources, name) ?? 0;
    if (toThousandths(amount) >= least) continue;
    refuse(
      fieldPath(path, name),
      amount,
      `at least ${fromThousandths(least)}: ${setsOrRoot(name)} count there too`,
    );
  }
}

/** Throws where a task can use more items by their names than it needs. */
function checkNoItems(upTo: Scalars, needed: Scalars): void {
  for (const [name, most] of Object.entries(upTo)) {
    if (setOf(name) !== undefined && toThousandths(most) > toThousandths(ownOf(needed, name) ?? 0))
      refuse(fieldPath("upTo", name), most, "no item that it does not need");
  }
}

function inDisks(i: number): string {
  return `disks[${i}]`;
}

/** Throws for a disk that no offer of a master has. */
function checkDisk({ type, id, amount = 0 }: DiskRequest): void {
  const kind = resourceOf(type).resource;
  if (kind === "volume" || kind === "shared-volume") {
    if (id === undefined) refuse("id", id, "the id of a volume: any other may belong to somebody else");
  } else if (kind === "root" || kind === "path") {
    if (toThousandths(amount) === 0) refuse("amount", amount, "an amount > 0");
  } else if (kind !== "mount")
    refuse("type", type, "root, path, mount, volume or shared-volume, maybe with a class");
}

function countOf(ports: PodTask["ports"] = 0): number {
  return typeof ports === "number" ? ports : ports.length;
}

function setsOrRoot(name: string): string {
  return resourceOf(name).resource === "disk" ? "disks of the type root" : "items asked by name";
}

/** Throws for revocable and other amounts of one name, ports and disks among them. */
export function checkNotMixed({ amounts, ports, disks }: Mixture): void {
  if (!isAnyRevocable(amounts, disks)) return;
  const kinds = new Map<string, string>();
  const asked = new Map<string, number>();
  for (const each of amounts) {
    for (const [name, amount] of Object.entries(each)) if (toThousandths(amount) > 0) asked.set(name, amount);
  }
  const names = [...asked.keys()];
  for (const { type } of disks) names.push(`disk${type.slice(type.split("@", 1).join("").length)}`);
  if (ports > 0) names.push("ports");
  for (const name of names) {
    const { resource, isRevocable } = resourceOf(name);
    const before = kinds.get(resource);
    if (before !== undefined && resourceOf(before).isRevocable !== isRevocable)
      refuse(
        fieldPath("resources", name),
        asked.get(name),
        `none beside ${before}: a task and its executor have revocable or other ${resource}, not both`,
      );
    kinds.set(resource, name);
  }
}

/** What one task, with its executor, asks. */
export interface Mixture {
  readonly amounts: readonly Scalars[];
  readonly ports: number;
  readonly disks: readonly { readonly type: string }[];
}

function isAnyRevocable(amounts: Mixture["amounts"], disks: Mixture["disks"]): boolean {
  for (const each of amounts) for (const name in each) if (name.endsWith("revocable")) return true;
  return disks.some(({ type }) => type.endsWith("revocable"));
}

/** Throws for a part of a gpu. */
export function checkGpus(path: string, amounts: Scalars): void {
  for (const name in amounts) {
    if (!isGpus(name)) continue;
    const amount = amounts[name];
    if (amount !== undefined && toThousandths(amount) % 1000 !== 0)
      refuse(fieldPath(path, name), amount, "a whole number: Mesos divides no gpu");
  }
}

/** Whether it is a name of gpus, of whatever class. */
export function isGpus(name: string): boolean {
  return name === "gpus" || (name.startsWith("gpus@") && resourceOf(name).resource === "gpus");
}

/** Refuses a task that gets none of any resource. */
export function refuseNothing(): never {
  refuse("resources", {}, "some resource, 0.001 of it at least: a master refuses a task without any");
}
