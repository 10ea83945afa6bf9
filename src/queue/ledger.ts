import { elementAt } from "../dense/number-at.ts";
import { checkQueue } from "../model/input/queue.ts";
import { within } from "../model/input/expect.ts";
import { newNotes } from "../dense/notes.ts";
import { defaultBucket, type Bucket, type Queue, type Tier } from "../model/queue.ts";
import type { Task } from "../model/task.ts";
import { emptyMap, withNew, type ShardedMap } from "../state/sharded-map.ts";
import { gangOf, gangsAfter, type GangOfTask, type WaitingGangs } from "./waiting-gangs.ts";

/** Where a task waits, and with whom. */
export interface Place {
  readonly tier: number;
  readonly bucket: string;
  /** Undefined where it is of no gang. */
  readonly gang: GangOfTask | undefined;
}

/** What is known of the tasks of a queue. */
export interface Register {
  /** Where each waits, by id. */
  readonly places: ShardedMap<Place>;
  readonly gangs: WaitingGangs;
}

/** A queue made here, and what is known of its tasks. */
export interface KnownQueue extends Register {
  readonly queue: Queue;
}

/** Every queue made here. It is known to be right, and frozen down to its lists of tasks. */
const known = newNotes<KnownQueue>();

/** The queue, known from now on. */
export function keep(queue: Queue, { places, gangs }: Register): Queue {
  known.note(queue, { queue, places, gangs });
  return Object.freeze(queue);
}

/** What is known of no tasks. */
export const emptyRegister: Register = { places: emptyMap, gangs: emptyMap };

/** What is known of tasks when these have come too. Costs O(these + shards), as `withNew`. */
export function withTasks({ places, gangs }: Register, tasks: readonly Task[]): Register {
  const added = tasks.map(placeOf);
  return {
    places: withNew(
      places,
      tasks.map(({ id }) => id),
      (i) => elementAt(added, i),
    ),
    gangs: gangsAfter(
      gangs,
      added.map(({ gang }) => gang),
      1,
    ),
  };
}

/**
 * What is known of a queue. One that was not made here is checked whole and copied down to its tasks: its owner may change it. Costs nothing
 * for one made here, else O(its tasks).
 *
 * @throws InvalidInputError for anything that is no queue.
 */
export function knownQueue(path: string, value: unknown): KnownQueue {
  return known.find(value) ?? adopt(path, value);
}

function adopt(path: string, value: unknown): KnownQueue {
  expectQueue(path, value);
  const { tiers, total } = value;
  const queue: Queue = {
    tiers: Object.freeze(tiers.map(({ capacity, buckets }) => tierOf(capacity, buckets.map(bucketOf)))),
    ...(total !== undefined && { total }),
  };
  const register = withTasks(emptyRegister, tasksIn(queue));
  return { queue: keep(queue, register), ...register };
}

function expectQueue(path: string, value: unknown): asserts value is Queue {
  within(path, value, checkQueue);
}

/** The fields of a bucket: what may be absent may be undefined too. */
interface BucketFields extends Pick<Bucket, "name" | "tasks"> {
  readonly weight?: Bucket["weight"] | undefined;
  readonly guarantee?: Bucket["guarantee"] | undefined;
}

/** A frozen bucket. */
export function bucketOf({ name, weight, guarantee, tasks }: BucketFields): Bucket {
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
export function placeOf(task: Task): Place {
  const { tier = 0, bucket = defaultBucket } = task;
  return { tier, bucket, gang: gangOf(task) };
}

/** All tasks that wait: tier by tier, bucket by bucket, in the order in which they came. Costs O(tasks). */
export function tasksIn({ tiers }: Queue): Task[] {
  return tiers.flatMap(({ buckets }) => buckets.flatMap(({ tasks }) => tasks));
}
