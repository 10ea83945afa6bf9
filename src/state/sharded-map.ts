/**
 * A map from texts to values of which every version stays as it is, and shares with the one before whatever did not
 * change. Entries lie in shards by the hash of their key: a change copies the shards it touches, a dozen entries each, and
 * no other. Every text is an ordinary key, `__proto__` too.
 */
export interface ShardedMap<V> {
  readonly size: number;
  /** A power of two of them, or none. An entry is in the one that the last bits of its hash number. */
  readonly shards: readonly (Shard<V> | undefined)[];
}

type Shard<V> = readonly Entry<V>[];

interface Entry<V> {
  /** Of the key. Two are told apart faster than two texts are. */
  readonly hash: number;
  readonly key: string;
  readonly value: V;
}

/** How many entries a shard has on average, at most, when a map is dealt out. */
const fullShard = 16;

/** The map without entries. */
export const emptyMap: ShardedMap<never> = Object.freeze({ size: 0, shards: Object.freeze([]) });

/** The value of the key. */
export function lookUp<V>({ shards }: ShardedMap<V>, key: string): V | undefined {
  if (shards.length === 0) return undefined;
  const hash = hashOf(key);
  for (const entry of shards[hash & (shards.length - 1)] ?? []) {
    if (entry.hash === hash && entry.key === key) return entry.value;
  }
  return undefined;
}

/**
 * The map after the changes; undefined: gone. Costs O(changes + shards), and O(entries) where the changes are many or the
 * size has doubled or halved since the map was dealt out.
 */
export function changed<V>(map: ShardedMap<V>, changes: ReadonlyMap<string, V | undefined>): ShardedMap<V> {
  if (changes.size === 0) return map;
  if (changes.size * 2 > map.size) return dealt([...unchanged(map, changes), ...entriesOf(changes)]);
  const shards = map.shards.slice();
  const own = new Map<number, Entry<V>[]>();
  let { size } = map;
  for (const [key, value] of changes) {
    const hash = hashOf(key);
    const number = hash & (shards.length - 1);
    let shard = own.get(number);
    if (shard === undefined) {
      shard = shards[number]?.slice() ?? [];
      shards[number] = shard;
      own.set(number, shard);
    }
    const at = placeIn(shard, hash, key);
    if (at !== -1) shard.splice(at, 1);
    if (value !== undefined) shard.push({ hash, key, value });
    size += (value === undefined ? 0 : 1) - (at === -1 ? 0 : 1);
  }
  const isEven = size <= shards.length * fullShard * 2 && size * 4 >= shards.length * fullShard;
  return isEven ? { size, shards } : dealt(unchanged({ size, shards }, new Map<string, V>()));
}

function placeIn<V>(shard: Shard<V>, hash: number, key: string): number {
  for (let i = 0; i < shard.length; i++) if (shard[i]?.hash === hash && shard[i]?.key === key) return i;
  return -1;
}

/** The map and values under keys that it does not have. Costs O(keys + shards), and O(all entries) where they are many. */
export function withNew<V>(
  map: ShardedMap<V>,
  keys: readonly string[],
  valueOf: (i: number) => V,
): ShardedMap<V> {
  if (keys.length * 2 <= map.size) return changed(map, new Map(keys.map((key, i) => [key, valueOf(i)])));
  const size = map.size + keys.length;
  const shards = shardsFor<V>(size);
  for (const shard of map.shards) for (const entry of shard ?? []) put(shards, entry);
  let i = 0;
  for (const key of keys) put(shards, { hash: hashOf(key), key, value: valueOf(i++) });
  return { size, shards };
}

/** The entries whose keys are not among the changes. */
function unchanged<V>({ shards }: ShardedMap<V>, changes: ReadonlyMap<string, V | undefined>): Entry<V>[] {
  const entries: Entry<V>[] = [];
  for (const shard of shards) {
    for (const entry of shard ?? []) if (!changes.has(entry.key)) entries.push(entry);
  }
  return entries;
}

/** The entries that the changes bring. */
function entriesOf<V>(changes: ReadonlyMap<string, V | undefined>): Entry<V>[] {
  const entries: Entry<V>[] = [];
  for (const [key, value] of changes)
    if (value !== undefined) entries.push({ hash: hashOf(key), key, value });
  return entries;
}

/** The map of the entries, which have different keys. */
function dealt<V>(entries: readonly Entry<V>[]): ShardedMap<V> {
  if (entries.length === 0) return emptyMap;
  const shards = shardsFor<V>(entries.length);
  for (const entry of entries) put(shards, entry);
  return { size: entries.length, shards };
}

/** Empty shards for so many entries. */
function shardsFor<V>(entries: number): (Entry<V>[] | undefined)[] {
  let count = 1;
  while (count * fullShard < entries) count *= 2;
  return Array.from({ length: count }, () => undefined);
}

/** Puts an entry into its shard. */
function put<V>(shards: (Entry<V>[] | undefined)[], entry: Entry<V>): void {
  const number = entry.hash & (shards.length - 1);
  const shard = shards[number];
  if (shard === undefined) shards[number] = [entry];
  else shard.push(entry);
}

/** FNV-1a over the UTF-16 code units, its 30 last bits: as many as a small integer of any engine has. */
function hashOf(key: string): number {
  let hash = 0x811c9dc5;
  for (let i = 0; i < key.length; i++) hash = Math.imul(hash ^ key.charCodeAt(i), 0x01000193);
  return (hash ^ (hash >>> 15)) & 0x3fffffff;
}
