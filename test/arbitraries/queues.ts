import fc from "fast-check";
import type { BucketOptions, Queue, QueueOptions, Scalars, Task, TierOptions } from "../../src/index.ts";
import { limitScalars, resourceName } from "./amounts.ts";
import { bucket } from "./names.ts";
import { dictionaryOf, rarely, shapeOf } from "./shapes.ts";

const weight = fc.constantFrom(1, 2, 0.5, 3, 0.1);

const bucketOptions: fc.Arbitrary<BucketOptions> = shapeOf<BucketOptions>(
  { weight, guarantee: limitScalars },
  [],
);

/** A tier: what its buckets are guaranteed is never more than it may hold. */
const tierOptions: fc.Arbitrary<TierOptions> = shapeOf<TierOptions>(
  { capacity: limitScalars, buckets: dictionaryOf(bucket, bucketOptions, 3) },
  [],
).map(({ capacity, buckets }) => ({
  ...(buckets === undefined ? {} : { buckets }),
  ...(capacity === undefined ? {} : { capacity: widened(capacity, Object.values(buckets ?? {})) }),
}));

function widened(capacity: Scalars, buckets: readonly BucketOptions[]): Scalars {
  return Object.fromEntries(
    Object.entries(capacity).map(([name, amount]) => {
      const due = buckets.reduce((sum, { guarantee = {} }) => {
        return sum + (Object.hasOwn(guarantee, name) ? (guarantee[name] ?? 0) : 0);
      }, 0);
      return [name, Math.max(amount, Math.ceil(due))];
    }),
  );
}

/** How a queue decides: often no tier says anything. */
export const queueOptions: fc.Arbitrary<QueueOptions> = rarely<QueueOptions>(
  4,
  shapeOf<QueueOptions>(
    {
      tiers: fc.array(tierOptions, { maxLength: 3 }),
      total: dictionaryOf(resourceName, fc.constantFrom(1, 4, 10, 100), 2),
    },
    [],
  ),
  fc.constant({}),
);

/** All tasks that wait: tier by tier, bucket by bucket. */
export function tasksOf({ tiers }: Queue): readonly Task[] {
  return tiers.flatMap(({ buckets }) => buckets.flatMap(({ tasks }) => tasks));
}
