import { InvalidInputError } from "../errors.ts";
import {
  expectArray,
  expectFields,
  expectNumber,
  expectText,
  fieldPath,
  refuse,
  within,
  type Fields,
} from "../model/input/expect.ts";
import type { Offer, PortRange } from "../model/offer.ts";
import { fromThousandths, toThousandths } from "../model/quantity.ts";
import { attributesOf } from "./attributes.ts";
import { united } from "./range.ts";
import { isAmount, isFreePorts, maxScalar, readResources, type MesosResource } from "./resource.ts";

/** An offer as `match` reads it, with what a call to the master needs to know of it. */
export interface MesosOffer extends Offer {
  readonly mesos: {
    /** As they came: what a task is given is named by them. */
    readonly resources: readonly MesosResource[];
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
}

/** The offers of an event: each is in one of the lists. */
export interface ReadOffers {
  readonly offers: readonly MesosOffer[];
  readonly unreadable: readonly UnreadableOffer[];
}

/**
 * The offers of a scheduler event OFFERS of the v1 API, parsed from JSON (scheduler.proto, Event). Amounts of one name add up over reservations, in
 * thousandths; so do ports. What is revocable, shared, a disk of its own, a set or another range is in `mesos` alone: tasks do not get it, and it goes
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
  for (const [i, value] of list.entries()) {
    let offerId: string | undefined;
    try {
      within(`event.offers.offers[${i}]`, value, (offer) => {
        const id = idOf("id", expectFields("", offer)["id"]);
        if (ids.has(id)) refuse("id.value", id, "an id that no other offer of the event has");
        ids.add(id);
        offerId = id;
        offers.push(offerOf(id, expectFields("", offer), given));
      });
    } catch (error) {
      if (!(error instanceof InvalidInputError)) throw error;
      unreadable.push({ ...(offerId !== undefined && { offerId }), error });
    }
  }
  return { offers, unreadable };
}

function checkedOptions(value: unknown): OfferOptions {
  const { receivedAtMs, role } = expectFields("options", value);
  return {
    ...(receivedAtMs !== undefined && {
      receivedAtMs: expectNumber("options.receivedAtMs", receivedAtMs, -Infinity, "a finite number"),
    }),
    ...(role !== undefined && { role: expectText("options.role", role) }),
  };
}

/** The text of an id as the v1 API writes it, `{ value }`. */
export function idOf(path: string, value: unknown): string {
  return expectText(`${path}.value`, expectFields(path, value)["value"]);
}

/** The offer. Paths are relative to it. */
function offerOf(id: string, fields: Fields, { receivedAtMs, role }: OfferOptions): MesosOffer {
  const agentId = idOf("agent_id", fields["agent_id"]);
  const hostname = expectText("hostname", fields["hostname"]);
  const allocation = fields["allocation_info"];
  const allocated =
    allocation === undefined
      ? undefined
      : expectText("allocation_info.role", expectFields("allocation_info", allocation)["role"]);
  const { resources: given = [] } = fields;
  const resources = readResources("resources", given, allocated);
  const ports = portsOf(resources);
  const attributes = attributesOf(fields);
  return {
    id,
    agentId,
    hostname,
    role: allocated ?? role ?? "*",
    resources: sumsOf(resources),
    ...(ports.length > 0 && { ports }),
    ...(attributes !== undefined && { attributes }),
    ...(receivedAtMs !== undefined && { receivedAtMs }),
    mesos: { resources },
  };
}

function sumsOf(resources: readonly MesosResource[]): Offer["resources"] {
  const sums = new Map<string, number>();
  for (const resource of resources) {
    if (!isAmount(resource)) continue;
    const { name, scalar } = resource;
    sums.set(name, (sums.get(name) ?? 0) + toThousandths(scalar.value));
  }
  const amounts: [name: string, amount: number][] = [];
  for (const [name, thousandths] of sums) {
    const amount = fromThousandths(thousandths);
    if (amount > maxScalar) refuse(fieldPath("resources", name), amount, `at most ${maxScalar} in all`);
    amounts.push([name, amount]);
  }
  return Object.fromEntries(amounts);
}

function portsOf(resources: readonly MesosResource[]): readonly PortRange[] {
  const ports: PortRange[] = [];
  for (const resource of resources) {
    if (!isFreePorts(resource)) continue;
    for (const { begin, end } of resource.ranges.range ?? []) ports.push([begin, end]);
  }
  return united(ports);
}
