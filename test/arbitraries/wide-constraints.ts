import fc from "fast-check";
import type { Among, BalanceOptions, Constraint } from "../../src/index.ts";
import {
  allOf,
  anyOf,
  attributeIn,
  attributeIs,
  attributeLike,
  awayFrom,
  balancedBy,
  exclusive,
  hasAttribute,
  maxPer,
  near,
  not,
  sameBy,
  uniqueBy,
} from "../../src/index.ts";
import { shapeOf } from "./shapes.ts";
import { wideCustomConstraint } from "./wide-evaluators.ts";

const attribute = fc.constantFrom("zone", "zone", "rack", "hostname", "agentId", "kind");

const among: fc.Arbitrary<Among | undefined> = fc.constantFrom<(Among | undefined)[]>(
  undefined,
  undefined,
  undefined,
  { group: "web" },
  { ids: ["r17", "t0", "t3", "r4"] },
);

const balanceOptions = shapeOf<BalanceOptions>(
  { expectedValues: fc.integer({ min: 1, max: 5 }), maxSkew: fc.integer({ min: 1, max: 3 }) },
  [],
);

const ofAttributes: fc.Arbitrary<Constraint> = fc.constantFrom<Constraint[]>(
  attributeIs("kind", "gold"),
  attributeIs("zone", "z1"),
  attributeIs("rack", 3),
  attributeIs("hostname", "h7919"),
  attributeIn("kind", ["gold", "silver"]),
  attributeIn("agentId", ["a3", "a70", "a150", "a151", "n2"]),
  attributeIn("rack", ["r0", "r2", 1]),
  attributeLike("hostname", "h\\d*[13]"),
  attributeLike("zone", "z[02]"),
  hasAttribute("kind"),
  hasAttribute("zone"),
);

const ofCoTasks: fc.Arbitrary<Constraint> = fc.oneof<fc.Arbitrary<Constraint>[]>(
  fc.tuple(attribute, among).map(([name, picked]) => uniqueBy(name, picked)),
  fc
    .tuple(attribute, fc.integer({ min: 1, max: 6 }), among)
    .map(([name, n, picked]) => maxPer(name, n, picked)),
  fc
    .tuple(attribute, balanceOptions, among)
    .map(([name, options, picked]) => balancedBy(name, options, picked)),
  fc
    .tuple(attribute, balanceOptions, among)
    .map(([name, options, picked]) => balancedBy(name, options, picked)),
  fc.tuple(attribute, among).map(([name, picked]) => sameBy(name, picked)),
  fc.tuple(among, attribute).map(([picked, name]) => near(picked, name)),
  fc.tuple(among, attribute).map(([picked, name]) => awayFrom(picked, name)),
);

/** A constraint of any kind, and shallow trees of them. */
export function wideConstraint({
  hasCustoms = true,
}: { readonly hasCustoms?: boolean } = {}): fc.Arbitrary<Constraint> {
  const leaf = fc.oneof(
    { weight: 2, arbitrary: ofAttributes },
    { weight: 6, arbitrary: ofCoTasks },
    { weight: hasCustoms ? 1 : 0, arbitrary: wideCustomConstraint },
  );
  const pair = fc.tuple(leaf, leaf);
  return fc.oneof(
    { weight: 12, arbitrary: leaf },
    { weight: 1, arbitrary: pair.map(([one, other]) => allOf(one, other)) },
    { weight: 2, arbitrary: pair.map(([one, other]) => anyOf(one, other)) },
    { weight: 1, arbitrary: leaf.map((one) => not(one)) },
    { weight: 1, arbitrary: pair.map(([one, other]) => anyOf(allOf(one, other), not(one))) },
    { weight: 1, arbitrary: fc.constantFrom(exclusive(), not(exclusive())) },
  );
}
