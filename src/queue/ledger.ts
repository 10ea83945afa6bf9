import { checkQueue } from "../model/input/queue.ts";
import { within } from "../model/input/expect.ts";
import { defaultBucket, type Bucket, type Queue, type Tier } from "../model/queue.ts";
import type { Task } from "../model/task.ts";
import { emptyMap, withNew, type ShardedMap } from "../state/sharded-map.ts";

/** Where a task waits. */
export interface Place {
  readonly tier: number;
  readonly bucket: string;
}

/** A queue made here, and where each of its tasks waits, by id. */
export interface KnownQueue {
  readonly queue: Queue;
  readonly places: ShardedMap<Place>;
}

/** Every queue made here. It is known to be right, and frozen down to its lists of tasks. */
const known = new WeakMap<object, KnownQueue>();

/** The queue, known from now on. */
export function keep(queue: Queue, places: ShardedMap<Place>): Queue {
  known.set(Object.freeze(queue), { queue, places });
  return queue;
}

/**
 * What is known of a queue. One that was not made here is checked whole and copied down to its tasks: its owner may change it. Costs nothing
 * for one made here, else O(its tasks).
 *
 * @throws InvalidInputError for anything that is no queue.
 */
export function knownQueue(path: string, value: unknown): KnownQueue {
  const found = typeof value === "object" && value !== null ? known.get(value) : undefined;
  return found ?? adopt(path, value);
}

function adopt(path: string, value: unknown): KnownQueue {
  expectQueue(path, value);
  const { tiers, total } = value;
  const queue: Queue = {
    tiers: Object.freeze(tiers.map(({ capacity, buckets }) => tierOf(capacity, buckets.map(bucketOf)))),
    ...(total !== undefined && { total }),
  };
  const places = withNew(
    emptyMap,
    tasksIn(queue).map((task): [string, Place] => [task.id, placeOf(task)]),
  );
  return { queue: keep(queue, places), places };
}

function expectQueue(path: string, value: unknown): asserts value is Queue {
  within(path, value, checkQueue);
}

/** A frozen bucket. */
export function bucketOf({ name, weight, guarantee, tasks }: Bucket): Bucket {
  return Object.freeze({
    name,
    ...(weight !== undefined && { weight }),
    ...(guarantee !== undefined && { guarantee }),
    tasks: Object.freeze([...tasks]),
  });
}

/** A frozen tier of frozen buckets. */
export function tierOf(capacity: Tier["capacity"], buckets: readonly Bucket[]): Tier {
  return Object.freeze({ ...(capacity !== undefined && { capacity }), buckets: Object.freeze(buckets) });
}

/** Where such a task waits. */
export function placeOf({ tier = 0, bucket = defaultBucket }: Task): Place {
  return { tier, bucket };
}

/** All tasks that wait: tier by tier, bucket by bucket, in the order in which they came. Costs O(tasks). */
export function tasksIn({ tiers }: Queue): Task[] {
  return tiers.flatMap(({ buckets }) => buckets.flatMap(({ tasks }) => tasks));
}
