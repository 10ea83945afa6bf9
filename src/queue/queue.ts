import { elementAt } from "../dense/number-at.ts";
import { expectEach, expectNumber, expectText, refuse, within } from "../model/input/expect.ts";
import { checkQueueOptions } from "../model/input/queue.ts";
import { checkLeast, checkTask, type Leasts } from "../model/input/task.ts";
import { compareText } from "../model/order.ts";
import type { Bucket, Queue, QueueOptions, Tier } from "../model/queue.ts";
import type { Task } from "../model/task.ts";
import { withOwnFields } from "../model/own-fields.ts";
import { changed, lookUp } from "../state/sharded-map.ts";
import { copyOf } from "./copy.ts";
import {
  bucketOf,
  emptyRegister,
  indexIn,
  keep,
  knownQueue,
  placesFor,
  tierOf,
  withTasks,
  settled,
  type KnownQueue,
  type Place,
} from "./ledger.ts";
import { gangsAfter } from "./waiting-gangs.ts";

/** The queue in which nothing waits. */
export const emptyQueue: Queue = keep({ tiers: Object.freeze([]) }, emptyRegister);

/**
 * The queue in which these tasks wait, in the order given, each in its tier and bucket. After Fenzo's TieredQueue. Costs O(tasks).
 *
 * @throws InvalidInputError for bad tasks and options, for ids that come twice, and for gangs whose tasks disagree on `least`.
 */
export function queueOf(tasks: readonly Task[] = [], options: QueueOptions = {}): Queue {
  return enqueue(configureQueue(emptyQueue, options), tasks);
}

/**
 * The queue with these tasks at the ends of their buckets. Costs O(tasks added and those of their buckets).
 *
 * @throws InvalidInputError for bad tasks, for ids that come twice or are in the queue already, and for tasks that say another `least` of their gang
 * than those before them, which may wait in any tier and bucket.
 */
export function enqueue(queue: Queue, tasks: readonly Task[]): Queue {
  const base = knownQueue("queue", queue);
  const ids = new Set<string>();
  const leasts: Leasts = new Map();
  expectEach("tasks", tasks, (task) => {
    checkTask(task);
    if (ids.has(task.id)) refuse("id", task.id, "an id that no other task has");
    if (lookUp(base.places, task.id) !== undefined) refuse("id", task.id, "an id that is not in the queue");
    ids.add(task.id);
    const { gang, group = "" } = task;
    const waiting = gang && lookUp(base.gangs, group);
    if (waiting !== undefined) leasts.set(group, waiting.least);
    checkLeast(task, leasts);
  });
  if (tasks.length === 0) return base.queue;
  const records = tasks.map(copyOf);
  const places = placesFor(base, records);
  const added = records.map((task, i): [Place, Task] => [elementAt(places, i), task]);
  const next = edited(base.queue, added, (waiting, arriving) => [...waiting, ...arriving]);
  return keep(next, withTasks(base, records, places));
}

/**
 * The queue without the tasks of these ids; ids that are not in it do no harm. Costs O(ids and the tasks of their buckets).
 *
 * @throws InvalidInputError for what is no list of ids.
 */
export function dequeue(queue: Queue, taskIds: readonly string[]): Queue {
  expectEach("taskIds", taskIds, (id) => expectText("", id));
  return without(knownQueue("queue", queue), taskIds);
}

/** The queue without the tasks of these ids. */
export function without(base: KnownQueue, taskIds: readonly string[]): Queue {
  const { queue, places, gangs, came } = base;
  const found = placesOf(places, [...new Set(taskIds)]);
  if (found.length === 0) return queue;
  const next = edited(queue, found, (waiting, leaving) =>
    editedTasks(base, waiting, leaving, () => undefined),
  );
  return keep(next, {
    places: changed(places, new Map(found.map(([, id]) => [id, undefined]))),
    gangs: gangsAfter(
      gangs,
      found.map(([{ gang }]) => gang),
      -1,
    ),
    came,
  });
}

/** The queue with the same options, in which nothing waits. Costs O(buckets). */
export function drained({ queue: { tiers, total } }: KnownQueue): Queue {
  const emptied = tiers.map(({ capacity, buckets }) =>
    tierOf(
      capacity,
      buckets.map((bucket) => bucketOf({ ...bucket, tasks: [] })),
    ),
  );
  return keep({ tiers: Object.freeze(emptied), ...(total !== undefined && { total }) }, emptyRegister);
}

/**
 * The queue with another `readyAtMs` for the tasks of these ids, which keep their places; ids that are not in it do no harm. Costs O(ids and the
 * tasks of their buckets).
 *
 * @throws InvalidInputError for what is no list of ids, and no time.
 */
export function postpone(queue: Queue, taskIds: readonly string[], readyAtMs: number): Queue {
  expectEach("taskIds", taskIds, (id) => expectText("", id));
  expectNumber("readyAtMs", readyAtMs, -Infinity, "a finite number");
  const base = knownQueue("queue", queue);
  const found = placesOf(base.places, taskIds);
  if (found.length === 0) return base.queue;
  const next = edited(base.queue, found, (waiting, postponed) =>
    editedTasks(base, waiting, postponed, (task) => copyOf({ ...withOwnFields(task), readyAtMs })),
  );
  return keep(next, base);
}

/**
 * The queue with other options; tasks stay where they are. Costs O(tasks).
 *
 * @throws InvalidInputError for bad options.
 */
export function configureQueue(queue: Queue, options: QueueOptions): Queue {
  within("options", options, checkQueueOptions);
  const base = knownQueue("queue", queue);
  const { tiers = [], total } = options;
  const count = Math.max(tiers.length, base.queue.tiers.length);
  const next = Array.from({ length: count }, (_, number): Tier => {
    const waiting = new Map(base.queue.tiers[number]?.buckets.map(({ name, tasks }) => [name, tasks]));
    const { capacity, buckets: named = {} } = tiers[number] ?? {};
    const buckets = Object.entries(named).map(([name, { weight, guarantee }]) => {
      return bucketOf({ name, weight, guarantee, tasks: waiting.get(name) ?? [] });
    });
    for (const [name, tasks] of waiting) {
      if (!Object.hasOwn(named, name)) buckets.push(bucketOf({ name, tasks }));
    }
    return tierOf(capacity, sorted(buckets.filter(saysSomething)));
  });
  return keep({ tiers: trimmed(next), ...(total !== undefined && { total: settled(total) }) }, base);
}

/** Where the tasks of the ids wait, of those that do. */
function placesOf(places: KnownQueue["places"], taskIds: readonly string[]): [Place, string][] {
  return taskIds.flatMap((id): [Place, string][] => {
    const place = lookUp(places, id);
    return place === undefined ? [] : [[place, id]];
  });
}

const emptyTier = tierOf(undefined, []);

/** The queue with the tasks of the buckets that items belong to as `edit` makes them of the tasks and the items. */
function edited<T>(
  queue: Queue,
  items: readonly (readonly [Place, T])[],
  edit: (waiting: readonly Task[], items: readonly T[]) => readonly Task[],
): Queue {
  const byTier: Map<string, T[]>[] = [];
  for (const [{ tier, bucket }, item] of items) {
    const byBucket = (byTier[tier] ??= new Map());
    const ofBucket = byBucket.get(bucket);
    if (ofBucket === undefined) byBucket.set(bucket, [item]);
    else ofBucket.push(item);
  }
  const tiers = Array.from({ length: Math.max(byTier.length, queue.tiers.length) }, (_, number) => {
    const tier = queue.tiers[number] ?? emptyTier;
    const byBucket = byTier[number];
    return byBucket === undefined ? tier : editedTier(tier, byBucket, edit);
  });
  return { ...queue, tiers: trimmed(tiers) };
}

/** So few changes of a list are made one by one: each moves what is behind it. */
const few = 8;

function editedTier<T>(
  { capacity, buckets }: Tier,
  items: ReadonlyMap<string, readonly T[]>,
  edit: (waiting: readonly Task[], items: readonly T[]) => readonly Task[],
): Tier {
  // Spread: slice and filter take many times as long where the list is frozen.
  const next: Bucket[] = [...buckets];
  const came: Bucket[] = [];
  const left: number[] = [];
  for (const [name, ofBucket] of items) {
    const at = bucketPlace(buckets, name);
    const bucket = buckets[at];
    if (bucket?.name !== name) {
      came.push(bucketOf({ name, tasks: edit([], ofBucket) }));
      continue;
    }
    const later = bucketOf({ ...bucket, tasks: edit(bucket.tasks, ofBucket) });
    next[at] = later;
    if (!saysSomething(later)) left.push(at);
  }
  if (came.length + left.length > few) {
    return tierOf(capacity, sorted([...next.filter(saysSomething), ...came]));
  }
  for (const at of left.sort((a, b) => b - a)) next.splice(at, 1);
  for (const bucket of came) next.splice(bucketPlace(next, bucket.name), 0, bucket);
  return tierOf(capacity, next);
}

/** Where in the sorted list the bucket of the name stands or would stand. */
function bucketPlace(buckets: readonly Bucket[], name: string): number {
  let low = 0;
  let high = buckets.length;
  while (low < high) {
    const middle = (low + high) >>> 1;
    const bucket = buckets[middle];
    if (bucket !== undefined && bucket.name < name) low = middle + 1;
    else high = middle;
  }
  return low;
}

/** The tasks of a bucket with those of the ids as `edit` makes them, without those of which it makes nothing. */
function editedTasks(
  known: KnownQueue,
  waiting: readonly Task[],
  ids: readonly string[],
  edit: (task: Task) => Task | undefined,
): readonly Task[] {
  const next = [...waiting];
  if (ids.length > few) {
    const isEdited = new Set(ids);
    const kept: Task[] = [];
    for (const task of next) {
      const later = isEdited.has(task.id) ? edit(task) : task;
      if (later !== undefined) kept.push(later);
    }
    return kept;
  }
  for (const id of ids) {
    const at = indexIn(known, next, id);
    const later = edit(elementAt(next, at));
    if (later === undefined) next.splice(at, 1);
    else next[at] = later;
  }
  return next;
}

/** Whether a bucket is worth keeping: tasks wait in it, or it is not as others are. */
function saysSomething({ tasks, weight, guarantee }: Bucket): boolean {
  return tasks.length > 0 || weight !== undefined || guarantee !== undefined;
}

function sorted(buckets: Bucket[]): Bucket[] {
  return buckets.sort((a, b) => compareText(a.name, b.name));
}

/** The tiers without the last ones that say nothing. */
function trimmed(tiers: readonly Tier[]): readonly Tier[] {
  const last = tiers.findLastIndex(({ capacity, buckets }) => capacity !== undefined || buckets.length > 0);
  return Object.freeze(tiers.slice(0, last + 1));
}
