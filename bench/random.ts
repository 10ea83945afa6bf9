/** Seeded draws: the same seed gives the same draws everywhere. */
export interface Random {
  /** Within 0..1, 1 excluded. */
  unit(): number;
  /** A whole number, both ends included. */
  integer(least: number, greatest: number): number;
  /** True with this probability. */
  chance(probability: number): boolean;
  pick<T>(items: readonly T[]): T;
  /** One of the items, each as likely as its weight says. */
  weighted<T>(items: readonly (readonly [item: T, weight: number])[]): T;
  /** Exponentially distributed with this mean. */
  exponential(mean: number): number;
}

/** Draws from mulberry32 (Tommy Ettinger's 32-bit generator), which is small and good enough for workloads. */
export function randomOf(seed: number): Random {
  let state = seed >>> 0;
  function unit(): number {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  }
  function integer(least: number, greatest: number): number {
    return least + Math.floor(unit() * (greatest - least + 1));
  }
  function pick<T>(items: readonly T[]): T {
    if (items.length === 0) throw new RangeError("there is nothing to pick from");
    return items[integer(0, items.length - 1)] as T;
  }
  function weighted<T>(items: readonly (readonly [item: T, weight: number])[]): T {
    let left = unit() * items.reduce((sum, [, weight]) => sum + weight, 0);
    for (const [item, weight] of items) {
      left -= weight;
      if (left < 0) return item;
    }
    return pick(items)[0];
  }
  return {
    unit,
    integer,
    pick,
    weighted,
    chance: (probability) => unit() < probability,
    exponential: (mean) => -mean * Math.log(1 - unit()),
  };
}
