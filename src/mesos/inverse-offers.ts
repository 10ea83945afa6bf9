import { InvalidInputError } from "../errors.ts";
import { expectArray, expectFields, refuse, within } from "../model/input/expect.ts";
import { idOf } from "./offers.ts";
import { readResources, type MesosResource } from "./resource.ts";
import { unavailabilityOf, type MesosUnavailability } from "./unavailability.ts";

/** Resources that a master asks back, since an agent goes down for maintenance (mesos.proto, InverseOffer). */
export interface MesosInverseOffer {
  readonly id: string;
  /** Whose; absent: of any agents. */
  readonly agentId?: string;
  readonly unavailability: MesosUnavailability;
  /** What is asked back; empty: all on the agent. */
  readonly resources: readonly MesosResource[];
}

/** An inverse offer that cannot be read. */
export interface UnreadableInverseOffer {
  /** By which it can be declined; absent where that is what could not be read. */
  readonly inverseOfferId?: string;
  /** What could not be read; its path begins with `event`. */
  readonly error: InvalidInputError;
}

/** The inverse offers of an event: each is in one of the lists. */
export interface ReadInverseOffers {
  readonly inverseOffers: readonly MesosInverseOffer[];
  readonly unreadable: readonly UnreadableInverseOffer[];
}

/**
 * The inverse offers of a scheduler event INVERSE_OFFERS of the v1 API, parsed from JSON (scheduler.proto, Event). One that cannot be read whole is unreadable,
 * one that has the id of another too. Costs O(inverse offers and their resources).
 *
 * @throws InvalidInputError for what is no such event.
 */
export function inverseOffersFrom(event: unknown): ReadInverseOffers {
  const fields = expectFields("event", event);
  if (fields["type"] !== "INVERSE_OFFERS") refuse("event.type", fields["type"], '"INVERSE_OFFERS"');
  const { inverse_offers } = expectFields("event.inverse_offers", fields["inverse_offers"]);
  const list = expectArray("event.inverse_offers.inverse_offers", inverse_offers);
  const inverseOffers: MesosInverseOffer[] = [];
  const unreadable: UnreadableInverseOffer[] = [];
  const ids = new Set<string>();
  for (const [i, value] of list.entries()) {
    let inverseOfferId: string | undefined;
    try {
      within(`event.inverse_offers.inverse_offers[${i}]`, value, (inverseOffer) => {
        const id = idOf("id", expectFields("", inverseOffer)["id"]);
        if (ids.has(id)) refuse("id.value", id, "an id that no other inverse offer of the event has");
        ids.add(id);
        inverseOfferId = id;
        inverseOffers.push(inverseOfferOf(id, inverseOffer));
      });
    } catch (error) {
      if (!(error instanceof InvalidInputError)) throw error;
      unreadable.push({ ...(inverseOfferId !== undefined && { inverseOfferId }), error });
    }
  }
  return { inverseOffers, unreadable };
}

/** The inverse offer. Paths are relative to it. */
function inverseOfferOf(id: string, value: unknown): MesosInverseOffer {
  const { agent_id, unavailability: times, resources = [] } = expectFields("", value);
  const agentId = agent_id === undefined ? undefined : idOf("agent_id", agent_id);
  const unavailability = unavailabilityOf("unavailability", times);
  if (unavailability === undefined) refuse("unavailability", times, "an object");
  return {
    id,
    ...(agentId !== undefined && { agentId }),
    unavailability,
    resources: readResources("resources", resources),
  };
}
