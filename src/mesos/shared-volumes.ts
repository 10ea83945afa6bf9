import type { DiskRequest } from "../model/disk.ts";
import { eachWithin, refuse } from "../model/input/expect.ts";
import { resourceOf } from "./names.ts";

/**
 * Throws for a shared volume among the disks that is asked twice, or by one whose volumes are in `asked`, to which these are added: a master counts it once each time
 * that a task, or a group of tasks, names it, and offers it once. Paths are relative to the disks' owner.
 */
export function askOnce(disks: readonly DiskRequest[], asked: Set<string> = new Set()): void {
  if (disks.length === 0) return;
  eachWithin(
    disks,
    (i) => `disks[${i}]`,
    ({ type, id }) => {
      if (id === undefined || resourceOf(type).resource !== "shared-volume") return;
      const name = JSON.stringify([type, id]);
      if (asked.has(name))
        refuse("id", id, "a shared volume that neither the task nor another of its pod asks before");
      asked.add(name);
    },
  );
}
