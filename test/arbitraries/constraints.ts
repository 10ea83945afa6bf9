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
import { attributeName, attributeValue } from "./attributes.ts";
import { customConstraints } from "./evaluators.ts";
import { group, taskId } from "./names.ts";
import { rarely, shapeOf } from "./shapes.ts";

/** Which custom evaluators to meet: none, those that see no difference between running and assigned, or all. */
export type Customs = "none" | "timeless" | "all";

/** Patterns that mean the same in RE2 and in ECMAScript. */
const pattern = fc.constantFrom(
  "x",
  "[xy]",
  "x|1",
  "x.*",
  ".",
  ".+",
  "",
  "\\d+",
  "-?\\d\\.5",
  "[^x]",
  "h[12]",
  "(a|b)1",
);

const among: fc.Arbitrary<Among | undefined> = fc.oneof(
  { weight: 4, arbitrary: fc.constant(undefined) },
  fc.record({ group }, { noNullPrototype: true }),
  fc.record({ ids: fc.array(taskId, { maxLength: 4 }) }, { noNullPrototype: true }),
);

const balanceOptions = shapeOf<BalanceOptions>(
  { expectedValues: fc.nat({ max: 4 }), maxSkew: fc.integer({ min: 1, max: 3 }) },
  [],
);

const ofAttributes: fc.Arbitrary<Constraint> = fc.oneof(
  fc.tuple(attributeName, attributeValue).map(([name, value]) => attributeIs(name, value)),
  fc
    .tuple(attributeName, fc.array(attributeValue, { maxLength: 3 }))
    .map(([name, values]) => attributeIn(name, values)),
  fc.tuple(attributeName, pattern).map(([name, text]) => attributeLike(name, text)),
  attributeName.map((name) => hasAttribute(name)),
);

const ofCoTasks: fc.Arbitrary<Constraint> = fc.oneof(
  fc.tuple(attributeName, among).map(([name, picked]) => uniqueBy(name, picked)),
  fc
    .tuple(attributeName, balanceOptions, among)
    .map(([name, options, picked]) => balancedBy(name, options, picked)),
  fc.tuple(attributeName, fc.nat({ max: 3 }), among).map(([name, n, picked]) => maxPer(name, n, picked)),
  fc.tuple(attributeName, among).map(([name, picked]) => sameBy(name, picked)),
  fc.tuple(among, fc.option(attributeName, { nil: undefined })).map(([picked, name]) => near(picked, name)),
  fc
    .tuple(among, fc.option(attributeName, { nil: undefined }))
    .map(([picked, name]) => awayFrom(picked, name)),
);

/** A constraint of any kind, trees of them among them. */
export function constraint(customs: Customs = "all"): fc.Arbitrary<Constraint> {
  const leaves: fc.WeightedArbitrary<Constraint>[] = [
    { weight: 4, arbitrary: ofAttributes },
    { weight: 6, arbitrary: ofCoTasks },
    { weight: 1, arbitrary: fc.constant(exclusive()) },
  ];
  if (customs !== "none") leaves.push({ weight: 1, arbitrary: customConstraints(customs === "all") });
  const leaf = rarely(
    15,
    fc.oneof(...leaves),
    fc.tuple(fc.oneof(...leaves), fc.integer({ min: 2, max: 40 })).map(nested),
  );
  const { tree } = fc.letrec<{ tree: Constraint }>((tie) => {
    const branches = fc.array(tie("tree"), { maxLength: 3, depthIdentifier: "constraint" });
    return {
      tree: fc.oneof(
        { maxDepth: 4, depthSize: "small", depthIdentifier: "constraint" },
        { weight: 8, arbitrary: leaf },
        { weight: 1, arbitrary: branches.map((parts) => allOf(...parts)) },
        { weight: 1, arbitrary: branches.map((parts) => anyOf(...parts)) },
        { weight: 1, arbitrary: tie("tree").map((part) => not(part)) },
      ),
    };
  });
  return tree;
}

/** The constraint, denied so many times. */
function nested([inner, depth]: readonly [Constraint, number]): Constraint {
  let made = inner;
  for (let level = 0; level < depth; level++) made = level % 3 === 0 ? allOf(made) : not(made);
  return made;
}
