import fc from "fast-check";
import { elementAt } from "../../src/dense/number-at.ts";

type Fields<T> = { readonly [K in keyof T]: fc.Arbitrary<NonNullable<T[K]>> };
type RequiredKey<T> = { [K in keyof T]-?: T extends Record<K, T[K]> ? K : never }[keyof T];

/** Plain objects with the fields; those that the type lets be absent sometimes are. */
export function shapeOf<T>(fields: Fields<T>, required: readonly RequiredKey<T>[]): fc.Arbitrary<T> {
  return fc.record(fields, { requiredKeys: [...required], noNullPrototype: true }) as fc.Arbitrary<T>;
}

/** Objects as ordinary as JSON makes them, with an own property for every key, `__proto__` too. */
export function dictionaryOf<T>(
  key: fc.Arbitrary<string>,
  value: fc.Arbitrary<T>,
  maxKeys: number,
): fc.Arbitrary<Readonly<Record<string, T>>> {
  return fc
    .uniqueArray(fc.tuple(key, value), { maxLength: maxKeys, selector: ([name]) => name })
    .map((entries) => Object.fromEntries(entries));
}

/** Usually what the first gives, one time in `n` what the second does. */
export function rarely<T>(n: number, usual: fc.Arbitrary<T>, rare: fc.Arbitrary<T>): fc.Arbitrary<T> {
  return fc.oneof({ weight: n - 1, arbitrary: usual }, { weight: 1, arbitrary: rare });
}

/** What the list has at the turn, which begins anew where it ends. */
export function inTurn<T>(list: readonly T[], turn: number): T {
  return elementAt(list, turn % list.length);
}
