import { roundMs, type GoldenOffer } from "../golden.ts";
import type { Facts, OfferFact } from "./facts.ts";
import type { Oddities } from "./rules.ts";

/** The offers that the round can use, in the order in which they came. */
export function offersHeld(facts: Facts, oddities: Oddities): readonly GoldenOffer[] {
  return offersKnown(facts, oddities).flatMap(({ offer, goneIn }) => (goneIn === undefined ? [offer] : []));
}

/** The offers rejected because all of their host's were to be. */
export function offersExpired(facts: Facts, oddities: Oddities): readonly string[] {
  return offersKnown(facts, oddities).flatMap(({ offer, expiredIn }) =>
    expiredIn === facts.at ? [offer.id] : [],
  );
}

/** The offers that were taken in and not used up, gone or not; in single-offer mode (D15) a host's offer is never used up. */
function offersKnown(facts: Facts, oddities: Oddities): readonly OfferFact[] {
  const isStanding = facts.scenario.singleOfferPerVM === true && oddities.has("D15");
  return offersTaken(facts, oddities).filter(
    ({ usedIn, round, rescindedBefore }) =>
      (isStanding || usedIn === undefined) && (!rescindedBefore || round === facts.at),
  );
}

/**
 * The offers that were ever taken in, in the order in which they came. One that was rescinded before it came is only with D13: then it is
 * there for a round. In single-offer mode (D15) those that come while their host has one are dropped.
 */
export function offersTaken({ scenario, offers }: Facts, oddities: Oddities): readonly OfferFact[] {
  const taken = offers.filter(({ rescindedBefore }) => !rescindedBefore || oddities.has("D13"));
  if (scenario.singleOfferPerVM !== true || !oddities.has("D15")) return taken;
  const standing = new Map<string, OfferFact>();
  return taken.filter((fact) => {
    const earlier = standing.get(fact.offer.hostname);
    if (earlier !== undefined && (earlier.goneIn ?? Infinity) > fact.round) return false;
    standing.set(fact.offer.hostname, fact);
    return true;
  });
}

/** When the offer was received, in milliseconds since the first round. */
export function receivedAtMs({ offer, round }: OfferFact): number {
  return round * roundMs - 1000 * (offer.ageSecs ?? 0);
}

/**
 * Whether an offer of the round has the id of one that came with it or is held already: with D12 of the same host, otherwise of any. With D15
 * what is dropped does not count.
 */
export function hasDuplicate(facts: Facts, oddities: Oddities): boolean {
  const { at, offers, scenario } = facts;
  const isSingle = scenario.singleOfferPerVM === true && oddities.has("D15");
  const fresh = (isSingle ? offersTaken(facts, oddities) : offers).filter(({ round }) => round === at);
  const held = offersKnown(facts, oddities).filter(({ round, goneIn }) => round < at && goneIn === undefined);
  const ids = [...held, ...fresh].map(({ offer: { id, hostname } }) =>
    oddities.has("D12") ? `${id} of ${hostname}` : id,
  );
  return new Set(ids).size < ids.length;
}
