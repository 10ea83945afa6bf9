import { fromThousandths, type Scalars } from "../model/quantity.ts";

/** What the object has under the name itself, and not from its prototype. */
export function ownOf<V>(record: Readonly<Record<string, V>>, name: string): V | undefined {
  return Object.hasOwn(record, name) ? record[name] : undefined;
}

/** Gives the object a field of whatever name. Assigning is many times as fast as defining, which alone makes one of the name `__proto__`. */
export function setOwn<V>(record: Record<string, V>, name: string, value: V): void {
  if (name !== "__proto__") record[name] = value;
  else Object.defineProperty(record, name, { value, writable: true, enumerable: true, configurable: true });
}

/** The amounts of so many thousandths each. */
export function scalarsOf(sums: ReadonlyMap<string, number>): Scalars {
  const amounts: Record<string, number> = {};
  for (const [name, sum] of sums) setOwn(amounts, name, fromThousandths(sum));
  return amounts;
}
