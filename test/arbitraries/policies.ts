import fc from "fast-check";
import type { Hold, Policy, Weights } from "../../src/index.ts";
import { limitScalars } from "./amounts.ts";
import type { Customs } from "./constraints.ts";
import { fitness } from "./fitness.ts";
import { group, role } from "./names.ts";
import { dictionaryOf, rarely, shapeOf } from "./shapes.ts";
import { durationMs } from "./times.ts";

const weight = fc.constantFrom(0, 1, 15, 35, 50, 0.1);

const weights = shapeOf<Weights>({ fitness: weight, preferences: weight, devices: weight }, [
  "fitness",
  "preferences",
  "devices",
]);

const hold = shapeOf<Hold>(
  { forMs: fc.constantFrom(0, 1, 10, 1000, 60_000), maxDeclines: fc.nat({ max: 4 }) },
  ["forMs"],
);

/** A policy, each of its parts often left to its default. */
export function policy(customs: Customs = "all"): fc.Arbitrary<Policy> {
  const judging = shapeOf<Pick<Policy, "fitness" | "weights" | "roles" | "assumedDurationMs">>(
    {
      fitness: fitness(customs),
      weights,
      roles: fc.uniqueArray(role, { maxLength: 2 }),
      assumedDurationMs: durationMs,
    },
    [],
  );
  const limiting = shapeOf<Pick<Policy, "goodEnough" | "groupLimits" | "maxAssignments" | "hold">>(
    {
      goodEnough: fc.constantFrom(0, 0.2, 0.5, 0.75, 0.9, 1),
      groupLimits: dictionaryOf(group, limitScalars, 2),
      maxAssignments: fc.nat({ max: 10 }),
      hold,
    },
    [],
  );
  return rarely<Policy>(
    3,
    judging,
    fc.tuple(judging, limiting).map(([one, other]) => ({ ...one, ...other })),
  );
}
