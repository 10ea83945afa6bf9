import { defaultExpiry, roundMs, type GoldenOffer } from "../golden.ts";
import type { Facts } from "./facts.ts";
import { receivedAtMs } from "./offers.ts";
import type { Oddities } from "./rules.ts";

/**
 * The offers that a round rejects for their age. Where the input does not decide which, `choice` says among what: whole hosts, one after the
 * other until at least that many offers are gone.
 */
export interface Rejection {
  readonly certain: readonly string[];
  readonly choice?: { readonly hosts: readonly (readonly string[])[]; readonly offers: number };
}

/** What the round rejects of the offers that it did not use. */
export function rejectionOf(facts: Facts, unused: readonly GoldenOffer[], oddities: Oddities): Rejection {
  const {
    leaseExpirySecs = defaultExpiry.secs,
    rejectAllExpired = false,
    maxOffersToReject,
  } = facts.scenario;
  const most = rejectAllExpired ? Infinity : (maxOffersToReject ?? defaultExpiry.offers);
  const ages = agesOf(facts);
  const isOld = ({ id }: GoldenOffer): boolean => (ages.get(id) ?? 0) >= leaseExpirySecs * 1000;
  if (!oddities.has("D16")) {
    const old = unused.filter(isOld).toSorted((a, b) => (ages.get(b.id) ?? 0) - (ages.get(a.id) ?? 0));
    return { certain: old.slice(0, most).map(({ id }) => id) };
  }
  const left = most - facts.rejectedForAge;
  const names = new Set(unused.filter(isOld).map(({ hostname }) => hostname));
  const hosts = [...names].map((name) =>
    unused.flatMap(({ id, hostname }) => (hostname === name ? [id] : [])),
  );
  if (hosts.length === 0 || left <= 0) return { certain: [] };
  const sizes = hosts.map(({ length }) => length);
  const allButOne = sizes.reduce((sum, size) => sum + size, 0) - Math.min(...sizes);
  return allButOne < left ? { certain: hosts.flat() } : { certain: [], choice: { hosts, offers: left } };
}

/** Whether Fenzo could have rejected these. */
export function couldReject({ certain, choice }: Rejection, rejected: readonly string[]): boolean {
  if (choice === undefined) return rejected.toSorted().join() === certain.toSorted().join();
  const chosen = choice.hosts.filter((ids) => ids.every((id) => rejected.includes(id)));
  const count = chosen.flat().length;
  const last = Math.max(...chosen.map(({ length }) => length));
  return count === rejected.length && count >= choice.offers && count - last < choice.offers;
}

function agesOf({ at, offers }: Facts): ReadonlyMap<string, number> {
  return new Map(offers.map((fact) => [fact.offer.id, at * roundMs - receivedAtMs(fact)]));
}
