import { elementAt } from "../dense/number-at.ts";
import { checkQueue } from "../model/input/queue.ts";
import { within } from "../model/input/expect.ts";
import { newNotes } from "../dense/notes.ts";
import { defaultBucket, type Bucket, type Queue, type Tier } from "../model/queue.ts";
import type { Task } from "../model/task.ts";
import type { Scalars } from "../model/quantity.ts";
import { emptyMap, lookUp, withNew, type ShardedMap } from "../state/sharded-map.ts";
import { copyOf } from "./copy.ts";
import { gangOf, gangsAfter, type GangOfTask, type WaitingGangs } from "./waiting-gangs.ts";

/** Where a task waits, and with whom. */
export interface Place {
  readonly tier: number;
  readonly bucket: string;
  /** Undefined where it is of no gang. */
  readonly gang: GangOfTask | undefined;
  /** Less than those of the tasks that came into its bucket behind it. */
  readonly number: number;
}

/** What is known of the tasks of a queue. */
export interface Register {
  /** Where each waits, by id. */
  readonly places: ShardedMap<Place>;
  readonly gangs: WaitingGangs;
  /** How many tasks have ever come. */
  readonly came: number;
}

/** A queue made here, and what is known of its tasks. */
export interface KnownQueue extends Register {
  readonly queue: Queue;
}

/** Every queue made here. It is known to be right, and frozen down to its lists of tasks. */
const known = newNotes<KnownQueue>();

/** The queue, known from now on. */
export function keep(queue: Queue, { places, gangs, came }: Register): Queue {
  known.note(queue, { queue, places, gangs, came });
  return Object.freeze(queue);
}

/** What is known of no tasks. */
export const emptyRegister: Register = { places: emptyMap, gangs: emptyMap, came: 0 };

/** What is known of tasks when these have come too, to their places. Costs O(these + shards), as `withNew`. */
export function withTasks(
  { places, gangs, came }: Register,
  tasks: readonly Task[],
  added: readonly Place[],
): Register {
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
    came: came + tasks.length,
  };
}

/** Which of the tasks that wait in one bucket is the one of the id, which waits there. Costs O(log tasks). */
export function indexIn({ places }: Register, waiting: readonly Task[], id: string): number {
  const sought = lookUp(places, id);
  let low = 0;
  let high = waiting.length;
  while (low < high) {
    const middle = (low + high) >>> 1;
    const task = waiting[middle];
    const place = task && lookUp(places, task.id);
    if (place !== undefined && sought !== undefined && place.number < sought.number) low = middle + 1;
    else high = middle;
  }
  return low;
}

/**
 * What is known of a queue. One that was not made here is checked whole and copied, its tasks too: its owner may change it. Costs nothing
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
    tiers: Object.freeze(tiers.map(({ capacity, buckets }) => tierOf(capacity, buckets.map(adopted)))),
    ...(total !== undefined && { total: settled(total) }),
  };
  const tasks = tasksIn(queue);
  const register = withTasks(emptyRegister, tasks, placesFor(emptyRegister, tasks));
  return { queue: keep(queue, register), ...register };
}

function adopted({ name, weight, guarantee, tasks }: Bucket): Bucket {
  return bucketOf({ name, weight, guarantee, tasks: tasks.map(copyOf) });
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
    ...(guarantee !== undefined && { guarantee: settled(guarantee) }),
    tasks: Object.freeze([...tasks]),
  });
}

/** A frozen tier of frozen buckets. */
export function tierOf(capacity: Tier["capacity"], buckets: readonly Bucket[]): Tier {
  return Object.freeze({
    ...(capacity !== undefined && { capacity: settled(capacity) }),
    buckets: Object.freeze(buckets),
  });
}

/** The amounts, which nobody can change any more. */
export function settled(amounts: Scalars): Scalars {
  return Object.isFrozen(amounts) ? amounts : Object.freeze({ ...amounts });
}

/** Where such tasks wait that come now. */
export function placesFor({ came }: Register, tasks: readonly Task[]): readonly Place[] {
  return tasks.map((task, i) => {
    const { tier = 0, bucket = defaultBucket } = task;
    return { tier, bucket, gang: gangOf(task), number: came + i };
  });
}

/** All tasks that wait: tier by tier, bucket by bucket, in the order in which they came. Costs O(tasks). */
export function tasksIn({ tiers }: Queue): Task[] {
  return tiers.flatMap(({ buckets }) => buckets.flatMap(({ tasks }) => tasks));
}
