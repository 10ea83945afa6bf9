import fc from "fast-check";
import type { Offer, Scalars, TaskExecutor } from "../../src/index.ts";
import { dictionaryOf, rarely } from "./shapes.ts";
import { resourceName } from "./amounts.ts";
import { executorId } from "./names.ts";

/** Small, mostly; now and then none, or more than most agents have. */
const amount = rarely(
  8,
  fc.constantFrom(0.1, 0.1, 0.2, 0.5, 1),
  fc.constantFrom(0, 0.0004, 0.1 + 0.2, 2.5, 1000),
);

/** What an executor takes. */
export const overhead: fc.Arbitrary<Scalars> = rarely<Scalars>(
  5,
  fc.record({ cpus: amount, mem: amount }, { noNullPrototype: true }),
  dictionaryOf(resourceName, amount, 3),
);

/** The executor of a task; those of one id are mostly alike. */
export const taskExecutor: fc.Arbitrary<TaskExecutor> = rarely(
  3,
  executorId.map((id) => ({ id, resources: { cpus: 0.1, mem: 0.3 } })),
  fc.tuple(executorId, overhead).map(([id, resources]) => ({ id, resources })),
);

/** The executors that an offer names, now and then one twice. */
export const executorIds: fc.Arbitrary<NonNullable<Offer["executors"]>> = fc.array(executorId, {
  maxLength: 3,
});
