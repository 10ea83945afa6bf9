import fc from "fast-check";
import type { Scalars } from "../../src/index.ts";
import { dictionaryOf, rarely } from "./shapes.ts";

/** Amounts that binary fractions cannot hold, or that rounding to thousandths changes. */
const oddAmount = fc.constantFrom(0.1 + 0.2, 1.0005, 0.0004, 0.0005, 0.3333, 2.6749, 100.001);

const offeredAmount = rarely(20, fc.constantFrom(2, 3, 4, 8, 1, 2.5, 0.3, 0.5, 1.5, 0), oddAmount);
const askedAmount = rarely(20, fc.constantFrom(0, 0.1, 0.1, 0.2, 0.5, 0.5, 1, 1, 1.5), oddAmount);
const limitAmount = fc.constantFrom(0, 0.1, 0.5, 1, 2, 2.5, 4, 8);

/** A resource that tasks ask and evaluators weigh. */
export const resourceName: fc.Arbitrary<string> = rarely(
  8,
  fc.constantFrom("cpus", "mem"),
  fc.constantFrom("gpus", "gpus@k=v", "disk", "disk@revocable", "__proto__", "constructor", "2"),
);

/** Names of resources that are scarce, scalars or devices; each may come twice. */
export const scarceNames: fc.Arbitrary<readonly string[]> = fc.array(
  fc.constantFrom(
    "gpu",
    "gpu",
    "gpus",
    "eni",
    "fpga",
    "disk",
    "mem",
    "cpus",
    "2",
    "__proto__",
    "disk@revocable",
  ),
  { maxLength: 3 },
);

/** What an offer gives. */
export const offeredScalars: fc.Arbitrary<Scalars> = fc
  .tuple(scalarsOf(offeredAmount), rarely(3, fc.constant({}), dictionaryOf(resourceName, offeredAmount, 3)))
  .map(([usual, more]) => ({ ...usual, ...more }));
/** What a task asks. */
export const askedScalars: fc.Arbitrary<Scalars> = scalarsOf(askedAmount);
/** What a group may hold. */
export const limitScalars: fc.Arbitrary<Scalars> = dictionaryOf(resourceName, limitAmount, 2);

function scalarsOf(amount: fc.Arbitrary<number>): fc.Arbitrary<Scalars> {
  const usual = fc.record({ cpus: amount, mem: amount }, { noNullPrototype: true });
  return rarely<Scalars>(10, usual, dictionaryOf(resourceName, amount, 4));
}
