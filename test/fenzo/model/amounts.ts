import type { Amount, Amounts } from "../golden.ts";
import type { Oddities } from "./rules.ts";

/** Amounts by resource, in stowage's names; what is missing is 0. */
export type AmountMap = ReadonlyMap<string, number>;

/**
 * The amounts in the unit the model counts in: doubles as they are (D5), or whole thousandths. Of several amounts of one name the last (D7),
 * or the sum.
 */
export function amountsOf(amounts: Amounts, oddities: Oddities): AmountMap {
  const known = knownAmounts[(oddities.has("D5") ? 1 : 0) + (oddities.has("D7") ? 2 : 0)];
  const found = known?.get(amounts);
  if (found !== undefined) return found;
  const worked = workOut(amounts, oddities);
  known?.set(amounts, worked);
  return worked;
}

/** What has been worked out already, by the two rules that decide it. */
const knownAmounts = [0, 1, 2, 3].map(() => new WeakMap<Amounts, AmountMap>());

function workOut(amounts: Amounts, oddities: Oddities): AmountMap {
  const { cpus = 0, memory = 0, network = 0, disk = 0, scalars = {} } = amounts;
  const named: readonly (readonly [string, Amount])[] = [
    ["cpus", cpus],
    ["mem", memory],
    ["network", network],
    ["disk", disk],
    ...Object.entries(scalars),
  ];
  return new Map(named.map(([name, amount]) => [name, unitsOf(amount, oddities)]));
}

/** The amount as vectors tell it. */
export function amountTold(units: number, oddities: Oddities): number {
  return oddities.has("D5") ? units : units / 1000;
}

export function amountIn(amounts: AmountMap, name: string): number {
  return amounts.get(name) ?? 0;
}

/** The sums, each added in the order given. */
export function sumOf(parts: readonly AmountMap[]): AmountMap {
  const sums = new Map<string, number>();
  for (const part of parts) for (const [name, amount] of part) sums.set(name, (sums.get(name) ?? 0) + amount);
  return sums;
}

function unitsOf(amount: Amount, oddities: Oddities): number {
  const parts = typeof amount === "number" ? [amount] : amount;
  const counted = oddities.has("D7") ? parts.slice(-1) : parts;
  return counted.reduce((sum, part) => sum + (oddities.has("D5") ? part : Math.round(part * 1000)), 0);
}
