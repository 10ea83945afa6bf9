import { eachWithin, refuse } from "../model/input/expect.ts";
import { inPod } from "./needs.ts";
import type { Work } from "./work.ts";

/** Throws where a task of the round, or one of a pod, has an id that is taken, and takes it. Paths are relative to the assignment. */
export function takeTaskIds({ task, needs: { pod } }: Work, taken: Set<string>): void {
  takeId("taskId", task.id, taken);
  eachWithin(pod?.tasks ?? none, inPod, ({ id }) => {
    takeId("id", id, taken);
  });
}

function takeId(path: string, id: string, taken: Set<string>): void {
  if (taken.has(id)) refuse(path, id, "an id that no other task of the round has, none of a pod, and no pod");
  taken.add(id);
}

/** Throws where a volume is to be made of which the launch makes one already: its agent and its role are the same. Paths are relative to the assignment. */
export function takeVolumeIds({ takers }: Work, taken: Set<string>): void {
  for (const { volumes } of takers) {
    for (const { id } of volumes) {
      if (taken.has(id))
        refuse("mesos.volumes", id, "the id of a volume that nothing else of the launch makes");
      taken.add(id);
    }
  }
}

const none: readonly never[] = [];
