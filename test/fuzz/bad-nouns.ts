// What can be wrong with each noun: every field, by its type.

import { bad, badAmount, badAttributes, badAttributeValue, badCapacity, badFunction, badList } from "./bad.ts";
import { badListOf, badObject, badPositiveWeight, badScalars, badShare, badDuration, badText } from "./bad.ts";
import { badTime, badWeight, badWhole, element, field, optional, type Bad } from "./bad.ts";
import { constraints, events, fitness, offer, policy, preferences, running, task } from "./nouns.ts";

const badPort = badWhole(0, 65535);
const good = [31000, 31009] as const;

const badPortRange: readonly Bad[] = [
  ...badList,
  bad("of one port", [31000]),
  bad("of three ports", [1, 2, 3]),
  bad("empty", []),
  bad("reversed", [31009, 31000]),
  ...element(good, 0, badPort),
  ...element(good, 1, badPort),
];

const badOfferedPorts: readonly Bad[] = [
  ...badListOf([1, 2], badPortRange),
  bad("touched twice", [[1, 10], [10, 20]], "[1]"), // prettier-ignore
  bad("out of order and touched twice", [[10, 20], [1, 10]], "[0]"), // prettier-ignore
  bad("a range within another", [[5, 6], [1, 100], [200, 300]], "[0]"), // prettier-ignore
  bad("a range twice", [[7, 7], [7, 7]], "[1]"), // prettier-ignore
  bad("text", ["31000-32000"], "[0]"),
];

const deviceSet = { name: "gpu", count: 4, capacity: 1 };

const badDeviceSets: readonly Bad[] = [
  ...badListOf({ ...deviceSet, name: "eni" }, badObject),
  ...element([deviceSet], 0, field(deviceSet, "name", badText)),
  ...element([deviceSet], 0, field(deviceSet, "count", badWhole(0, 4096))),
  ...element([deviceSet], 0, field(deviceSet, "capacity", badCapacity)),
  bad("a name twice", [deviceSet, { ...deviceSet, count: 1 }], "[1].name"),
];

export const badOffer: readonly Bad[] = [
  ...badObject,
  ...field(offer, "id", badText),
  ...field(offer, "agentId", badText),
  ...field(offer, "hostname", badText),
  ...field(offer, "role", optional(badText)),
  ...field(offer, "resources", badScalars),
  ...field(offer, "ports", optional(badOfferedPorts)),
  ...field(offer, "devices", optional(badDeviceSets)),
  ...field(offer, "attributes", optional(badAttributes)),
  ...field(offer, "receivedAtMs", optional(badTime)),
];

const badKind: readonly Bad[] = [...badText, bad("unknown", "nearby"), bad("of an object's own", "constructor")];
const goodIds = { ids: ["t7"] };

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

function badConstraint(constraint: object, isPending: boolean): readonly Bad[] {
  return Object.keys(constraint).flatMap((name) => {
    const bads = name === "prepare" && !isPending ? [] : (badParts[name] ?? []);
    const mayLack = name === "attribute" && "kind" in constraint && constraint.kind !== "uniqueBy";
    return field(constraint, name, mayLack ? optional(bads) : bads);
  });
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
const muchTooDeep = wrapped<object>(20_000, { kind: "exclusive" }, (constraint) => ({ kind: "not", constraint }));
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
    bad("all of weight 0", [[pack, 0], [pack, 0]]), // prettier-ignore
    bad("of one", [[pack]], "[0]"),
    bad("of three", [[pack, 1, 1]], "[0]"),
    ...element([[pack, 1], null], 1, badList), // prettier-ignore
    ...element([[pack, 1]], 0, element([pack, 1], 0, badObject)),
    ...element([[pack, 1]], 0, element([pack, 1], 1, badWeight)),
  ]),
  ...field({ kind: "customFitness", prepare: () => () => 1 }, "name", badText),
  bad("nested too deep", deepFitness, deepFitnessPath),
];
const badPendingFitness = [...badFitness, ...field({ kind: "customFitness", name: "f" }, "prepare", badFunction)];

function badPreferences(isPending: boolean): readonly Bad[] {
  const high = { kind: "preferHigh", fitness, weight: 1 };
  const soft = { kind: "prefer", constraint: { kind: "exclusive" }, weight: 1 };
  return [
    ...badListOf(soft, badObject),
    ...element(preferences, 0, field(soft, "kind", badKind)),
    ...element(preferences, 0, field(soft, "weight", badPositiveWeight)),
    ...element(preferences, 0, field(soft, "constraint", badConstraint({ kind: "near", among: goodIds }, true))),
    ...element(preferences, 1, field(high, "weight", badPositiveWeight)),
    ...element(preferences, 1, field(high, "fitness", isPending ? badPendingFitness : badFitness)),
  ];
}

const badPortRequest: readonly Bad[] = [
  ...badPort.filter(({ value }) => !Array.isArray(value)),
  ...badPortRange.filter(({ value }) => Array.isArray(value)),
  bad("another word", "some"),
];
const badRequestedPorts: readonly Bad[] = [
  ...badWhole(0, 65536).filter(({ value }) => !Array.isArray(value)),
  ...element(["any", 80, [1, 2]], 1, badPortRequest),
];

const request = { name: "gpu", units: 0.5, count: 2, binding: "blue" };
const badRequests: readonly Bad[] = [
  ...badListOf(request, badObject),
  ...element([request], 0, field(request, "name", badText)),
  ...element([request], 0, field(request, "units", badAmount)),
  ...element([request], 0, field(request, "count", optional(badWhole(1, 4096)))),
  ...element([request], 0, field(request, "binding", optional(badText))),
];

/** What can be wrong with a task, pending or running. */
export function badTask(isPending: boolean): readonly Bad[] {
  return [
    ...badObject,
    ...field(task, "id", badText),
    ...field(task, "group", optional(badText)),
    ...field(task, "role", optional(badText)),
    ...field(task, "resources", badScalars),
    ...field(task, "ports", optional(badRequestedPorts)),
    ...field(task, "devices", optional(badRequests)),
    ...field(task, "constraints", optional(badConstraints(isPending))),
    ...field(task, "preferences", optional(badPreferences(isPending))),
    ...field(task, "locations", optional(badAttributes)),
  ];
}

const grant = { name: "gpu", index: 0, units: 0.5, binding: "blue" };
const badGrants: readonly Bad[] = [
  ...badListOf(grant, badObject),
  ...element([grant], 0, field(grant, "name", badText)),
  ...element([grant], 0, field(grant, "index", badWhole(0))),
  ...element([grant], 0, field(grant, "units", badAmount)),
  ...element([grant], 0, field(grant, "binding", optional(badText))),
];

export const badRunning: readonly Bad[] = [
  ...badObject,
  ...field(running, "task", badTask(false)),
  ...field(running, "agentId", badText),
  ...field(running, "hostname", badText),
  ...field(running, "ports", optional(badListOf(31000, badPort))),
  ...field(running, "devices", optional(badGrants)),
];

export const badPolicy: readonly Bad[] = [
  ...optional(badObject),
  ...field(policy, "fitness", optional(badPendingFitness)),
  ...field(policy, "weights", optional(badObject)),
  ...["fitness", "preferences", "devices"].flatMap((part) =>
    field(policy, "weights", field({ fitness: 1, preferences: 1, devices: 1 }, part, badWeight)),
  ),
  ...field(policy, "goodEnough", optional(badShare)),
  ...field(policy, "groupLimits", optional(badObject)),
  ...field(policy, "groupLimits", field({ db: { cpus: 1 } }, "web", badScalars)),
  bad("groupLimits of a group with a space", { groupLimits: { "a b": 1 } }, 'groupLimits["a b"]'),
  ...field(policy, "maxAssignments", optional(badWhole(0))),
  ...field(policy, "hold", optional(badObject)),
  ...field(policy, "hold", field({ maxDeclines: 1 }, "forMs", badDuration)),
  ...field(policy, "hold", field({ forMs: 1 }, "maxDeclines", optional(badWhole(0)))),
  ...field(policy, "roles", optional(badListOf("ads", badText))),
];

/** Per type of event its fields, and what can be wrong with each. */
const badEventFields: readonly (readonly [name: string, bads: readonly Bad[]])[][] = [
  [["offers", badListOf({ ...offer, id: "o6" }, badOffer)]],
  [["offerId", badText]],
  [["running", badRunning]],
  [["taskId", badText]],
  [["agentId", badText]],
  [
    ["agentId", badText],
    ["untilMs", badTime],
  ],
  [["agentId", badText]],
  [
    ["attribute", badText],
    ["values", badListOf("a", badAttributeValue).filter(({ value }) => value !== null)],
  ],
];

export const badEvent: readonly Bad[] = [
  ...badObject,
  ...events.flatMap((event, i) => [
    ...field(event, "type", badKind),
    ...(badEventFields[i] ?? []).flatMap(([name, bads]) => field(event, name, bads)),
  ]),
];
