import { describe, expect, it } from "vitest";
import { clusterOf, emptyCluster, match, update } from "../../src/index.ts";
import { describe as describeValue } from "../../src/model/input/expect.ts";
import { offer, refusalText, runningOn, task } from "../support/build.ts";

// The sentences that the users of a scheduler read.

const offerWith = (fields: object) => () =>
  refusalText(() => clusterOf([offer(), offer({ id: "o2", ...fields })]));
const taskWith = (fields: object) => () =>
  refusalText(() => match({ cluster: emptyCluster, tasks: [task(fields)], nowMs: 0 }));
const policyWith = (policy: object) => () =>
  refusalText(() => match({ cluster: emptyCluster, tasks: [], policy, nowMs: 0 }));
const eventOf = (event: unknown) => () => refusalText(() => update(emptyCluster, [event as never]));
const runningWith = (fields: object) => () =>
  refusalText(() => clusterOf([], [{ ...runningOn(1, {}), ...fields }]));

const constraintKinds =
  "attributeIs, attributeIn, attributeLike, hasAttribute, uniqueBy, balancedBy, maxPer, sameBy, exclusive, near, awayFrom, allOf, anyOf, not, customConstraint";
const eventTypes =
  "offers-received, offer-rescinded, task-started, task-ended, executor-ended, agent-lost, agent-disabled, agent-enabled, active-groups-set, scarce-set";

describe("what is refused is told in one sentence", () => {
  const sentences: readonly (readonly [call: () => string, expected: string])[] = [
    [offerWith({ resources: { cpus: -1 } }), "offers[1].resources.cpus is -1, expected a number ≥ 0"],
    [
      offerWith({ resources: { cpus: Number.NaN } }),
      "offers[1].resources.cpus is NaN, expected a number ≥ 0",
    ],
    [
      offerWith({ resources: { cpus: Infinity } }),
      "offers[1].resources.cpus is Infinity, expected a number ≤ 9007199254740",
    ],
    [offerWith({ resources: { "": 1 } }), 'offers[1].resources[""] is 1, expected a resource with a name'],
    [offerWith({ id: "" }), 'offers[1].id is "", expected a non-empty string'],
    [offerWith({ ports: 7 }), "offers[1].ports is 7, expected an array"],
    [
      offerWith({ ports: [[1, 65536]] }),
      "offers[1].ports[0][1] is 65536, expected a whole number within 0..65535",
    ],
    [
      offerWith({ ports: [[1.5, 2]] }),
      "offers[1].ports[0][0] is 1.5, expected a whole number within 0..65535",
    ],
    [
      offerWith({ ports: [[2, 1]] }),
      "offers[1].ports[0] is [2, 1], expected a range whose first port is not after its last",
    ],
    [offerWith({ ports: [[2]] }), "offers[1].ports[0] is [2], expected a range [first, last]"],
    [
      offerWith({
        ports: [
          [20, 30],
          [1, 20],
        ],
      }),
      "offers[1].ports[0] is [20, 30], expected a range that does not overlap [1, 20]",
    ],
    [
      offerWith({
        ports: [
          [15, 30],
          [10, 20],
          [1, 2],
        ],
      }),
      "offers[1].ports[0] is [15, 30], expected a range that does not overlap [10, 20]",
    ],
    [
      offerWith({ devices: [{ name: "gpu", count: 4097, capacity: 1 }] }),
      "offers[1].devices[0].count is 4097, expected a whole number within 0..4096",
    ],
    [
      offerWith({ devices: [{ name: "gpu", count: 1, capacity: 0 }] }),
      "offers[1].devices[0].capacity is 0, expected a number ≥ 0.001",
    ],
    [
      offerWith({
        devices: [
          { name: "g", count: 1, capacity: 1 },
          { name: "g", count: 1, capacity: 1 },
        ],
      }),
      'offers[1].devices[1].name is "g", expected a name that no other set of the agent has',
    ],
    [
      offerWith({ attributes: { rack: null } }),
      "offers[1].attributes.rack is null, expected a string, a finite number or an array of these",
    ],
    [
      offerWith({ attributes: { "": 1 } }),
      'offers[1].attributes[""] is 1, expected an attribute with a name',
    ],
    [
      offerWith({ attributes: { rack: [{}] } }),
      "offers[1].attributes.rack[0] is an object, expected a string or a finite number",
    ],
    [
      offerWith({ attributes: { "the rack": ["r1", null] } }),
      'offers[1].attributes["the rack"][1] is null, expected a string or a finite number',
    ],
    [offerWith({ receivedAtMs: "now" }), 'offers[1].receivedAtMs is "now", expected a finite number'],
    [() => refusalText(() => clusterOf([null as never])), "offers[0] is null, expected an object"],
    [runningWith({ task: task({ id: "" }) }), 'running[0].task.id is "", expected a non-empty string'],
    [
      runningWith({ ports: [70000] }),
      "running[0].ports[0] is 70000, expected a whole number within 0..65535",
    ],
    [
      runningWith({ devices: [{ name: "gpu", index: -1, units: 1 }] }),
      "running[0].devices[0].index is -1, expected a whole number ≥ 0",
    ],
    [taskWith({ ports: "80" }), 'tasks[0].ports is "80", expected a count or an array of port requests'],
    [
      taskWith({ ports: ["80"] }),
      'tasks[0].ports[0] is "80", expected "any", a port or a range [first, last]',
    ],
    [taskWith({ ports: 65537 }), "tasks[0].ports is 65537, expected a whole number within 0..65536"],
    [
      taskWith({ devices: [{ name: "gpu", units: 1, count: 0 }] }),
      "tasks[0].devices[0].count is 0, expected a whole number within 1..4096",
    ],
    [
      taskWith({ constraints: [{ kind: "unique" }] }),
      `tasks[0].constraints[0].kind is "unique", expected one of ${constraintKinds}`,
    ],
    [
      taskWith({ constraints: [{ kind: ["exclusive"] }] }),
      `tasks[0].constraints[0].kind is an array of 1, expected one of ${constraintKinds}`,
    ],
    [
      taskWith({ constraints: [{ kind: "maxPer", attribute: "zone", n: -1 }] }),
      "tasks[0].constraints[0].n is -1, expected a whole number ≥ 0",
    ],
    [
      taskWith({ constraints: [{ kind: "balancedBy", attribute: "zone", maxSkew: 0 }] }),
      "tasks[0].constraints[0].maxSkew is 0, expected a whole number ≥ 1",
    ],
    [
      taskWith({ constraints: [{ kind: "uniqueBy", attribute: "zone", among: {} }] }),
      "tasks[0].constraints[0].among is an object, expected either a group or ids",
    ],
    [
      taskWith({ constraints: [{ kind: "attributeLike", name: "rack", pattern: 7 }] }),
      "tasks[0].constraints[0].pattern is 7, expected a pattern",
    ],
    [
      taskWith({ constraints: [{ kind: "customConstraint", name: "mine" }] }),
      "tasks[0].constraints[0].prepare is undefined, expected a function",
    ],
    [
      taskWith({ preferences: [{ kind: "like" }] }),
      'tasks[0].preferences[0].kind is "like", expected one of prefer, preferHigh',
    ],
    [
      taskWith({ preferences: [{ kind: "prefer", constraint: { kind: "exclusive" }, weight: 0 }] }),
      "tasks[0].preferences[0].weight is 0, expected a number > 0, at most 1000000000",
    ],
    [
      policyWith({ fitness: { kind: "pack" } }),
      'policy.fitness.kind is "pack", expected one of binPack, spread, locality, weighted, customFitness',
    ],
    [
      policyWith({ fitness: { kind: "binPack", resources: [] } }),
      "policy.fitness.resources is an array of 0, expected at least one name",
    ],
    [
      policyWith({ fitness: { kind: "weighted", parts: [[{ kind: "spread", resources: ["cpus"] }, 0]] } }),
      "policy.fitness.parts is an array of 1, expected at least one part with a weight > 0",
    ],
    [
      policyWith({ fitness: { kind: "weighted", parts: [[1, 2, 3]] } }),
      "policy.fitness.parts[0] is an array of 3, expected a pair [fitness, weight]",
    ],
    [
      policyWith({ weights: { fitness: -1, preferences: 0, devices: 0 } }),
      "policy.weights.fitness is -1, expected a number within 0..1000000000",
    ],
    [policyWith({ goodEnough: 2 }), "policy.goodEnough is 2, expected a number within 0..1"],
    [policyWith({ hold: { forMs: -1 } }), "policy.hold.forMs is -1, expected a finite number ≥ 0"],
    [
      policyWith({ groupLimits: { "a b": { cpus: "1" } } }),
      'policy.groupLimits["a b"].cpus is "1", expected a number ≥ 0',
    ],
    [eventOf({ type: "offer" }), `events[0].type is "offer", expected one of ${eventTypes}`],
    [
      eventOf({ type: "agent-disabled", agentId: "a1" }),
      "events[0].untilMs is undefined, expected a finite number",
    ],
    [() => refusalText(() => match(undefined as never)), "input is undefined, expected an object"],
  ];

  it.each(sentences.map(([call, expected]) => ({ call, expected })))("$expected", ({ call, expected }) => {
    expect(call()).toBe(expected);
  });
});

describe("an error that an input's own getter throws", () => {
  it("comes out as it is", () => {
    const cause = new Error("no id yet");
    const lazy = {
      ...offer(),
      get id(): string {
        throw cause;
      },
    };
    expect(() => clusterOf([lazy])).toThrow(cause);
    const events = [{ type: "task-started", running: { ...runningOn(1, {}), task: lazy } }] as never;
    expect(() => update(emptyCluster, events)).toThrow(cause);
  });
});

describe("a value that is refused", () => {
  it("is shown short enough to print", () => {
    expect(describeValue("a".repeat(60))).toBe(`"${"a".repeat(60)}"`);
    expect(describeValue("a".repeat(61))).toBe(`"${"a".repeat(60)}"…`);
    expect(describeValue(10n ** 60n)).toBe(`1${"0".repeat(59)}…`);
    expect(describeValue(Symbol("s".repeat(53)))).toBe(`Symbol(${"s".repeat(53)}…`);
    expect(describeValue([1, 2])).toBe("[1, 2]");
    expect(describeValue([1])).toBe("[1]");
    expect(describeValue([1, 2, 3])).toBe("an array of 3");
    expect(describeValue(["a", 1])).toBe("an array of 2");
    expect(describeValue([])).toBe("an array of 0");
    expect(describeValue({ a: 1 })).toBe("an object");
    expect(describeValue(() => 1)).toBe("a function");
    expect([null, undefined, true, 1.5, -0, 0, 10n, Symbol("s")].map(describeValue)).toEqual([
      "null",
      "undefined",
      "true",
      "1.5",
      "-0",
      "0",
      "10n",
      "Symbol(s)",
    ]);
  });
});
