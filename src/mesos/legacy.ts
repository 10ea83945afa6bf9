import { eachWithin, expectArray, expectFields, refuse, type Fields } from "../model/input/expect.ts";
import { withOwnFields } from "../model/own-fields.ts";
import type { MesosCall, MesosId, MesosOperation, MesosTaskInfo } from "./call.ts";
import { checkResources, type MesosResource } from "./resource.ts";

/** A call as Mesos 0.28 had it. */
export type LegacyCall =
  | Extract<MesosCall, { readonly type: "ACCEPT" | "DECLINE" }>
  | { readonly type: "SUPPRESS" | "REVIVE"; readonly framework_id: MesosId };

/**
 * The call as clients with the messages of Mesos 0.28 take it, such as the npm package `mesos-framework`, which build their messages from it and throw for fields that they do not
 * know: without `allocation_info`, which the master fills in, and ids of operations; a reservation is the resource's `role` and `reservation`. Roles of SUPPRESS and REVIVE
 * are left out: they meant all roles then. Costs O(resources).
 *
 * @throws InvalidInputError, its path below `call`, for what could not be said then: other calls, LAUNCH_GROUP, GROW_VOLUME and SHRINK_VOLUME, refined reservations, resources that are
 * shared or have a provider, and what a source of disks says beside its type and its root.
 */
export function legacyCall(call: MesosCall): LegacyCall {
  expectFields("call", call);
  const { type, framework_id } = call;
  if (type === "SUPPRESS" || type === "REVIVE") return { type, framework_id };
  if (type === "DECLINE") return call;
  if (type !== "ACCEPT") refuse("call.type", type, "ACCEPT, DECLINE, SUPPRESS or REVIVE");
  expectFields("call.accept", call.accept);
  const operations = each("call.accept.operations", call.accept.operations, legacyOperation);
  return { ...withOwnFields(call), accept: { ...withOwnFields(call.accept), operations } };
}

function legacyOperation(operation: MesosOperation): MesosOperation {
  const fields = expectFields("", operation);
  const { type } = operation;
  switch (type) {
    case "LAUNCH": {
      expectFields("launch", operation.launch);
      const task_infos = each("launch.task_infos", operation.launch.task_infos, legacyInfo);
      return { type, launch: { task_infos } };
    }
    case "RESERVE":
      return { type, reserve: { resources: legacyAll(fields, "reserve", "resources") } };
    case "UNRESERVE":
      return { type, unreserve: { resources: legacyAll(fields, "unreserve", "resources") } };
    case "CREATE":
      return { type, create: { volumes: legacyAll(fields, "create", "volumes") } };
    case "DESTROY":
      return { type, destroy: { volumes: legacyAll(fields, "destroy", "volumes") } };
    default:
      return refuse("type", type, "LAUNCH, RESERVE, UNRESERVE, CREATE or DESTROY, which Mesos 0.28 has");
  }
}

function each<T>(path: string, list: readonly T[], change: (element: T) => T): readonly T[] {
  const changed: T[] = [];
  expectArray(path, list);
  eachWithin(
    list,
    (i) => `${path}[${i}]`,
    (element) => changed.push(change(element)),
  );
  return changed;
}

function legacyInfo(info: MesosTaskInfo): MesosTaskInfo {
  expectFields("", info);
  const resources = legacyResources("resources", info.resources);
  const own = withOwnFields(info);
  const { executor } = info;
  if (executor === undefined) return { ...own, resources };
  const fields = withOwnFields(expectFields("executor", executor));
  const { resources: given = [] } = fields;
  const ofExecutor = legacyResources("executor.resources", given);
  return { ...own, resources, executor: { ...fields, resources: ofExecutor } };
}

/** The list that the operation has in its body. */
function legacyAll(operation: Fields, body: string, list: string): readonly MesosResource[] {
  return legacyResources(`${body}.${list}`, expectFields(body, operation[body])[list]);
}

function legacyResources(path: string, resources: unknown): readonly MesosResource[] {
  checkResources(path, resources);
  return each(path, resources, legacyResource);
}

/** What a resource had in 0.28 (mesos.proto, Resource). */
const known: ReadonlySet<string> = new Set([
  "name",
  "type",
  "scalar",
  "ranges",
  "set",
  "role",
  "reservation",
  "disk",
  "revocable",
]);

function checkSource(source: Readonly<Record<string, unknown>>): void {
  if (source["type"] !== "PATH" && source["type"] !== "MOUNT")
    refuse("disk.source.type", source["type"], "PATH or MOUNT");
  for (const [name, value] of Object.entries(source)) {
    if (name !== "type" && name !== "path" && name !== "mount" && value !== undefined)
      refuse(`disk.source.${name}`, value, "nothing: Mesos 0.28 does not have it");
  }
}

function legacyResource({
  allocation_info: _allocation,
  reservations = [],
  ...rest
}: MesosResource): MesosResource {
  for (const [name, value] of Object.entries(rest)) {
    if (!known.has(name) && value !== undefined) refuse(name, value, "nothing: Mesos 0.28 does not have it");
  }
  const source = rest.disk?.source;
  if (source !== undefined) checkSource(source);
  const [only] = reservations;
  if (only === undefined) return { ...rest, role: rest.role ?? "*" };
  if (reservations.length > 1) refuse("reservations", reservations, "one reservation at most");
  const { type, role = "*", principal, labels } = only;
  const reservation = {
    ...(principal !== undefined && { principal }),
    ...(labels !== undefined && { labels }),
  };
  return { ...rest, role, ...(type === "DYNAMIC" && { reservation }) };
}
