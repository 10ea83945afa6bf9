import { fieldPath, refuse, within } from "../model/input/expect.ts";
import { checkTask } from "../model/input/task.ts";
import { toThousandths, type Scalars } from "../model/quantity.ts";
import type { Task } from "../model/task.ts";

/** The longest id, in bytes of UTF-8: ids become names of directories. */
const longestId = 255;

/**
 * Throws where no master would launch the task, whatever it is offered: so that it can be refused when it is submitted, before it has a place in a round.
 * After Mesos's src/common/validation.cpp and src/master/validation.cpp.
 *
 * @throws InvalidInputError for an id that Mesos does not take, for a part of a gpu, in `upTo` too, and for a task that asks nothing.
 */
export function checkLaunchable(task: Task): void {
  within("task", task, (value) => {
    checkTask(value);
    const { id, resources, ports, upTo = {} } = value;
    checkTaskId("id", id);
    checkGpus("resources", resources);
    checkGpus("upTo", upTo);
    const asks = Object.values(resources).some((amount) => toThousandths(amount) > 0);
    const portsAsked = typeof ports === "number" ? ports : (ports?.length ?? 0);
    if (!asks && portsAsked === 0) refuseNothing(resources);
  });
}

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
export function checkGpus(path: string, amounts: Scalars): void {
  for (const [name, amount] of Object.entries(amounts)) {
    if (name === "gpus" && toThousandths(amount) % 1000 !== 0) {
      refuse(fieldPath(path, name), amount, "a whole number: Mesos divides no gpu");
    }
  }
}

/** Refuses a task that gets none of any resource. */
export function refuseNothing(resources: Scalars): never {
  refuse("resources", resources, "some resource: a master refuses a task without any");
}
