import { fc, test } from "@fast-check/vitest";
import { describe, expect, it } from "vitest";
import { changed, emptyMap, lookUp, withNew, type ShardedMap } from "../../src/state/sharded-map.ts";

const hostile = ["", "__proto__", "constructor", "7", "@a", "\u{10000}", "\uffff", "a".repeat(1000)];
const key = fc.oneof(
  fc.constantFrom(...hostile),
  fc.nat({ max: 400 }).map((n) => `k${n}`),
);
/** Lists of changes, some of them long enough to deal the map out anew; undefined: gone. */
const steps = fc.array(
  fc.array(fc.tuple(key, fc.option(fc.nat(), { nil: undefined, freq: 3 })), { maxLength: 200, size: "max" }),
  { maxLength: 8 },
);

function mapOf(count: number): ShardedMap<number> {
  return changed(emptyMap, new Map(Array.from({ length: count }, (_, n) => [`k${n}`, n])));
}

function shardsCopied(before: ShardedMap<unknown>, after: ShardedMap<unknown>): number {
  return after.shards.filter((shard, i) => shard !== before.shards[i]).length;
}

function fullestShard({ shards }: ShardedMap<unknown>): number {
  return Math.max(0, ...shards.map((shard) => shard?.length ?? 0));
}

function emptyIn({ shards }: ShardedMap<unknown>): number {
  return shards.filter((shard) => shard === undefined).length;
}

function expectSame(map: ShardedMap<number>, model: ReadonlyMap<string, number>): void {
  expect(map.size).toBe(model.size);
  for (const each of hostile) expect(lookUp(map, each)).toBe(model.get(each));
  for (let n = 0; n <= 400; n++) expect(lookUp(map, `k${n}`)).toBe(model.get(`k${n}`));
}

test.prop([steps])("a sharded map says what a Map says, and every version of it stays as it was", (given) => {
  const versions: (readonly [ShardedMap<number>, ReadonlyMap<string, number>])[] = [[emptyMap, new Map()]];
  for (const step of given) {
    const [map, model] = versions.at(-1) ?? [emptyMap, new Map()];
    const changes = new Map(step);
    const next = new Map(model);
    for (const [each, value] of changes) {
      if (value === undefined) next.delete(each);
      else next.set(each, value);
    }
    versions.push([changed(map, changes), next]);
  }
  for (const [map, model] of versions) expectSame(map, model);
});

test.prop([steps])("a sharded map with new entries is what it is with the same changes", (given) => {
  let map: ShardedMap<number> = emptyMap;
  for (const [turn, step] of given.entries()) {
    const entries = [...new Map(step.map(([each, value]) => [`${turn} ${each}`, value ?? 0]))];
    const keys = entries.map(([each]) => each);
    const more = withNew(map, keys, (i) => entries[i]?.[1] ?? 0);
    const expected = changed(map, new Map(entries));
    expect(more.size).toBe(expected.size);
    for (const [each, value] of entries)
      expect([lookUp(map, each), lookUp(more, each)]).toEqual([undefined, value]);
    for (const shard of map.shards)
      for (const { key: each, value } of shard ?? []) expect(lookUp(more, each)).toBe(value);
    map = more;
  }
});

describe("a sharded map", () => {
  it("is itself where nothing changes", () => {
    const map = mapOf(10);
    expect(changed(map, new Map())).toBe(map);
    expect(changed(emptyMap, new Map())).toBe(emptyMap);
  });

  it("without entries has none, whatever is looked up or taken away", () => {
    expect(lookUp(emptyMap, "__proto__")).toBeUndefined();
    expect(changed(emptyMap, new Map([["a", undefined]])).size).toBe(0);
    expect(changed(mapOf(3), new Map(["k0", "k1", "k2"].map((each) => [each, undefined])))).toBe(emptyMap);
  });

  it("copies only the shards that a change touches", () => {
    const map = mapOf(10_000);
    expect(map.shards.length).toBe(1024);
    expect(shardsCopied(map, changed(map, new Map([["k77", 1]])))).toBe(1);
    expect(shardsCopied(map, changed(map, new Map([["new", 1]])))).toBe(1);
    const three = new Map([
      ["k1", undefined],
      ["k2", undefined],
      ["k3", 7],
    ]);
    expect(shardsCopied(map, changed(map, three))).toBeLessThanOrEqual(3);
  });

  it("keeps its shards small as it grows, and few as it shrinks", () => {
    let map = mapOf(16);
    for (let n = 16; n < 5000; n++) map = changed(map, new Map([[`k${n}`, n]]));
    expect(map.size).toBe(5000);
    expect(fullestShard(map)).toBeLessThan(64);
    for (let n = 0; n < 4990; n++) map = changed(map, new Map([[`k${n}`, undefined]]));
    expect(map.size).toBe(10);
    expect(map.shards.length).toBeLessThanOrEqual(2);
    expect([lookUp(map, "k4989"), lookUp(map, "k4990")]).toEqual([undefined, 4990]);
  });

  it("tells many thousand keys apart", () => {
    const count = 131_100;
    const map = mapOf(count);
    expect(map.size).toBe(count);
    expect(fullestShard(map)).toBeLessThan(64);
    const isWrong = (n: number) => lookUp(map, `k${n}`) !== (n < count ? n : undefined);
    expect(Array.from({ length: 2 * count }, (_, n) => n).filter(isWrong)).toEqual([]);
  });

  it("has room for a key in a shard that has been empty so far, and is dealt out anew beside such", () => {
    const count = 131_100;
    const map = mapOf(count);
    expect(emptyIn(map)).toBeGreaterThan(0);
    const more = changed(map, new Map(Array.from({ length: 60_000 }, (_, n) => [`n${n}`, n])));
    expect(emptyIn(more)).toBeLessThan(emptyIn(map));
    expect([more.size, lookUp(more, "n59999")]).toEqual([count + 60_000, 59_999]);
    const twice = withNew(
      map,
      Array.from({ length: count }, (_, n) => `n${n}`),
      (n) => n,
    );
    expect([twice.size, lookUp(twice, "n7"), lookUp(twice, "k7")]).toEqual([2 * count, 7, 7]);
    const few = changed(map, new Map(Array.from({ length: 100_000 }, (_, n) => [`k${n}`, undefined])));
    expect([few.size, lookUp(few, "k99999"), lookUp(few, "k100000")]).toEqual([31_100, undefined, 100_000]);
  });
});
