import {
  expectEach,
  expectFields,
  expectString,
  expectNumber,
  expectText,
  refuse,
  type Fields,
} from "../model/input/expect.ts";
import { maxPort } from "../model/input/offer.ts";
import { toThousandths } from "../model/quantity.ts";
import { checkRange } from "./range.ts";

/**
 * A resource of an offer or a task, as the v1 API writes it (mesos.proto, Resource). Fields beside those named here, like `provider_id`, are part of
 * what it is and are kept as they came.
 */
export interface MesosResource {
  readonly name: string;
  readonly type: "SCALAR" | "RANGES" | "SET";
  readonly scalar?: { readonly value: number };
  readonly ranges?: { readonly range?: readonly { readonly begin: number; readonly end: number }[] };
  readonly set?: { readonly item?: readonly string[] };
  /** The role of its offer; absent for frameworks without MULTI_ROLE. */
  readonly allocation_info?: { readonly role?: string };
  /** The stack of its reservations, the widest first; with RESERVATION_REFINEMENT. */
  readonly reservations?: readonly MesosReservation[];
  /** `"*"` or the role it is reserved for; without RESERVATION_REFINEMENT. */
  readonly role?: string;
  /** Who reserved it dynamically; without RESERVATION_REFINEMENT. */
  readonly reservation?: MesosReservation;
  /** What kind of disk; absent for a part of the root disk without a volume. */
  readonly disk?: MesosDisk;
  /** Present where the master may take it back. */
  readonly revocable?: Readonly<Record<string, unknown>>;
  /** Present where several tasks may use it. */
  readonly shared?: Readonly<Record<string, unknown>>;
  readonly [field: string]: unknown;
}

/** For whom something is reserved (mesos.proto, Resource.ReservationInfo). */
export interface MesosReservation {
  readonly type?: string;
  readonly role?: string;
  readonly principal?: string;
  readonly labels?: MesosLabels;
  readonly [field: string]: unknown;
}

/** Labels as the v1 API writes them. */
export interface MesosLabels {
  readonly labels?: readonly { readonly key: string; readonly value?: string }[];
}

/** Where a disk is, and the volume on it (mesos.proto, DiskInfo). */
export interface MesosDisk {
  /** Absent for the root disk. */
  readonly source?: {
    readonly type: string;
    readonly path?: { readonly root?: string };
    readonly mount?: { readonly root?: string };
    readonly id?: string;
    readonly [field: string]: unknown;
  };
  /** Present for a persistent volume. */
  readonly persistence?: { readonly id?: string; readonly principal?: string };
  readonly volume?: Readonly<Record<string, unknown>>;
  readonly [field: string]: unknown;
}

/** The greatest amount of a scalar that is read: up to here a double tells every thousandth from the next. */
export const maxScalar: number = 2 ** 42;

/** The resources of an offer to the role, checked, in a list of their own. Throws for what is none. Costs O(resources). */
export function readResources(path: string, value: unknown, role?: string): readonly MesosResource[] {
  checkResources(path, value, role);
  return value.slice();
}

/** Throws unless the value is a list of resources, of an offer to the role if there is one. Costs O(resources). */
export function checkResources(
  path: string,
  value: unknown,
  role?: string,
): asserts value is readonly MesosResource[] {
  expectEach(path, value, (resource) => {
    checkResource(resource, role);
  });
}

/** Throws unless the value is a resource of an offer to the role. Paths are relative to it. */
function checkResource(value: unknown, role: string | undefined): asserts value is MesosResource {
  const resource = expectFields("", value);
  expectText("name", resource["name"]);
  const { type, reservation } = resource;
  if (resource["role"] !== undefined) expectText("role", resource["role"]);
  if (resource["reservations"] !== undefined)
    expectEach("reservations", resource["reservations"], checkReservation);
  if (reservation !== undefined) checkLabels("reservation", expectFields("reservation", reservation));
  checkAllocation(resource["allocation_info"], role);
  if (resource["disk"] !== undefined) checkDisk(expectFields("disk", resource["disk"]));
  if (type === "SCALAR") checkScalar(resource["scalar"]);
  else if (type === "SET") checkSet(resource["set"]);
  else if (type === "RANGES")
    checkRanges(resource["ranges"], resource["name"] === "ports" ? maxPort : 2 ** 64);
  else refuse("type", type, "SCALAR, RANGES or SET");
}

function checkReservation(value: unknown): void {
  checkLabels("", expectFields("", value));
}

/** The labels of a reservation, if it has any, are pairs of texts. */
function checkLabels(path: string, { role, labels }: Fields): void {
  const dot = path === "" ? "" : `${path}.`;
  if (role !== undefined) expectText(`${dot}role`, role);
  if (labels === undefined) return;
  const list = expectFields(`${dot}labels`, labels)["labels"];
  if (list === undefined) return;
  expectEach(`${dot}labels.labels`, list, (label) => {
    const fields = expectFields("", label);
    expectString("key", fields["key"]);
    if (fields["value"] !== undefined) expectString("value", fields["value"]);
  });
}

function checkAllocation(value: unknown, role: string | undefined): void {
  if (value === undefined) return;
  const allocated = expectFields("allocation_info", value)["role"];
  if (role !== undefined && allocated !== role) {
    refuse("allocation_info.role", allocated, `${JSON.stringify(role)}, the role of the offer`);
  }
}

function checkDisk({ source, persistence, volume }: Fields): void {
  if (source !== undefined) checkSource(expectFields("disk.source", source));
  if (persistence !== undefined)
    expectText("disk.persistence.id", expectFields("disk.persistence", persistence)["id"]);
  if (volume !== undefined) expectFields("disk.volume", volume);
}

function checkSource({ type, path, mount, id }: Fields): void {
  expectText("disk.source.type", type);
  if (path !== undefined) checkRoot("disk.source.path", path);
  if (mount !== undefined) checkRoot("disk.source.mount", mount);
  if (id !== undefined) expectText("disk.source.id", id);
}

function checkRoot(path: string, value: unknown): void {
  const { root } = expectFields(path, value);
  if (root !== undefined) expectText(`${path}.root`, root);
}

function checkScalar(value: unknown): void {
  expectNumber("scalar.value", expectFields("scalar", value)["value"], 0, "a finite number ≥ 0");
}

function checkSet(value: unknown): void {
  const items = expectFields("set", value)["item"];
  if (items !== undefined) expectEach("set.item", items, (item) => expectString("", item));
}

function checkRanges(value: unknown, most: number): void {
  const ranges = expectFields("ranges", value)["range"];
  if (ranges !== undefined) expectEach("ranges.range", ranges, (range) => checkRange(range, most));
}

/** How much of an amount there is, in thousandths. */
export function thousandthsOf({ scalar }: Pick<MesosResource, "scalar">): number {
  return scalar === undefined ? 0 : toThousandths(scalar.value);
}

/** The numbers of ranges, in lists of their own. */
export function rangesOf({ ranges }: Pick<MesosResource, "ranges">): [first: number, last: number][] {
  return (ranges?.range ?? []).map(({ begin, end }) => [begin, end]);
}

/** How many reservations it is under: 0 is unreserved. */
export function reservationDepth({ reservations, role = "*" }: MesosResource): number {
  return reservations !== undefined && reservations.length > 0 ? reservations.length : role === "*" ? 0 : 1;
}
