import { fromThousandths, type Scalars } from "../model/quantity.ts";

/** The entries as an object, in their order. Assigning is several times as fast as `Object.fromEntries`, which alone has a field of the name `__proto__`. */
export function recordOf<V>(entries: ReadonlyMap<string, V>): Readonly<Record<string, V>> {
  if (entries.has("__proto__")) return Object.fromEntries(entries);
  const record: Record<string, V> = {};
  for (const [name, value] of entries) record[name] = value;
  return record;
}

/** The amounts of so many thousandths each. */
export function amountsOf(sums: ReadonlyMap<string, number>): Scalars {
  return recordOf(new Map(Array.from(sums, ([name, sum]) => [name, fromThousandths(sum)])));
}
