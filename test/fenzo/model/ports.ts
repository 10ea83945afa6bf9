import type { GoldenOffer } from "../golden.ts";
import type { Oddities } from "./rules.ts";

/** The ports of a host in the order in which they are given out, and how many the round has given. */
export interface Ports {
  readonly order: readonly number[];
  readonly given: number;
}

/** In the order of the offers and of their ranges (D20), or the lowest first; those that are taken are left out. */
export function portsOf(offers: readonly GoldenOffer[], taken: readonly number[], oddities: Oddities): Ports {
  const offered = offers.flatMap(({ ports = [] }) =>
    ports.flatMap(([first, last]) => numbersOf(first, last)),
  );
  const free = [...new Set(offered)].filter((port) => !taken.includes(port));
  return { order: oddities.has("D20") ? free : free.toSorted((a, b) => a - b), given: 0 };
}

/** The next ports. */
export function nextPorts({ order, given }: Ports, count: number): readonly number[] {
  return order.slice(given, given + count);
}

function numbersOf(first: number, last: number): readonly number[] {
  return Array.from({ length: last - first + 1 }, (_, at) => first + at);
}
