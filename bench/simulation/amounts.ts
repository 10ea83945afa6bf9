import type { Scalars } from "stowage";

/** Amounts by resource in exact thousandths, as a master counts them. */
export type Amounts = ReadonlyMap<string, number>;

/** The amounts in thousandths. */
export function amountsOf(resources: Scalars): Amounts {
  return new Map(Object.entries(resources).map(([name, amount]) => [name, Math.round(amount * 1000)]));
}

/** The amounts in their natural units; what is 0 is left out. */
export function scalarsOf(amounts: Amounts): Scalars {
  return Object.fromEntries(
    [...amounts].filter(([, amount]) => amount > 0).map(([name, amount]) => [name, amount / 1000]),
  );
}

/** The sums per resource. */
export function plus(a: Amounts, b: Amounts): Amounts {
  const sums = new Map(a);
  for (const [name, amount] of b) sums.set(name, (sums.get(name) ?? 0) + amount);
  return sums;
}

/** The differences per resource. */
export function minus(a: Amounts, b: Amounts): Amounts {
  const differences = new Map(a);
  for (const [name, amount] of b) differences.set(name, (differences.get(name) ?? 0) - amount);
  return differences;
}
