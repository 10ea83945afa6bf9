import { fromThousandths } from "../model/quantity.ts";
import type { DiskRequest } from "../model/disk.ts";
import type { PortRequest, Task } from "../model/task.ts";
import { diskOf, wayOf } from "./kind.ts";
import { nameOf } from "./names.ts";
import { rangesOf, readResources, thousandthsOf, type MesosResource } from "./resource.ts";

/**
 * What a task must ask to be given these resources again, or as much of what is not kept for it: those of its TaskInfo. A task that owns volumes goes back to them, and
 * only there; what was reserved with labels is asked of that reservation. Of ports, sets and ranges it asks as many, whichever they are.
 *
 * @throws InvalidInputError for what are no resources.
 */
export function claimOn(resources: readonly MesosResource[]): Pick<Task, "resources" | "ports" | "disks"> {
  const sums = new Map<string, number>();
  const disks: DiskRequest[] = [];
  const ports: PortRequest[] = [];
  const add = (name: string, thousandths: number): void => {
    sums.set(name, (sums.get(name) ?? 0) + thousandths);
  };
  for (const resource of readResources("resources", resources)) {
    const { set } = resource;
    const numbers = rangesOf(resource).reduce((sum, [first, last]) => sum + last - first + 1, 0);
    switch (wayOf(resource)) {
      case "amount":
        add(nameOf(resource), thousandthsOf(resource));
        break;
      case "disk":
        disks.push(requestFor(resource));
        break;
      case "ports":
        for (let i = 0; i < numbers; i++) ports.push("any");
        break;
      case "ranges":
        add(nameOf(resource), 1000 * numbers);
        break;
      case "set":
        add(nameOf(resource), 1000 * (set?.item?.length ?? 0));
        break;
      case "kept":
    }
  }
  return {
    resources: Object.fromEntries(Array.from(sums, ([name, sum]) => [name, fromThousandths(sum)])),
    ...(ports.length > 0 && { ports }),
    ...(disks.length > 0 && { disks }),
  };
}

function requestFor(resource: MesosResource): DiskRequest {
  const { type, id, amount } = diskOf(resource);
  return resource.disk?.persistence === undefined ? { type, amount } : { type, id };
}
