import { fc, test } from "@fast-check/vitest";
import { expect } from "vitest";
import type { ClusterEvent } from "../../src/index.ts";
import { clusterOf, emptyCluster, match, update } from "../../src/index.ts";
import { inputFor, inputOf, scenario } from "../arbitraries/scenarios.ts";
import { runs, timeLimitMs } from "./runs.ts";

const keys = fc.array(fc.nat(), { minLength: 1, maxLength: 40, size: "max" });

test.prop([scenario(), keys], runs())(
  "law 4: the order of the offers within one event changes nothing",
  (given, order) => {
    const permuted = given.events.map((event): ClusterEvent =>
      event.type === "offers-received" ? { ...event, offers: permute(event.offers, order) } : event,
    );
    const straight = inputFor(update(emptyCluster, given.events), given);
    const shuffled = inputFor(update(emptyCluster, permuted), given);
    expect(JSON.stringify(shuffled)).toBe(JSON.stringify(straight));
    expect(JSON.stringify(match(shuffled))).toBe(JSON.stringify(match(straight)));
  },
  timeLimitMs,
);

test.prop([scenario(), keys], runs(0.5))(
  "law 4: the order of the offers given to clusterOf changes nothing",
  (given, order) => {
    const offers = given.events.flatMap((event) => (event.type === "offers-received" ? event.offers : []));
    const unique = offers.filter((offer, index) => offers.findIndex((one) => one.id === offer.id) === index);
    const straight = clusterOf(unique);
    const shuffled = clusterOf(permute(unique, order));
    expect(JSON.stringify(shuffled)).toBe(JSON.stringify(straight));
  },
  timeLimitMs,
);

test.prop([scenario()], runs(0.5))(
  "law 4: the same input gives the same bytes",
  (given) => {
    const input = inputOf(given);
    expect(JSON.stringify(match(input))).toBe(JSON.stringify(match(input)));
    expect(JSON.stringify(match(inputOf(given)))).toBe(JSON.stringify(match(input)));
  },
  timeLimitMs,
);

function permute<T>(list: readonly T[], order: readonly number[]): readonly T[] {
  return list
    .map((one, index) => ({ one, key: order[index % order.length] ?? 0 }))
    .toSorted((a, b) => a.key - b.key)
    .map(({ one }) => one);
}
