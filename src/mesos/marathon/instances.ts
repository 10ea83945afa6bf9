import { anyOf, attributeIs, hasAttribute, not } from "../../constraints/factories.ts";
import type { Constraint } from "../../model/constraint.ts";
import { expectFields, expectText, expectWhole, refuse, type Fields } from "../../model/input/expect.ts";
import type { Scalars } from "../../model/quantity.ts";
import type { PortRequest, Task } from "../../model/task.ts";
import { constraintsFor } from "./constraints.ts";
import { given, givenList } from "./given.ts";
import type { MarathonOptions } from "./options.ts";
import { readWords } from "./words.ts";

/** The most instances one definition may ask for. */
const maxInstances = 1_000_000;

/** What all instances of an app or a pod have in common. */
export interface Instances {
  readonly path: string;
  readonly definition: Fields;
  readonly count: number;
  readonly resources: Scalars;
  readonly ports: readonly PortRequest[];
  /** Where it says what it asks, to name if that is nothing. */
  readonly asking: { readonly path: string; readonly value: unknown };
  /** What holds `constraints` and `acceptedResourceRoles`, and its path. */
  readonly placement: Fields;
  readonly placementPath: string;
}

/** Reads how many instances there are, 1 by default. */
export function countOf(path: string, fields: Fields): number {
  return expectWhole(`${path}.instances`, given(fields, "instances") ?? 1, 0, maxInstances);
}

/** The tasks of the instances, numbered from 0. */
export function tasksOf(instances: Instances, options: MarathonOptions): readonly Task[] {
  const { path, definition, count, resources, ports } = instances;
  refuseNothing(instances);
  const names = namesOf(`${path}.id`, definition["id"]);
  const role = roleOf(instances, options);
  const constraints = constraintsOf(instances, options);
  const shape: Omit<Task, "id"> = {
    group: `/${names.join("/")}`,
    ...(role !== undefined && { role }),
    resources,
    ...(ports.length > 0 && { ports }),
    ...(constraints.length > 0 && { constraints }),
  };
  const prefix = names.join("_");
  return Array.from({ length: count }, (_, i) => ({ id: `${prefix}.${i}`, ...shape }));
}

/** Throws if the instances ask nothing at all. */
function refuseNothing({ resources, ports, asking }: Instances): void {
  if (ports.length === 0 && Object.values(resources).every((amount) => amount === 0)) {
    refuse(asking.path, asking.value, "some resource to be asked: a master refuses a task without any");
  }
}

/** The names of a path. Marathon's tasks have no slash in their ids, since Mesos allows none; no name has an underscore. */
function namesOf(path: string, value: unknown): readonly string[] {
  const names = expectText(path, value)
    .split("/")
    .filter((name) => name !== "");
  if (names.length === 0 || !names.every((name) => /^[a-z0-9]([a-z0-9.-]*[a-z0-9])?$/.test(name))) {
    refuse(path, value, 'a path of names of lower case letters, digits, - and ., "/web/api" say');
  }
  return names;
}

/** A role other than these is refused, as Marathon does since 1.10 (multirole.md, Allocation vs Reservation). */
function roleOf(
  { path, definition, placement, placementPath }: Instances,
  options: MarathonOptions,
): string | undefined {
  const named = given(definition, "role");
  const role = named === undefined ? options.role : expectText(`${path}.role`, named);
  const accepted = givenList(placementPath, placement, "acceptedResourceRoles");
  for (const [i, each] of accepted.entries()) {
    if (each !== "*" && each !== (role ?? "*")) {
      const expected = role === undefined ? '"*"' : `"*" or ${JSON.stringify(role)}, its role`;
      refuse(`${placementPath}.acceptedResourceRoles[${i}]`, each, expected);
    }
  }
  if (accepted.length > 0 && !accepted.includes("*")) {
    const expected = 'a list with "*", since an offer does not say what of it is reserved';
    refuse(`${placementPath}.acceptedResourceRoles`, accepted, expected);
  }
  return role;
}

function constraintsOf(
  { placement, placementPath }: Instances,
  { localRegion }: MarathonOptions,
): readonly Constraint[] {
  const words = readWords(`${placementPath}.constraints`, givenList(placementPath, placement, "constraints"));
  const constraints = words.flatMap(constraintsFor);
  if (localRegion === undefined || words.some(({ field }) => field.text === "@region")) return constraints;
  return [...constraints, anyOf(not(hasAttribute("@region")), attributeIs("@region", localRegion))];
}

/** Throws if one of the volumes is persistent: that is space reserved on one agent, to which its instance is bound. */
export function refusePersistent(path: string, volumes: readonly unknown[]): void {
  for (const [i, each] of volumes.entries()) {
    const persistent = given(expectFields(`${path}[${i}]`, each), "persistent");
    if (persistent !== undefined) {
      refuse(`${path}[${i}].persistent`, persistent, "nothing: persistent volumes cannot be placed");
    }
  }
}
