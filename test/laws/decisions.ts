import { isDeepStrictEqual } from "node:util";
import { expect } from "vitest";
import type { Round } from "../../src/index.ts";

/** Fails unless the round equals the other in every field but its work counters, of which the other has none. */
export function expectDecisions(
  { assignments, launches, declines, held, unmatched, cluster }: Round,
  expected: Omit<Round, "stats">,
): void {
  const decided = { assignments, launches, declines, held, unmatched, cluster };
  if (!isDeepStrictEqual(decided, expected)) expect(decided).toEqual(expected);
}
