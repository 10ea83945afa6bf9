import fc from "fast-check";
import { attributeIs, balancedBy, prefer, preferHigh, type Preference } from "../../src/index.ts";
import type { Scenario } from "./scenarios.ts";
import { wideFitness } from "./wide-tasks.ts";
import { wideScenario } from "./wide.ts";

const weight = fc.constantFrom(1, 1, 2, 0.1, 15, 35);

const beside = fc.constantFrom(
  attributeIs("zone", "z1"),
  attributeIs("rack", "r2"),
  balancedBy("zone"),
  balancedBy("rack"),
);

/** Preferences of which most pack or spread. */
const preferences: fc.Arbitrary<readonly Preference[]> = fc.array(
  fc.oneof<fc.MaybeWeightedArbitrary<Preference>[]>(
    {
      weight: 2,
      arbitrary: fc.tuple(wideFitness(), weight).map(([one, many]) => preferHigh(one, many)),
    },
    { weight: 1, arbitrary: fc.tuple(beside, weight).map(([one, many]) => prefer(one, many)) },
  ),
  { minLength: 1, maxLength: 3 },
);

/** A round over hundreds of agents in which most tasks have one of a few lists of preferences, of which most pack or spread. */
export function likingScenario(): fc.Arbitrary<Scenario> {
  return fc
    .record({
      given: wideScenario(),
      lists: fc.array(preferences, { minLength: 1, maxLength: 6 }),
    })
    .map(({ given, lists }) => ({
      ...given,
      tasks: given.tasks.map((task, i) => {
        const own = lists[i % (lists.length + 1)];
        return own === undefined ? task : { ...task, preferences: own };
      }),
    }));
}
