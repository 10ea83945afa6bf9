import type { Offer } from "./offer.ts";
import { toThousandths, type Scalars } from "./quantity.ts";
import { heldBy, type RunningTask, type Task } from "./task.ts";

/** What shows that an agent has a resource. */
export interface Signs {
  readonly offers: readonly Pick<Offer, "resources" | "devices">[];
  readonly running: readonly RunningTask[];
}

/**
 * Of the names of scarce resources those that an agent has: known of it before, or shown by what it offers and what its tasks hold. In the
 * order of the names; the list known before where nothing came or went; undefined where it has none. Costs O(names × signs).
 */
export function scarceWith(
  known: readonly string[] | undefined,
  names: readonly string[],
  { offers, running }: Signs,
): readonly string[] | undefined {
  const had = known ?? none;
  const has = names.filter(
    (name) =>
      had.includes(name) ||
      offers.some((offer) => gives(offer, name)) ||
      running.some((each) => holds(each, name)),
  );
  if (has.length === had.length && has.every((name, i) => name === had[i])) return known;
  return has.length === 0 ? undefined : Object.freeze(has);
}

const none: readonly never[] = [];

/** Whether the task asks some of the resource, of any class: an amount, for its executor too, or devices. */
export function asks({ resources, executor, devices = none }: Task, name: string): boolean {
  return (
    hasSome(resources, name) ||
    (executor !== undefined && hasSome(executor.resources, name)) ||
    devices.some((each) => isOf(each.name, name) && toThousandths(each.units) > 0)
  );
}

function gives({ resources, devices = none }: Signs["offers"][number], name: string): boolean {
  return hasSome(resources, name) || devices.some((each) => isOf(each.name, name) && each.count > 0);
}

function holds(running: RunningTask, name: string): boolean {
  const { executor, devices = none } = running;
  return (
    hasSome(heldBy(running), name) ||
    (executor !== undefined && hasSome(executor.resources, name)) ||
    devices.some((each) => isOf(each.name, name) && toThousandths(each.units) > 0)
  );
}

function hasSome(resources: Scalars, name: string): boolean {
  return Object.entries(resources).some(([each, amount]) => isOf(each, name) && toThousandths(amount) > 0);
}

/** Whether what has the one name is of the resource of the other: itself, or a class of it, which has a name of its own, `gpus@app=db` say. */
function isOf(name: string, resource: string): boolean {
  return name.startsWith(resource) && (name.length === resource.length || name[resource.length] === "@");
}
