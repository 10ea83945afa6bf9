import type { GoldenOffer } from "../golden.ts";
import type { Facts } from "./facts.ts";
import { hostsOf } from "./host.ts";
import { hasDuplicate, offersExpired, offersHeld } from "./offers.ts";
import { placeAll, type Placed } from "./placing.ts";
import { rejectionOf, type Rejection } from "./rejection.ts";
import type { Oddities } from "./rules.ts";

/** What the model makes of a round. */
export interface Answer extends Placed {
  /** By host. */
  readonly used: Readonly<Record<string, readonly string[]>>;
  /** What is not used, before any of it is rejected for its age; in single-offer mode what is used too. */
  readonly kept: readonly string[];
  /** Rejected because all of their host's were to be. */
  readonly expired: readonly string[];
  readonly rejection: Rejection;
}

/** Why there is no answer. */
export interface Refusal {
  readonly refusal: string;
}

/** The round as it is in Fenzo as to the oddities that are on, and in stowage as to the others. */
export function answerTo(facts: Facts, oddities: Oddities): Answer | Refusal {
  const offers = offersHeld(facts, oddities);
  if (hasDuplicate(facts, oddities)) {
    return { refusal: oddities.has("D12") ? "left in an undefined state" : "bad input" };
  }
  if (!oddities.has("D14") && hasTaskTwice(facts)) return { refusal: "bad input" };
  const placed = placeAll(facts, hostsOf(facts, oddities), oddities);

  const taken = new Set(placed.placements.map(({ host }) => host));
  const usedOffers = offers.filter(({ hostname }) => taken.has(hostname));
  const unused = offers.filter(({ hostname }) => !taken.has(hostname));
  const isSingle = facts.scenario.singleOfferPerVM === true && oddities.has("D15");
  return {
    ...placed,
    used: idsByHost(usedOffers),
    kept: (isSingle ? offers : unused).map(({ id }) => id),
    expired: offersExpired(facts, oddities),
    rejection: rejectionOf(facts, unused, oddities),
  };
}

function hasTaskTwice({ tasks, runs }: Facts): boolean {
  const active = runs.filter(({ launched, ended }) => launched && !ended);
  const running = new Set(active.map(({ task }) => task.id));
  const ids = tasks.map(({ id }) => id);
  return new Set(ids).size < ids.length || ids.some((id) => running.has(id));
}

function idsByHost(offers: readonly GoldenOffer[]): Readonly<Record<string, readonly string[]>> {
  const hosts = new Set(offers.map(({ hostname }) => hostname));
  const entries = [...hosts].map((host) => {
    const ids = offers.flatMap(({ id, hostname }) => (hostname === host ? [id] : []));
    return [host, ids.toSorted()] as const;
  });
  return Object.fromEntries(entries);
}
