// What can be wrong with constraints and fitness evaluators: every field, by its type.

import {
  bad,
  badAttributeValue,
  badFunction,
  badList,
  badListOf,
  badObject,
  badText,
  badWeight,
  badWhole,
  element,
  field,
  optional,
  type Bad,
} from "./bad.ts";
import { constraints } from "./nouns.ts";

export const badKind: readonly Bad[] = [
  ...badText,
  bad("unknown", "nearby"),
  bad("of an object's own", "constructor"),
];
export const goodIds = { ids: ["t7"] };

const badAmong: readonly Bad[] = [
  ...badObject,
  bad("neither a group nor ids", {}),
  bad("a group and ids", { group: "db", ids: ["t1"] }),
  ...field({}, "group", optional(badText)),
  ...field(goodIds, "ids", optional(badListOf("t8", badText))),
];

const badPattern: readonly Bad[] = [
  ...badText.filter(({ what }) => what !== "empty"),
  ...["(", "a{2,1}", "[z-a]", "*", "a**", String.raw`(a)\1`, "(?=a)", "(?<!a)b", "\\"].map((pattern) =>
    bad(`pattern ${pattern}`, pattern),
  ),
  bad("too long", "a".repeat(1001)),
  bad("of too many repeats", "(a{1000}){1000}"),
];

/** Parts of constraints that are wrong, by the field's name; `constraint` and `constraints` follow below. */
const badParts: Readonly<Record<string, readonly Bad[]>> = {
  kind: badKind,
  name: badText,
  value: badAttributeValue,
  values: badListOf("a", badAttributeValue),
  pattern: badPattern,
  attribute: badText,
  among: optional(badAmong),
  expectedValues: optional(badWhole(0)),
  maxSkew: optional(badWhole(1)),
  n: badWhole(0),
  prepare: badFunction,
  constraint: badObject,
  constraints: badListOf({ kind: "exclusive" }, badObject),
};

export function badConstraint(constraint: object, isPending: boolean): readonly Bad[] {
  return Object.keys(constraint).flatMap((name) => {
    const bads = name === "prepare" && !isPending ? [] : (badParts[name] ?? []);
    return field(
      constraint,
      name,
      name === "attribute" && mayLackAttribute(constraint) ? optional(bads) : bads,
    );
  });
}

function mayLackAttribute(constraint: object): boolean {
  return "kind" in constraint && (constraint.kind === "near" || constraint.kind === "awayFrom");
}

function nestedIn(bads: readonly Bad[]): readonly Bad[] {
  return bads.flatMap((each) => [
    ...field({ kind: "not" }, "constraint", [each]),
    ...field({ kind: "allOf" }, "constraints", element([{ kind: "exclusive" }, null], 1, [each])),
    ...field({ kind: "anyOf" }, "constraints", element([null], 0, [each])),
  ]);
}

/** `wrap` applied so many times. */
export function wrapped<T>(times: number, value: T, wrap: (inner: T) => T): T {
  let whole = value;
  for (let i = 0; i < times; i++) whole = wrap(whole);
  return whole;
}

const tooDeep = wrapped<object>(65, { kind: "exclusive" }, (constraint) => ({ kind: "not", constraint }));
const muchTooDeep = wrapped<object>(20_000, { kind: "exclusive" }, (constraint) => ({
  kind: "not",
  constraint,
}));
const deepPath = Array.from({ length: 65 }, () => "constraint").join(".");

export function badConstraints(isPending: boolean): readonly Bad[] {
  const each = constraints.flatMap((constraint, at) =>
    element(constraints, at, badConstraint(constraint, isPending)),
  );
  const simple = badConstraint({ kind: "maxPer", attribute: "rack", n: 1 }, isPending);
  return [
    ...badListOf({ kind: "exclusive" }, badObject),
    ...each,
    ...element([null], 0, nestedIn(nestedIn(simple))),
    bad("nested too deep", [tooDeep], `[0].${deepPath}`),
    bad("nested much too deep", [muchTooDeep], `[0].${deepPath}`),
  ];
}

const names = badListOf("cpus", badText);
const deepFitness = wrapped<object>(65, { kind: "binPack", resources: ["cpus"] }, (inner) => ({
  kind: "weighted",
  parts: [[inner, 1]],
}));
const deepFitnessPath = Array.from({ length: 65 }, () => "parts[0][0]").join(".");
const pack = { kind: "binPack", resources: ["cpus"] };

export const badFitness: readonly Bad[] = [
  ...badObject,
  ...field(pack, "kind", badKind),
  ...field(pack, "resources", [...names, bad("empty", [])]),
  ...field({ kind: "spread" }, "resources", [...names, bad("empty", [])]),
  ...field({ kind: "locality" }, "levels", [...names, bad("empty", [])]),
  ...field({ kind: "weighted" }, "parts", badList),
  ...field({ kind: "weighted" }, "parts", [
    bad("empty", []),
    bad("all of weight 0", [
      [pack, 0],
      [pack, 0],
    ]),
    bad("of one", [[pack]], "[0]"),
    bad("of three", [[pack, 1, 1]], "[0]"),
    ...element([[pack, 1], null], 1, badList),
    ...element([[pack, 1]], 0, element([pack, 1], 0, badObject)),
    ...element([[pack, 1]], 0, element([pack, 1], 1, badWeight)),
  ]),
  ...field({ kind: "customFitness", prepare: () => () => 1 }, "name", badText),
  bad("nested too deep", deepFitness, deepFitnessPath),
];
export const badPendingFitness: readonly Bad[] = [
  ...badFitness,
  ...field({ kind: "customFitness", name: "f" }, "prepare", badFunction),
];
