import type { DiskRequest } from "../model/disk.ts";
import type { Task } from "../model/task.ts";
import { diskOf, wayOf } from "./kind.ts";
import { nameOf } from "./names.ts";
import { scalarsOf } from "./record.ts";
import { rangesOf, readResources, thousandthsOf, type MesosResource } from "./resource.ts";

/**
 * What a task must ask to be given these resources again, those of its TaskInfo, where they have been kept for it. A task that has volumes goes back to them, and only there;
 * what was reserved with labels is asked of that reservation. Of sets and ranges it asks as many, whichever they are. Ports are never kept: a task goes on to ask its own.
 *
 * @throws InvalidInputError for what are no resources.
 */
export function claimOn(resources: readonly MesosResource[]): Pick<Task, "resources" | "disks"> {
  const sums = new Map<string, number>();
  const disks: DiskRequest[] = [];
  const add = (name: string, thousandths: number): void => {
    sums.set(name, (sums.get(name) ?? 0) + thousandths);
  };
  for (const resource of readResources("resources", resources)) {
    const way = wayOf(resource);
    if (way === "amount") add(nameOf(resource), thousandthsOf(resource));
    else if (way === "disk") disks.push(requestFor(resource));
    else if (way === "ranges") add(nameOf(resource), 1000 * numbersIn(resource));
    else if (way === "set") add(nameOf(resource), 1000 * (resource.set?.item?.length ?? 0));
  }
  return {
    resources: scalarsOf(sums),
    ...(disks.length > 0 && { disks }),
  };
}

function numbersIn(resource: MesosResource): number {
  return rangesOf(resource).reduce((sum, [first, last]) => sum + last - first + 1, 0);
}

function requestFor(resource: MesosResource): DiskRequest {
  const { type, id, amount } = diskOf(resource);
  return resource.disk?.persistence === undefined ? { type, amount } : { type, id };
}
