import { recordAll, recordedOf } from "./finding.ts";
import { outcomeIn, type Expected } from "./golden.ts";
import { couldReject } from "./model/rejection.ts";
import type { Answer, Refusal } from "./model/round.ts";
import { combinedOf, within } from "./model/score.ts";

/** What is compared with a vector; it has no part of a score, only Fenzo's combined number. */
export interface Told {
  readonly assigned: readonly unknown[];
  readonly failed: readonly unknown[];
  readonly unreported: readonly string[];
  readonly offersUsed: Readonly<Record<string, readonly string[]>>;
  readonly offersHeld: readonly string[];
  readonly offersRejected: readonly string[];
}

/** What a vector tells of a round. */
export function toldByFenzo(expected: Expected): Told | "no outcome" {
  if ("throws" in expected) return "no outcome";
  const { assigned, failed, unreported = [], offersUsed, offersHeld, offersRejected = [] } = expected;
  return {
    assigned: assigned.map(({ task, host, ports = [], fitness, sets = [] }) => ({
      task,
      host,
      ports,
      sets,
      fitness: fitness === "NaN" ? Number.NaN : fitness,
    })),
    failed: recordedOf(failed),
    unreported: unreported.toSorted(),
    offersUsed,
    offersHeld,
    offersRejected,
  };
}

/**
 * The model's answer as the vector would tell it. What the input leaves open is taken from the vector where the answer allows it: which of
 * several old offers are rejected, and the last digits of a score within the tolerance.
 */
export function tellAsFenzo(
  expected: Expected,
  answer: Answer | Refusal,
  tolerance: number,
): Told | "no outcome" {
  if ("refusal" in answer) return "no outcome";
  const { expired, rejection } = answer;
  const { assigned, offersRejected = [] } = outcomeIn(expected);
  const forAge = offersRejected.filter((id) => !expired.includes(id));
  const rejected = couldReject(rejection, forAge) ? forAge : rejection.certain;
  return {
    assigned: answer.placements.map(({ task, host, ports, grants, parts }, at) => ({
      task,
      host,
      ports,
      sets: grants.map(({ set, index, value, fitness }) => ({ set, index, value, fitness })),
      fitness: within(tolerance, combinedOf(parts), assigned[at]?.fitness),
    })),
    failed: recordAll(answer.reports),
    unreported: [...answer.unreported, ...answer.postponed].toSorted(),
    offersUsed: answer.used,
    offersHeld: answer.kept.filter((id) => !rejected.includes(id)).toSorted(),
    offersRejected: [...expired, ...rejected].toSorted(),
  };
}
