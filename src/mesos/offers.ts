import { InvalidInputError } from "../errors.ts";
import {
  expectArray,
  expectEach,
  expectFields,
  expectNumber,
  errorBelow,
  expectText,
  refuse,
  type Fields,
} from "../model/input/expect.ts";
import type { Offer } from "../model/offer.ts";
import { attributesOf } from "./attributes.ts";
import type { MesosResourceOperation } from "./call.ts";
import { givenBy } from "./given.ts";
import { readResources, type MesosResource } from "./resource.ts";
import { unavailabilityOf } from "./unavailability.ts";
import { upkeepOf, type UpkeepOf } from "./upkeep.ts";

/** An offer as `match` reads it, with what a call to the master needs to know of it. */
export interface MesosOffer extends Offer {
  readonly mesos: {
    /** As they came, without what is kept up: what a task is given is named by them. */
    readonly resources: readonly MesosResource[];
    /** What `callsFrom` does with the rest. */
    readonly upkeep?: readonly MesosResourceOperation[];
  };
}

/** An offer that cannot be used. */
export interface UnreadableOffer {
  /** By which it can be declined; absent where that is what could not be read. */
  readonly offerId?: string;
  /** What could not be read; its path begins with `event`. */
  readonly error: InvalidInputError;
}

/** What is not in the event. */
export interface OfferOptions {
  /** When it came, in the milliseconds of `nowMs`; the `receivedAtMs` of its offers. */
  readonly receivedAtMs?: number;
  /** The role of offers that name none, those to a framework without MULTI_ROLE; default `"*"`. */
  readonly role?: string;
  /** What becomes of volumes and dynamic reservations, before tasks can have them; default: nothing. */
  readonly upkeep?: UpkeepOf;
}

/** The offers of an event: each is in one of the lists. */
export interface ReadOffers {
  readonly offers: readonly MesosOffer[];
  readonly unreadable: readonly UnreadableOffer[];
}

/**
 * The offers of a scheduler event OFFERS of the v1 API, parsed from JSON (scheduler.proto, Event). Amounts, and how many items and numbers sets and ranges have, add up by name, in
 * thousandths (`resourceName`); ports add up over reservations without labels; disks are told apart. What no task can be given, RAW disks say, is in `mesos` alone and goes
 * back to the master with the rest of the offer. An offer that cannot be read whole is unreadable, one that has the id of another too. Costs O(resources and attributes of the event).
 *
 * @throws InvalidInputError for what is no such event.
 */
export function offersFrom(event: unknown, options: OfferOptions = {}): ReadOffers {
  const given = checkedOptions(options);
  const fields = expectFields("event", event);
  if (fields["type"] !== "OFFERS") refuse("event.type", fields["type"], '"OFFERS"');
  const list = expectArray("event.offers.offers", expectFields("event.offers", fields["offers"])["offers"]);
  const offers: MesosOffer[] = [];
  const unreadable: UnreadableOffer[] = [];
  const ids = new Set<string>();
  for (let i = 0; i < list.length; i++) {
    let offerId: string | undefined;
    try {
      const offer = expectFields("", list[i]);
      const id = idOf("id", offer["id"]);
      if (ids.has(id)) refuse("id.value", id, "an id that no other offer of the event has");
      ids.add(id);
      offerId = id;
      offers.push(offerOf(id, offer, given));
    } catch (error) {
      if (!(error instanceof InvalidInputError)) throw error;
      const named = errorBelow(`event.offers.offers[${i}]`, error);
      unreadable.push({ ...(offerId !== undefined && { offerId }), error: named });
    }
  }
  return { offers, unreadable };
}

function checkedOptions(value: OfferOptions): OfferOptions {
  const { receivedAtMs, role } = expectFields("options", value);
  const { upkeep } = value;
  if (upkeep !== undefined && typeof upkeep !== "function") refuse("options.upkeep", upkeep, "a function");
  return {
    ...(upkeep !== undefined && { upkeep }),
    ...(receivedAtMs !== undefined && {
      receivedAtMs: expectNumber("options.receivedAtMs", receivedAtMs, -Infinity, "a finite number"),
    }),
    ...(role !== undefined && { role: expectText("options.role", role) }),
  };
}

/** The text of an id as the v1 API writes it, `{ value }`. */
export function idOf(path: string, value: unknown): string {
  const { value: id } = expectFields(path, value);
  // the path is written only for what is wrong
  return typeof id === "string" && id !== "" ? id : expectText(`${path}.value`, id);
}

/** The offer. Paths are relative to it. */
function offerOf(id: string, fields: Fields, { receivedAtMs, role, upkeep }: OfferOptions): MesosOffer {
  const agentId = idOf("agent_id", fields["agent_id"]);
  const hostname = expectText("hostname", fields["hostname"]);
  const allocation = fields["allocation_info"];
  const allocated =
    allocation === undefined
      ? undefined
      : expectText("allocation_info.role", expectFields("allocation_info", allocation)["role"]);
  const { resources: given = [] } = fields;
  const read = readResources("resources", given, allocated);
  const kept = upkeep === undefined ? { resources: read, operations: [] } : upkeepOf(read, upkeep, agentId);
  const { resources, operations } = kept;
  const attributes = attributesOf(fields);
  const unavailability = unavailabilityOf("unavailability", fields["unavailability"]);
  const executors = executorsOf(fields["executor_ids"]);
  const { resources: amounts, ports, disks } = givenBy(resources);
  const mesos = operations.length === 0 ? { resources } : { resources, upkeep: operations };
  // field by field: to spread what may be absent takes several times as long
  const offer: Draft = { id, agentId, hostname, role: allocated ?? role ?? "*", resources: amounts, mesos };
  if (ports.length > 0) offer.ports = ports;
  if (disks.length > 0) offer.disks = disks;
  if (attributes !== undefined) offer.attributes = attributes;
  if (receivedAtMs !== undefined) offer.receivedAtMs = receivedAtMs;
  if (unavailability !== undefined) offer.unavailability = unavailability;
  if (executors.length > 0) offer.executors = executors;
  return offer;
}

const none: readonly never[] = Object.freeze([]);

type Draft = { -readonly [field in keyof MesosOffer]: MesosOffer[field] };

function executorsOf(value: unknown): readonly string[] {
  if (value === undefined) return none;
  const ids = new Set<string>();
  expectEach("executor_ids", value, (id) => ids.add(idOf("", id)));
  return [...ids];
}
