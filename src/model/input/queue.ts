import { compareText } from "../order.ts";
import { toThousandths, type Scalars } from "../quantity.ts";
import { defaultBucket, maxTiers, type Queue, type QueueOptions } from "../queue.ts";
import type { Task } from "../task.ts";
import {
  expectArray,
  expectEach,
  expectFields,
  expectList,
  expectScalars,
  expectText,
  expectWeight,
  fieldPath,
  refuse,
  within,
  type Fields,
} from "./expect.ts";
import { checkLeast, checkTask, type Leasts } from "./task.ts";

/** Throws unless the value is a {@link QueueOptions}; paths are relative to it. */
export function checkQueueOptions(value: unknown): asserts value is QueueOptions {
  const options = expectFields("", value);
  if (options["total"] !== undefined) expectScalars("total", options["total"]);
  if (options["tiers"] === undefined) return;
  checkTiers(options["tiers"], (tier) => {
    const buckets = tier["buckets"] === undefined ? {} : expectFields("buckets", tier["buckets"]);
    return Object.entries(buckets).map(([name, bucket]) => {
      const path = fieldPath("buckets", name);
      if (name === "") refuse(path, bucket, "a bucket with a name");
      return { path, bucket };
    });
  });
}

/** Throws unless the value is a {@link Queue} in which no task comes twice and gangs agree; paths are relative to it. */
export function checkQueue(value: unknown): asserts value is Queue {
  const queue = expectFields("", value);
  if (queue["total"] !== undefined) expectScalars("total", queue["total"]);
  const ids = new Set<string>();
  const leasts: Leasts = new Map();
  checkTiers(queue["tiers"], (tier, number) => {
    let previous = "";
    return expectList("buckets", tier["buckets"]).map((bucket, i) => {
      const path = `buckets[${i}]`;
      within(path, bucket, () => {
        const fields = expectFields("", bucket);
        const name = expectText("name", fields["name"]);
        if (compareText(previous, name) >= 0) refuse("name", name, "buckets sorted by name");
        previous = name;
        expectEach("tasks", fields["tasks"], (task) => {
          checkTask(task);
          checkPlace(task, number, name);
          if (ids.has(task.id)) refuse("id", task.id, "an id that no other task of the queue has");
          ids.add(task.id);
          checkLeast(task, leasts);
        });
      });
      return { path, bucket };
    });
  });
}

/** A bucket and where it is in its tier. */
interface Found {
  readonly path: string;
  readonly bucket: unknown;
}

function checkTiers(value: unknown, bucketsOf: (tier: Fields, number: number) => readonly Found[]): void {
  const tiers = expectArray("tiers", value);
  if (tiers.length > maxTiers) refuse("tiers", value, `at most ${maxTiers} tiers`);
  let number = 0;
  expectEach("tiers", tiers, (each) => {
    const tier = expectFields("", each);
    if (tier["capacity"] !== undefined) expectScalars("capacity", tier["capacity"]);
    const guaranteed = new Map<string, number>();
    for (const { path, bucket } of bucketsOf(tier, number++)) {
      within(path, bucket, () => checkShare(bucket, guaranteed));
    }
    checkCapacity(tier["capacity"] ?? {}, guaranteed);
  });
}

function checkShare(value: unknown, guaranteed: Map<string, number>): void {
  const { weight, guarantee } = expectFields("", value);
  if (weight !== undefined) expectWeight("weight", weight, "not zero");
  if (guarantee === undefined) return;
  expectScalars("guarantee", guarantee);
  for (const [name, amount] of Object.entries(guarantee)) {
    guaranteed.set(name, (guaranteed.get(name) ?? 0) + toThousandths(amount));
  }
}

function checkCapacity(capacity: Scalars, guaranteed: ReadonlyMap<string, number>): void {
  for (const [name, amount] of Object.entries(capacity)) {
    const due = guaranteed.get(name) ?? 0;
    if (toThousandths(amount) < due) {
      refuse(fieldPath("capacity", name), amount, `at least ${due / 1000}, what its buckets are guaranteed`);
    }
  }
}

function checkPlace({ tier = 0, bucket = defaultBucket }: Task, number: number, name: string): void {
  if (tier !== number) refuse("tier", tier, `${number}, the tier it is in`);
  if (bucket !== name) refuse("bucket", bucket, `${JSON.stringify(name)}, the bucket it is in`);
}
