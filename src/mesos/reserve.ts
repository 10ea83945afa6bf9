import { compareText } from "../model/order.ts";
import { wayOf } from "./kind.ts";
import type { MesosReserve, NewVolume } from "./needs.ts";
import type { MesosLabels, MesosResource } from "./resource.ts";

/** For whom, and by whom, something is reserved. */
export interface Owner {
  readonly role: string;
  /** The framework's, if it has one. */
  readonly principal: string | undefined;
  readonly labels: MesosReserve["labels"];
}

/**
 * Whether the role can reserve the resource: what nobody has reserved, or a role above it has (Mesos's reservation refinement). Not what the master may take back,
 * nor volumes, which are; nor ports: a task would have to ask for them in another way when it comes again, and could not say which.
 */
export function isReservable(resource: MesosResource, role: string): boolean {
  const { reservations, role: reservedFor, revocable, disk } = resource;
  if (revocable !== undefined || disk?.persistence !== undefined || wayOf(resource) === "ports") return false;
  if (reservedFor !== undefined) return reservedFor === "*";
  const innermost = reservations?.at(-1)?.role;
  return innermost === undefined || role.startsWith(`${innermost}/`);
}

/** The resource once it is reserved, in the way its offer writes reservations. */
export function reservedBy(resource: MesosResource, { role, principal, labels = {} }: Owner): MesosResource {
  const pairs = Object.entries(labels).sort(([a], [b]) => compareText(a, b));
  const named: { readonly labels?: MesosLabels } =
    pairs.length === 0 ? {} : { labels: { labels: pairs.map(([key, value]) => ({ key, value })) } };
  const by = { ...(principal !== undefined && { principal }), ...named };
  if (resource.role !== undefined) return { ...resource, role, reservation: by };
  const { reservations = [] } = resource;
  return { ...resource, reservations: [...reservations, { type: "DYNAMIC", role, ...by }] };
}

/** The volume on the disk, which is reserved. A master makes none that is read-only: a task can use it so. */
export function volumeOn(
  disk: MesosResource,
  { id, containerPath, isShared = false }: NewVolume,
  principal: string | undefined,
): MesosResource {
  return {
    ...disk,
    disk: {
      ...disk.disk,
      persistence: { id, ...(principal !== undefined && { principal }) },
      volume: { container_path: containerPath, mode: "RW" },
    },
    ...(isShared && { shared: {} }),
  };
}

/** The volume as a task uses it that only reads. */
export function readOnly(volume: MesosResource): MesosResource {
  return { ...volume, disk: { ...volume.disk, volume: { ...volume.disk?.volume, mode: "RO" } } };
}
