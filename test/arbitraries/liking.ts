import fc from "fast-check";
import {
  attributeIs,
  balancedBy,
  binPack,
  prefer,
  preferHigh,
  spread,
  weighted,
  type Fitness,
  type Preference,
} from "../../src/index.ts";
import type { Scenario } from "./scenarios.ts";
import { rarely } from "./shapes.ts";
import { wideFitness } from "./wide-tasks.ts";
import { wideScenario } from "./wide.ts";

const weight = fc.constantFrom(1, 1, 2, 0.1, 15, 35);

const beside = fc.constantFrom(
  attributeIs("zone", "z1"),
  attributeIs("rack", "r2"),
  balancedBy("zone"),
  balancedBy("rack"),
);

/** Of what some agents lack: whether they have any is all that counts. */
const cancelling = fc.constantFrom(["disk"], ["gpus"], ["disk", "cpus"]).map((names): Fitness =>
  weighted([
    [binPack(...names), 1],
    [spread(...names), 1],
  ]),
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

/** A round over hundreds of agents in which most tasks have one of a few lists of preferences, of which most pack or spread; in some the policy does both alike. */
export function likingScenario(): fc.Arbitrary<Scenario> {
  return fc
    .record({
      given: wideScenario(),
      fitness: rarely<Fitness | undefined>(2, fc.constant(undefined), cancelling),
      lists: fc.array(preferences, { minLength: 1, maxLength: 6 }),
    })
    .map(({ given, fitness, lists }) => ({
      ...given,
      policy: fitness === undefined ? given.policy : { ...given.policy, fitness },
      tasks: given.tasks.map((task, i) => {
        const own = lists[i % (lists.length + 1)];
        return own === undefined ? task : { ...task, preferences: own };
      }),
    }));
}
