import {
  expectEach,
  expectFields,
  expectNumber,
  expectText,
  refuse,
  type Fields,
} from "../model/input/expect.ts";
import { maxPort } from "../model/input/offer.ts";
import { checkRange } from "./range.ts";

/**
 * A resource of an offer or a task, as the v1 API writes it (mesos.proto, Resource). Fields beside those named here, like `provider_id` and
 * `reservation`, are part of what it is and are kept as they came.
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
  readonly reservations?: readonly Readonly<Record<string, unknown>>[];
  /** `"*"` or the role it is reserved for; without RESERVATION_REFINEMENT. */
  readonly role?: string;
  readonly [field: string]: unknown;
}

/** The greatest amount of a scalar that is read: up to here a double tells every thousandth from the next. */
export const maxScalar: number = 2 ** 42;

/** Lists read here: what is in them has been checked. */
const known = new WeakSet<readonly MesosResource[]>();

/** The resources of an offer to the role, checked. Throws for what is none. Costs O(resources). */
export function readResources(path: string, value: unknown, role?: string): readonly MesosResource[] {
  const resources: MesosResource[] = [];
  expectEach(path, value, (resource) => {
    checkResource(resource, role);
    resources.push(resource);
  });
  known.add(Object.freeze(resources));
  return resources;
}

/** The same for a list that has been read before, maybe: one that was is not looked at again. */
export function knownResources(path: string, value: unknown): readonly MesosResource[] {
  return isKnown(value) ? value : readResources(path, value);
}

function isKnown(value: unknown): value is readonly MesosResource[] {
  return Array.isArray(value) && known.has(value);
}

/**
 * Throws unless the value is a resource of an offer to the role, and its amount or its ports, if it can be given out, are ones. Of what cannot be
 * given out nothing is asked but a name and a known type. Paths are relative to it.
 */
function checkResource(value: unknown, role: string | undefined): asserts value is MesosResource {
  const resource = expectFields("", value);
  expectText("name", resource["name"]);
  const { type } = resource;
  if (type !== "SCALAR" && type !== "RANGES" && type !== "SET") refuse("type", type, "SCALAR, RANGES or SET");
  if (resource["role"] !== undefined) expectText("role", resource["role"]);
  if (resource["reservations"] !== undefined)
    expectEach("reservations", resource["reservations"], checkFields);
  checkAllocation(resource["allocation_info"], role);
  if (isSetApart(resource)) return;
  if (type === "SCALAR") checkScalar(resource["scalar"]);
  else if (isPorts(resource)) checkPorts(resource["ranges"]);
}

function checkFields(value: unknown): void {
  expectFields("", value);
}

function checkAllocation(value: unknown, role: string | undefined): void {
  if (value === undefined) return;
  const allocated = expectFields("allocation_info", value)["role"];
  if (role !== undefined && allocated !== role) {
    refuse("allocation_info.role", allocated, `${JSON.stringify(role)}, the role of the offer`);
  }
}

function checkScalar(value: unknown): void {
  const most = `a number within 0..${maxScalar}`;
  const amount = expectNumber("scalar.value", expectFields("scalar", value)["value"], 0, most);
  if (amount > maxScalar) refuse("scalar.value", amount, most);
}

function checkPorts(value: unknown): void {
  const ranges = expectFields("ranges", value)["range"];
  if (ranges !== undefined) expectEach("ranges.range", ranges, (range) => checkRange(range, maxPort));
}

/** An amount that can be given out. */
export type Amount = MesosResource & Required<Pick<MesosResource, "scalar">>;

/** Ports that can be given out. */
export type FreePorts = MesosResource & Required<Pick<MesosResource, "ranges">>;

/** Whether a resource that has been checked is an amount that can be given out. */
export function isAmount(resource: MesosResource): resource is Amount {
  return resource.type === "SCALAR" && !isSetApart(resource);
}

/** Whether a resource that has been checked is ports that can be given out. */
export function isFreePorts(resource: MesosResource): resource is FreePorts {
  return isPorts(resource) && !isSetApart(resource);
}

function isPorts({ name, type }: Fields): boolean {
  return name === "ports" && type === "RANGES";
}

/** Whether it is unlike others of its name: it can be taken back, be used by several tasks, or is a disk of its own. */
function isSetApart({ revocable, shared, disk }: Fields): boolean {
  if (revocable !== undefined || shared !== undefined) return true;
  if (disk === undefined) return false;
  const { source, persistence, volume } = expectFields("disk", disk);
  return source !== undefined || persistence !== undefined || volume !== undefined;
}

/** How many reservations it is under: 0 is unreserved. */
export function reservationDepth({ reservations, role = "*" }: MesosResource): number {
  return reservations !== undefined && reservations.length > 0 ? reservations.length : role === "*" ? 0 : 1;
}
