import type { GoldenOffer } from "../golden.ts";
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

/**
 * The offers that were taken in and not used up, gone or not. With D13 an offer that was rescinded before it came is there for one round. In
 * single-offer mode (D15) a host's first offer stays for good, and those that come meanwhile are dropped.
 */
function offersKnown({ scenario, at, offers }: Facts, oddities: Oddities): readonly OfferFact[] {
  const isSingle = scenario.singleOfferPerVM === true && oddities.has("D15");
  const taken = offers.filter(
    ({ round, rescindedBefore }) => !rescindedBefore || (oddities.has("D13") && round === at),
  );
  if (!isSingle) return taken.filter(({ usedIn }) => usedIn === undefined);
  const first = new Map<string, OfferFact>();
  return taken.filter((fact) => {
    const earlier = first.get(fact.offer.hostname);
    if (earlier !== undefined && (earlier.goneIn ?? Infinity) > fact.round) return false;
    first.set(fact.offer.hostname, fact);
    return true;
  });
}

/** Whether an offer of the round is one that is held already: in Fenzo of the same host, in stowage of any. */
export function hasDuplicate(
  { at, offers }: Facts,
  held: readonly GoldenOffer[],
  oddities: Oddities,
): boolean {
  const fresh = offers.flatMap(({ offer, round }) => (round === at ? [offer] : []));
  return fresh.some((offer) => {
    const same = held.filter(
      ({ id, hostname }) => id === offer.id && (hostname === offer.hostname || !oddities.has("D12")),
    );
    return same.length > 1;
  });
}
