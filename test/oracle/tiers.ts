import type { BucketOptions, LimitReached, Scalars, Task } from "../../src/index.ts";
import { amountOf, givenTo, sum } from "./amounts.ts";
import type { Standing } from "./standing.ts";
import { heldOf, tasksOfAll } from "./standing.ts";

/** A bucket of a queue. */
export interface NaiveBucket {
  readonly tier: number;
  readonly name: string;
}

/** The bucket in which the task waits, or waited. */
export function bucketOf({ tier = 0, bucket = "default" }: Task): NaiveBucket {
  return { tier, name: bucket };
}

/** Thousandths of the resource that the bucket's running and newly placed tasks hold. */
function heldIn(standing: Standing, { tier, name }: NaiveBucket, resource: string): number {
  const members = tasksOfAll(standing).filter(({ placed }) => {
    const bucket = bucketOf(placed.task);
    return bucket.tier === tier && bucket.name === name;
  });
  return sum(members.map(({ placed }) => amountOf(givenTo(placed), resource)));
}

function optionsOf({ queue }: Standing, { tier, name }: NaiveBucket): BucketOptions {
  return queue?.tiers[tier]?.buckets.find((bucket) => bucket.name === name) ?? {};
}

function capacityOf({ queue }: Standing, { tier }: NaiveBucket): Scalars {
  return queue?.tiers[tier]?.capacity ?? {};
}

/** The greatest part of any resource that the bucket holds, by its weight. */
export function dominantShare(standing: Standing, bucket: NaiveBucket): number {
  const names = new Set(tasksOfAll(standing).flatMap(({ placed }) => Object.keys(givenTo(placed))));
  const { weight = 1 } = optionsOf(standing, bucket);
  const parts = [...names].map((name) => {
    const held = heldIn(standing, bucket, name);
    return held === 0 ? 0 : held / (totalOf(standing, bucket, name) * weight);
  });
  return Math.max(0, ...parts);
}

function totalOf(standing: Standing, bucket: NaiveBucket, name: string): number {
  const capacity = capacityOf(standing, bucket);
  if (Object.hasOwn(capacity, name)) return amountOf(capacity, name);
  const total = standing.queue?.total ?? {};
  if (Object.hasOwn(total, name)) return amountOf(total, name);
  const { agents } = standing.input.cluster;
  const before = { ...standing, assigned: [] };
  return sum(
    agents.map((agent) => {
      return heldOf(before, agent, name) + sum(agent.offers.map((offer) => amountOf(offer.resources, name)));
    }),
  );
}

/** Whether the bucket holds less than it is guaranteed of all of which it is guaranteed any. */
export function isBelowGuarantee(standing: Standing, bucket: NaiveBucket): boolean {
  const { guarantee = {} } = optionsOf(standing, bucket);
  const names = Object.keys(guarantee).filter((name) => amountOf(guarantee, name) > 0);
  return (
    names.length > 0 && names.every((name) => heldIn(standing, bucket, name) < amountOf(guarantee, name))
  );
}

/** Thousandths of the resource that the task may be given before the other buckets' guarantees, or the tier's capacity, are in the way. */
export function roomInTier(standing: Standing, task: Task, resource: string): number {
  const mine = bucketOf(task);
  const capacity = capacityOf(standing, mine);
  if (standing.queue === undefined || !Object.hasOwn(capacity, resource)) return Infinity;
  const named = standing.queue.tiers[mine.tier]?.buckets.map(({ name }) => name) ?? [];
  const running = tasksOfAll(standing)
    .map(({ placed }) => bucketOf(placed.task))
    .filter(({ tier }) => tier === mine.tier)
    .map(({ name }) => name);
  const buckets = [...new Set([...named, ...running, mine.name])].map((name) => ({ tier: mine.tier, name }));
  const due = (bucket: NaiveBucket): number =>
    amountOf(optionsOf(standing, bucket).guarantee ?? {}, resource);
  const beyond = sum(buckets.map((bucket) => Math.max(0, heldIn(standing, bucket, resource) - due(bucket))));
  const leftOver = amountOf(capacity, resource) - sum(buckets.map(due));
  return Math.max(0, due(mine) - heldIn(standing, mine, resource)) + Math.max(0, leftOver - beyond);
}

/** The resources of which the task would take more than its tier has for its bucket. */
export function exceededInTier(standing: Standing, task: Task): readonly string[] {
  return Object.keys(capacityOf(standing, bucketOf(task))).filter((name) => {
    const asked = amountOf(task.resources, name);
    return asked > 0 && asked > roomInTier(standing, task, name);
  });
}

/** What the tier has for the bucket of the task, where that is too little. */
export function limitsInTier(standing: Standing, task: Task): readonly LimitReached[] {
  const bucket = bucketOf(task);
  return exceededInTier(standing, task).map((resource) => {
    const used = heldIn(standing, bucket, resource);
    return {
      of: "tier" as const,
      name: String(bucket.tier),
      bucket: bucket.name,
      resource,
      asked: amountOf(task.resources, resource) / 1000,
      used: used / 1000,
      limit: (used + roomInTier(standing, task, resource)) / 1000,
    };
  });
}
