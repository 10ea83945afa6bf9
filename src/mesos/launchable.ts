import { eachWithin, fieldPath, refuse, within } from "../model/input/expect.ts";
import { checkTask } from "../model/input/task.ts";
import { fromThousandths, toThousandths, type Scalars } from "../model/quantity.ts";
import { resourceOfRoot } from "./kind.ts";
import { resourceOf, setOf } from "./names.ts";
import { needsOf, type MesosTask, type PodTask } from "./needs.ts";

/** The longest id, in bytes of UTF-8: ids become names of directories. */
const longestId = 255;

/**
 * Throws where no master would launch the task, whatever it is offered: so that it can be refused when it is submitted, before it has a place in a round.
 * After Mesos's src/common/validation.cpp and src/master/validation.cpp.
 *
 * @throws InvalidInputError for an id that Mesos does not take; a part of a gpu, in `upTo` too; a task, or one of a pod, that asks nothing; revocable and other amounts of one
 * name; a disk of the type root that is not among the `disk` asked, and items of a set that are not among its number; an executor of a pod with less than 0.01 cpus or 32 MB;
 * and for volumes and reservations that cannot be made.
 */
export function checkLaunchable(task: MesosTask): void {
  within("task", task, (value) => {
    checkTask(value);
    const { upTo = {}, executor } = value;
    checkGpus("upTo", upTo);
    checkNotMixed("upTo", { ...value.resources, ...upTo });
    if (executor !== undefined) {
      checkGpus("executor.resources", executor.resources);
      checkNotMixed("executor.resources", { ...value.resources, ...executor.resources });
    }
    const { pod } = needsOf(value);
    checkAsked(value);
    if (pod === undefined) return;
    checkAmounts("mesos.pod.executor.resources", pod.executor.resources);
    for (const [name, least] of leastOfExecutor) {
      const amount = pod.executor.resources[name] ?? 0;
      if (amount < least) refuse(`mesos.pod.executor.resources.${name}`, amount, `at least ${least}`);
    }
    eachWithin(pod.tasks, inPod, checkAsked);
  });
}

/** What the executor of a pod must have (src/master/constants.hpp). */
const leastOfExecutor = [
  ["cpus", 0.01],
  ["mem", 32],
] as const;

function inPod(i: number): string {
  return `mesos.pod.tasks[${i}]`;
}

function checkAsked({ id, resources, ports, disks = [] }: PodTask): void {
  checkTaskId("id", id);
  checkAmounts("resources", resources);
  const asks = Object.values(resources).some((amount) => toThousandths(amount) > 0);
  const portsAsked = typeof ports === "number" ? ports : (ports?.length ?? 0);
  if (!asks && portsAsked === 0 && disks.length === 0) refuseNothing();
  const counted = new Map<string, number>();
  for (const { type, amount = 0 } of disks) {
    const name = resourceOfRoot(type);
    if (name !== undefined) counted.set(name, (counted.get(name) ?? 0) + toThousandths(amount));
  }
  for (const [name, amount] of Object.entries(resources)) {
    const set = setOf(name);
    if (set !== undefined && toThousandths(amount) !== 1000)
      refuse(fieldPath("resources", name), amount, "1: there is one");
    if (set !== undefined) counted.set(set, (counted.get(set) ?? 0) + 1000);
  }
  for (const [name, least] of counted) {
    const amount = resources[name] ?? 0;
    if (toThousandths(amount) >= least) continue;
    refuse(
      fieldPath("resources", name),
      amount,
      `at least ${fromThousandths(least)}: so much is asked of it by name`,
    );
  }
}

/** Throws for a part of a gpu, and for revocable and other amounts of one name. */
export function checkAmounts(path: string, amounts: Scalars): void {
  checkGpus(path, amounts);
  checkNotMixed(path, amounts);
}

/** Throws for revocable and other amounts of one name. */
function checkNotMixed(path: string, amounts: Scalars): void {
  for (const name in amounts) {
    const { resource, isRevocable } = name.endsWith("revocable") ? resourceOf(name) : usual;
    if (!isRevocable || toThousandths(amounts[name] ?? 0) === 0) continue;
    for (const other in amounts) {
      const { resource: same, isRevocable: isToo } = resourceOf(other);
      if (same === resource && !isToo && toThousandths(amounts[other] ?? 0) > 0)
        refuse(
          fieldPath(path, name),
          amounts[name],
          `none, or no ${other}: a task has revocable or other amounts of one name`,
        );
    }
  }
}

const usual = { resource: "", isRevocable: false };

/** Throws for an id of a task that Mesos does not take. */
export function checkTaskId(path: string, id: string): void {
  if (!isTaskId(id))
    refuse(path, id, `at most ${longestId} bytes without slashes and control characters, not "." or ".."`);
}

function isTaskId(id: string): boolean {
  if (id === "." || id === "..") return false;
  let bytes = 0;
  for (const character of id) {
    if (character < " " || character === "\u007F" || character === "/" || character === "\\") return false;
    bytes += bytesOf(character);
  }
  return bytes <= longestId;
}

/** How long a character is in UTF-8. */
function bytesOf(character: string): number {
  if (character.length > 1) return 4;
  return character < "\u0080" ? 1 : character < "\u0800" ? 2 : 3;
}

/** Throws for a part of a gpu. */
function checkGpus(path: string, { gpus = 0 }: Scalars): void {
  if (toThousandths(gpus) % 1000 !== 0) refuse(`${path}.gpus`, gpus, "a whole number: Mesos divides no gpu");
}

/** Refuses a task that gets none of any resource. */
export function refuseNothing(): never {
  refuse("resources", {}, "some resource: a master refuses a task without any");
}
