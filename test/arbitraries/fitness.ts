import fc from "fast-check";
import type { Fitness, Preference } from "../../src/index.ts";
import { binPack, locality, prefer, preferHigh, spread, weighted } from "../../src/index.ts";
import { resourceName } from "./amounts.ts";
import { attributeName } from "./attributes.ts";
import type { Customs } from "./constraints.ts";
import { constraint } from "./constraints.ts";
import { customFitnesses } from "./evaluators.ts";

const weight = fc.constantFrom(1, 1, 2, 3, 0.5, 0.1, 0.2, 0.3, 0.7, 2 ** -53, 1e9);
const resources = fc.array(resourceName, { minLength: 1, maxLength: 3 });
const levels = fc.array(attributeName, { minLength: 1, maxLength: 3 });

/** A fitness of any kind, weighted trees among them. */
export function fitness(customs: Customs = "all"): fc.Arbitrary<Fitness> {
  const leaves: fc.WeightedArbitrary<Fitness>[] = [
    { weight: 3, arbitrary: resources.map((names) => binPack(...names)) },
    { weight: 2, arbitrary: resources.map((names) => spread(...names)) },
    { weight: 3, arbitrary: levels.map((names) => locality(names)) },
  ];
  if (customs !== "none") leaves.push({ weight: 1, arbitrary: customFitnesses });
  const { tree } = fc.letrec<{ tree: Fitness }>((tie) => ({
    tree: fc.oneof(
      { maxDepth: 3, depthSize: "small", depthIdentifier: "fitness" },
      { weight: 4, arbitrary: fc.oneof(...leaves) },
      {
        weight: 1,
        arbitrary: fc
          .tuple(
            fc.tuple(tie("tree"), weight),
            fc.array(fc.tuple(tie("tree"), fc.constantFrom(0, 1, 2, 0.3)), { maxLength: 2 }),
          )
          .map(([first, others]) => weighted([first, ...others])),
      },
    ),
  }));
  return tree;
}

/** What a task would rather have; at least one of them counts. */
export function preferences(customs: Customs = "all"): fc.Arbitrary<readonly Preference[]> {
  const someWeight = fc.option(weight, { nil: undefined, freq: 2 });
  const preference = fc.oneof(
    {
      weight: 3,
      arbitrary: fc.tuple(constraint(customs), someWeight).map(([one, many]) => prefer(one, many)),
    },
    {
      weight: 1,
      arbitrary: fc.tuple(fitness(customs), someWeight).map(([one, many]) => preferHigh(one, many)),
    },
  );
  return fc.array(preference, { maxLength: 3 });
}
