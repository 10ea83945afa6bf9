import { expectEach, expectFields, expectText, expectWhole, refuse } from "../model/input/expect.ts";
import { toThousandths } from "../model/quantity.ts";
import { checkTaskId } from "./task-id.ts";

/** Throws unless the value is a list of volumes that can be made on the disks asked, none of an id that is taken, and takes their ids. Paths begin with `path`. */
export function checkVolumes(
  path: string,
  value: unknown,
  disks: readonly unknown[] = [],
  ids: Set<unknown> = new Set(),
): void {
  const taken = new Set<unknown>();
  expectEach(path, value, (element) => {
    const { disk, id, containerPath, mode, isShared } = expectFields("", element);
    if (disks.length === 0) refuse("disk", disk, "the index of one of the disks that the task asks");
    expectWhole("disk", disk, 0, disks.length - 1);
    if (taken.has(disk)) refuse("disk", disk, "a disk on which no other volume is made");
    taken.add(disk);
    const { type, amount } = expectFields("disk", disks[Number(disk)]);
    if (typeof type !== "string" || !isPlace(type))
      refuse("disk", type, "the index of a disk of the type root, path or mount");
    if (!isMount(type) && (typeof amount !== "number" || toThousandths(amount) === 0))
      refuse("disk", disk, "the index of a disk of which the task asks an amount > 0, unless it is a mount");
    checkTaskId("id", expectText("id", id));
    if (ids.has(id)) refuse("id", id, "an id that no other volume of the task, or of its pod, has");
    ids.add(id);
    expectText("containerPath", containerPath);
    if (mode !== undefined && mode !== "RW" && mode !== "RO") refuse("mode", mode, '"RW" or "RO"');
    if (isShared !== undefined && typeof isShared !== "boolean") refuse("isShared", isShared, "a boolean");
  });
}

/** Whether what is asked of it is all of a disk, whatever the amount. */
function isMount(type: string): boolean {
  return type.split("@", 1)[0] === "mount";
}

/** Whether volumes can be made on disks of this type. */
function isPlace(type: string): boolean {
  const [kind = ""] = type.split("@", 1);
  return (kind === "root" || kind === "path" || kind === "mount") && !type.endsWith("@revocable");
}
