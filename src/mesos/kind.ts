import type { Disk } from "../model/disk.ts";
import { fromThousandths } from "../model/quantity.ts";
import { textOf } from "./identity.ts";
import { classOf } from "./names.ts";
import { maxScalar, thousandthsOf, type MesosResource } from "./resource.ts";

/** How tasks are given a resource; what is `kept` they are not, and it goes back to the master with the rest of its offer. */
export type Way = "amount" | "ports" | "set" | "ranges" | "disk" | "kept";

/** How tasks are given the resource, which has been checked. */
export function wayOf(resource: MesosResource): Way {
  const { type, name, disk, shared } = resource;
  if (type === "SET") return shared === undefined ? "set" : "kept";
  if (type === "SCALAR" && thousandthsOf(resource) > 1000 * maxScalar) return "kept";
  if (type === "RANGES") {
    if (shared !== undefined || !isCountable(resource)) return "kept";
    return name === "ports" && classOf(resource) === "" ? "ports" : "ranges";
  }
  if (disk === undefined) return shared === undefined ? "amount" : "kept";
  const { source, persistence, volume } = disk;
  if (persistence !== undefined) return "disk";
  if (volume !== undefined || shared !== undefined) return "kept";
  return source === undefined
    ? "amount"
    : source.type === "PATH" || source.type === "MOUNT"
      ? "disk"
      : "kept";
}

/** Whether JSON tells all of its numbers from the next. */
function isCountable({ ranges }: MesosResource): boolean {
  return ranges?.range?.every(({ end }) => end <= Number.MAX_SAFE_INTEGER) ?? true;
}

/** Whether it is a part of an agent's root disk that is no volume: such a part is an amount, and a disk on which volumes can be made. */
export function isRootDisk({ name, type, disk }: MesosResource): boolean {
  return (
    name === "disk" && type === "SCALAR" && disk?.source === undefined && disk?.persistence === undefined
  );
}

/**
 * The disk that a resource of the way `disk`, or a part of the root disk, is to the core: a volume by its id, another by where it is. Parts that differ in
 * anything but the amount are disks of their own, since no volume can be made of both.
 */
export function diskOf(resource: MesosResource): Disk {
  const { disk: { source, persistence } = {}, shared } = resource;
  const amount = fromThousandths(thousandthsOf(resource));
  if (persistence?.id !== undefined) {
    return shared === undefined
      ? { id: persistence.id, type: "volume", amount, use: "whole" }
      : { id: persistence.id, type: "shared-volume", amount, use: "shared" };
  }
  const suffix = classOf(resource);
  if (source === undefined) return { id: `root${partOf(resource)}`, type: `root${suffix}`, amount };
  const { path, mount, id } = source;
  const root = path?.root ?? mount?.root ?? "";
  const place = id === undefined ? root : `${root}#${id}`;
  const part = `${place}${partOf(resource)}`;
  return source.type === "MOUNT"
    ? { id: `mount:${part}`, type: `mount${suffix}`, amount, use: "whole" }
    : { id: `path:${part}`, type: `path${suffix}`, amount };
}

/** What tells the parts of one disk from each other; nothing for what anybody may use. */
function partOf(resource: MesosResource): string {
  let under: Record<string, unknown> | undefined;
  for (const field in resource) if (!isUsual(field, resource)) (under ??= {})[field] = resource[field];
  return under === undefined ? "" : `@${textOf(under)}`;
}

/** Whether parts do not differ in the field. */
function isUsual(field: string, { reservations, role }: MesosResource): boolean {
  switch (field) {
    case "name":
    case "type":
    case "scalar":
    case "disk":
    case "allocation_info":
      return true;
    case "reservations":
      return reservations?.length === 0;
    case "role":
      return role === "*";
    default:
      return false;
  }
}

/** The name of the amounts that parts of the root disk of this type are counted under too; undefined for other disks. */
export function resourceOfRoot(type: string): string | undefined {
  return type === "root" || type.startsWith("root@") ? `disk${type.slice("root".length)}` : undefined;
}

/** Names a disk of one type. */
export function diskKey({ type, id }: { readonly type: string; readonly id: string }): string {
  return `${type} ${id}`;
}
