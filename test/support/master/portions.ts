import type { Kind } from "./kinds.ts";

/** Inclusive. */
export type Range = readonly [begin: number, end: number];

/** So much of a kind: thousandths, or ranges, or items. */
export interface Portion {
  readonly kind: Kind;
  readonly amount: number;
  readonly ranges: readonly Range[];
  readonly items: readonly string[];
}

/** Portions by the key of their kind; none is empty. */
export type Pool = Map<string, Portion>;

/** The pool with those portions. */
export function poolOf(portions: Iterable<Portion>): Pool {
  const pool: Pool = new Map();
  for (const portion of portions) put(pool, portion);
  return pool;
}

/** Adds to the pool. O(1), and O(ranges). A shared volume is there once, however often it is put. */
export function put(pool: Pool, portion: Portion): void {
  const { kind } = portion;
  const held = pool.get(kind.key);
  if (held === undefined) pool.set(kind.key, portion);
  else if (!kind.isShared) pool.set(kind.key, sum(held, portion));
}

/** Takes from the pool, which must have it; a shared volume stays. */
export function take(pool: Pool, portion: Portion): void {
  const { kind } = portion;
  const held = pool.get(kind.key);
  if (kind.isShared) return;
  if (held === undefined || !has(pool, portion)) throw new Error(`there is not as much of ${kind.key}`);
  const rest = difference(held, portion);
  if (isNothing(rest)) pool.delete(kind.key);
  else pool.set(kind.key, rest);
}

/** Whether the pool has that much: all of what is taken as one. */
export function has(pool: ReadonlyMap<string, Portion>, { kind, amount, ranges, items }: Portion): boolean {
  const held = pool.get(kind.key);
  if (held === undefined) return false;
  if (kind.isWhole) return held.amount === amount;
  return (
    amount <= held.amount &&
    ranges.every(([begin, end]) => held.ranges.some(([first, last]) => first <= begin && end <= last)) &&
    items.every((item) => held.items.includes(item))
  );
}

/** Whether the pool has all of another. */
export function hasAll(pool: ReadonlyMap<string, Portion>, others: Iterable<Portion>): boolean {
  for (const portion of others) if (!has(pool, portion)) return false;
  return true;
}

/** Whether two pools hold the same. */
export function isSame(a: ReadonlyMap<string, Portion>, b: ReadonlyMap<string, Portion>): boolean {
  return hasAll(a, b.values()) && hasAll(b, a.values());
}

/** The scalars of a name, of all kinds, in thousandths. */
export function amountOf(portions: Iterable<Portion>, name: string): number {
  let amount = 0;
  for (const { kind, amount: each } of portions) if (kind.name === name) amount += each;
  return amount;
}

/** Mesos's fixed point: `llround(value * 1000)`, half away from zero. */
export function thousandths(value: number): number {
  return Math.sign(value) * Math.floor(Math.abs(value) * 1000 + 0.5);
}

function isNothing({ amount, ranges, items }: Portion): boolean {
  return amount === 0 && ranges.length === 0 && items.length === 0;
}

function sum(a: Portion, b: Portion): Portion {
  return {
    kind: a.kind,
    amount: a.amount + b.amount,
    ranges: b.ranges.length === 0 ? a.ranges : joined([...a.ranges, ...b.ranges]),
    items: b.items.length === 0 ? a.items : [...new Set([...a.items, ...b.items])],
  };
}

function difference(a: Portion, b: Portion): Portion {
  let { ranges } = a;
  for (const [begin, end] of b.ranges) {
    ranges = ranges.flatMap<Range>(([first, last]) =>
      end < first || last < begin
        ? [[first, last]]
        : [
            ...(first < begin ? [[first, begin - 1] as const] : []),
            ...(end < last ? [[end + 1, last] as const] : []),
          ],
    );
  }
  const items = b.items.length === 0 ? a.items : a.items.filter((item) => !b.items.includes(item));
  return { kind: a.kind, amount: a.amount - b.amount, ranges, items };
}

/** In order, neighbours as one. */
export function joined(ranges: readonly Range[]): readonly Range[] {
  const result: [number, number][] = [];
  for (const [begin, end] of ranges.toSorted((a, b) => a[0] - b[0])) {
    const last = result.at(-1);
    if (last !== undefined && begin <= last[1] + 1) last[1] = Math.max(last[1], end);
    else result.push([begin, end]);
  }
  return result;
}

/** How many numbers the ranges have together. */
export function lengthOf(ranges: readonly Range[]): number {
  return ranges.reduce((sum, [begin, end]) => sum + end - begin + 1, 0);
}
