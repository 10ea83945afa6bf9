import { describe, expect, it } from "vitest";
import {
  autoscale,
  clusterOf,
  customFitness,
  emptyHistory,
  match,
  maxAmount,
  type AutoscaleInput,
} from "../../src/index.ts";
import { deepFreeze, offerOf, refusalText } from "../support/build.ts";
import { inputOf, rule, small, tasksOf } from "./turn.ts";

const good = deepFreeze(inputOf({ offers: [small(1), small(2)], tasks: tasksOf(5) }));
const shape = { offers: [{ resources: { cpus: 4 }, ports: [[1, 2]] }] };

/** The text with which the input is refused, with a field in the place of the good one. */
function refusedWith(fields: object): string {
  return refusalText(() => autoscale({ ...good, ...fields }));
}
const settingsWith = (fields: object) => refusedWith({ settings: { ...good.settings, ...fields } });
const ruleWith = (fields: object) =>
  settingsWith({ rules: [rule({ value: "x" }), { ...rule(), ...fields }] });
const shapeWith = (fields: object) => ruleWith({ shapes: [shape, { ...shape, ...fields }] });
const historyWith = (fields: object) => refusedWith({ history: { ...emptyHistory, ...fields } });
const past = { value: "small", shapes: [], expected: [] };
const pastWith = (fields: object) => historyWith({ rules: [past, { ...past, ...fields }] });
const roundWith = (fields: object) => refusedWith({ round: { ...good.round, ...fields } });
const away = { agentId: "a9", hostname: "h9", shape, untilMs: 5 };
const [launch] = good.round.launches;

describe("input that cannot be right is refused with its path, what was got and what is expected", () => {
  const cases: readonly (readonly [got: () => string, expected: string])[] = [
    [() => refusalText(() => autoscale(null as never)), "input is null, expected an object"],
    [() => refusedWith({ nowMs: "1" }), 'nowMs is "1", expected a finite number'],
    [
      () => refusedWith({ policy: { goodEnough: 2 } }),
      "policy.goodEnough is 2, expected a number within 0..1",
    ],
    [() => refusedWith({ tasks: [null] }), "tasks[0] is null, expected an object"],
    [() => refusedWith({ cluster: null }), "cluster is null, expected an object"],
    [
      () => refusedWith({ tasks: [...tasksOf(5), ...tasksOf(1)] }),
      'tasks[5].id is "t1", expected an id that no other task has',
    ],
    [() => roundWith({ cluster: 7 }), "round.cluster is 7, expected an object"],

    [() => refusedWith({ round: undefined }), "round is undefined, expected an object"],
    [() => roundWith({ unmatched: 7 }), "round.unmatched is 7, expected an array"],
    [() => roundWith({ unmatched: [null] }), "round.unmatched[0] is null, expected an object"],
    [
      () => roundWith({ unmatched: [{ taskId: "t1" }] }),
      "round.unmatched[0].reason is undefined, expected a non-empty string",
    ],
    [
      () => roundWith({ unmatched: [{ reason: "x" }] }),
      "round.unmatched[0].taskId is undefined, expected a non-empty string",
    ],
    [
      () => roundWith({ unmatched: [{ taskId: "t9", reason: "no-offers" }] }),
      'round.unmatched[0].taskId is "t9", expected the id of one of the tasks',
    ],
    [() => roundWith({ launches: {} }), "round.launches is an object, expected an array"],
    [() => roundWith({ launches: [1] }), "round.launches[0] is 1, expected an object"],
    [
      () => roundWith({ launches: [{ ...launch, agentId: 1 }] }),
      "round.launches[0].agentId is 1, expected a non-empty string",
    ],
    [
      () => roundWith({ launches: [{ ...launch, offerIds: 1 }] }),
      "round.launches[0].offerIds is 1, expected an array",
    ],
    [
      () => roundWith({ launches: [{ ...launch, offerIds: [1] }] }),
      "round.launches[0].offerIds[0] is 1, expected a non-empty string",
    ],
    [
      () => roundWith({ launches: [launch, { ...launch, offerIds: ["o1", "o9"] }] }),
      'round.launches[1].offerIds[1] is "o9", expected the id of an offer of the cluster',
    ],
    [
      () => roundWith({ launches: [{ ...launch, assignments: 1 }] }),
      "round.launches[0].assignments is 1, expected an array",
    ],
    [
      () => roundWith({ launches: [{ ...launch, assignments: [1] }] }),
      "round.launches[0].assignments[0] is 1, expected an object",
    ],
    [
      () => roundWith({ launches: [{ ...launch, assignments: [{}] }] }),
      "round.launches[0].assignments[0].taskId is undefined, expected a non-empty string",
    ],
    [
      () =>
        roundWith({ launches: [launch, { ...launch, assignments: [{ taskId: "t1" }, { taskId: "t9" }] }] }),
      'round.launches[1].assignments[1].taskId is "t9", expected the id of one of the tasks',
    ],
    [
      () => roundWith({ cluster: good.cluster }),
      'round.launches[0].assignments[0].taskId is "t1", expected the id of a task that runs in the round\'s cluster',
    ],
    [() => roundWith({ declines: 1 }), "round.declines is 1, expected an array"],
    [() => roundWith({ declines: [1] }), "round.declines[0] is 1, expected an object"],
    [
      () => roundWith({ declines: [{ refuseSeconds: 1 }] }),
      "round.declines[0].agentId is undefined, expected a non-empty string",
    ],
    [
      () => roundWith({ declines: [{ agentId: "a1", refuseSeconds: -1 }] }),
      "round.declines[0].refuseSeconds is -1, expected a finite number ≥ 0",
    ],

    [() => refusedWith({ settings: 1 }), "settings is 1, expected an object"],
    [() => settingsWith({ attribute: "" }), 'settings.attribute is "", expected a non-empty string'],
    [() => settingsWith({ rules: 1 }), "settings.rules is 1, expected an array"],
    [() => settingsWith({ rules: [1] }), "settings.rules[0] is 1, expected an object"],
    [
      () => settingsWith({ rules: [rule(), rule()] }),
      'settings.rules[1].value is "small", expected a value that no other rule has',
    ],
    [
      () => settingsWith({ shortfall: "guess" }),
      'settings.shortfall is "guess", expected one of trial, count',
    ],
    [
      () => settingsWith({ scaleUpDelayMs: -1 }),
      "settings.scaleUpDelayMs is -1, expected a finite number ≥ 0",
    ],
    [
      () => settingsWith({ scaleDownDelayMs: "1" }),
      'settings.scaleDownDelayMs is "1", expected a finite number ≥ 0',
    ],
    [
      () => settingsWith({ missForMs: Infinity }),
      "settings.missForMs is Infinity, expected a finite number ≥ 0",
    ],
    [
      () => settingsWith({ askAgainAfterMs: NaN }),
      "settings.askAgainAfterMs is NaN, expected a finite number ≥ 0",
    ],
    [() => settingsWith({ disableForMs: 0 }), "settings.disableForMs is 0, expected a finite number > 0"],
    [() => settingsWith({ disableForMs: -1 }), "settings.disableForMs is -1, expected a finite number > 0"],
    [() => settingsWith({ expectForMs: 0 }), "settings.expectForMs is 0, expected a finite number > 0"],
    [() => settingsWith({ giveBack: 1 }), "settings.giveBack is 1, expected an object"],
    [
      () => settingsWith({ giveBack: { preferences: 1 } }),
      "settings.giveBack.preferences is 1, expected an array",
    ],
    [
      () => settingsWith({ giveBack: { preferences: [{ kind: "x" }] } }),
      'settings.giveBack.preferences[0].kind is "x", expected one of prefer, preferHigh',
    ],
    [
      () =>
        settingsWith({
          giveBack: {
            preferences: [{ kind: "preferHigh", weight: 1, fitness: { kind: "customFitness", name: "f" } }],
          },
        }),
      "settings.giveBack.preferences[0].fitness.prepare is undefined, expected a function",
    ],
    [() => settingsWith({ giveBack: { balance: 1 } }), "settings.giveBack.balance is 1, expected an object"],
    [
      () => settingsWith({ giveBack: { balance: { attribute: 1 } } }),
      "settings.giveBack.balance.attribute is 1, expected a non-empty string",
    ],
    [
      () => settingsWith({ giveBack: { balance: { attribute: "zone", weight: 0 } } }),
      "settings.giveBack.balance.weight is 0, expected a number > 0, at most 1000000000",
    ],

    [
      () => ruleWith({ value: null }),
      "settings.rules[1].value is null, expected a string or a finite number",
    ],
    [() => ruleWith({ minIdle: 1.5 }), "settings.rules[1].minIdle is 1.5, expected a whole number ≥ 0"],
    [() => ruleWith({ minIdle: -1 }), "settings.rules[1].minIdle is -1, expected a whole number ≥ 0"],
    [
      () => ruleWith({ maxIdle: undefined }),
      "settings.rules[1].maxIdle is undefined, expected a whole number ≥ 0",
    ],
    [
      () => ruleWith({ minIdle: 3, maxIdle: 2 }),
      "settings.rules[1].maxIdle is 2, expected a number ≥ minIdle, 3",
    ],
    [() => ruleWith({ minSize: -1 }), "settings.rules[1].minSize is -1, expected a whole number ≥ 0"],
    [() => ruleWith({ maxSize: -1 }), "settings.rules[1].maxSize is -1, expected a whole number ≥ 0"],
    [
      () => ruleWith({ minSize: 3, maxSize: 2 }),
      "settings.rules[1].maxSize is 2, expected a number ≥ minSize, 3",
    ],
    [() => ruleWith({ cooldownMs: -1 }), "settings.rules[1].cooldownMs is -1, expected a finite number ≥ 0"],
    [
      () => ruleWith({ tooSmall: { cpus: -1 } }),
      "settings.rules[1].tooSmall.cpus is -1, expected a number ≥ 0",
    ],
    [() => ruleWith({ shapes: 1 }), "settings.rules[1].shapes is 1, expected an array"],
    [
      () => ruleWith({ shapes: [] }),
      "settings.rules[1].shapes is an array of 0, expected at least one shape",
    ],
    [
      () => ruleWith({ shortfallFactor: 0 }),
      "settings.rules[1].shortfallFactor is 0, expected a number within 0.001..1",
    ],
    [
      () => ruleWith({ shortfallFactor: 0.0009 }),
      "settings.rules[1].shortfallFactor is 0.0009, expected a number within 0.001..1",
    ],
    [
      () => ruleWith({ shortfallFactor: 1.1 }),
      "settings.rules[1].shortfallFactor is 1.1, expected a number within 0.001..1",
    ],
    [
      () => ruleWith({ shortfallFactor: "1" }),
      'settings.rules[1].shortfallFactor is "1", expected a number within 0.001..1',
    ],

    [() => ruleWith({ shapes: [1] }), "settings.rules[1].shapes[0] is 1, expected an object"],
    [() => shapeWith({ offers: 1 }), "settings.rules[1].shapes[1].offers is 1, expected an array"],
    [() => shapeWith({ offers: [1] }), "settings.rules[1].shapes[1].offers[0] is 1, expected an object"],
    [
      () => shapeWith({ offers: [{ resources: { cpus: -1 } }] }),
      "settings.rules[1].shapes[1].offers[0].resources.cpus is -1, expected a number ≥ 0",
    ],
    [
      () => shapeWith({ offers: [{ resources: {} }, { resources: {}, role: "*" }] }),
      'settings.rules[1].shapes[1].offers[1].role is "*", expected a role that no other offer of the shape has',
    ],
    [
      () =>
        shapeWith({ offers: [{ resources: { mem: maxAmount } }, { resources: { mem: 1 }, role: "ads" }] }),
      `settings.rules[1].shapes[1] is an object, expected at most ${maxAmount} mem in all`,
    ],
    [() => shapeWith({ devices: 1 }), "settings.rules[1].shapes[1].devices is 1, expected an array"],
    [
      () => shapeWith({ attributes: { zone: null } }),
      "settings.rules[1].shapes[1].attributes.zone is null, expected a string, a finite number or an array of these",
    ],

    [() => refusedWith({ history: undefined }), "history is undefined, expected an object"],
    [() => refusedWith({ history: {} }), "history.agents is undefined, expected an array"],
    [() => historyWith({ agents: [1] }), "history.agents[0] is 1, expected a non-empty string"],
    [() => historyWith({ removed: 1 }), "history.removed is 1, expected an array"],
    [() => historyWith({ removed: [""] }), 'history.removed[0] is "", expected a non-empty string'],
    [() => historyWith({ away: 1 }), "history.away is 1, expected an array"],
    [() => historyWith({ away: [1] }), "history.away[0] is 1, expected an object"],
    [
      () => historyWith({ away: [{ ...away, agentId: 1 }] }),
      "history.away[0].agentId is 1, expected a non-empty string",
    ],
    [
      () => historyWith({ away: [{ ...away, hostname: "" }] }),
      'history.away[0].hostname is "", expected a non-empty string',
    ],
    [
      () => historyWith({ away: [{ ...away, shape: {} }] }),
      "history.away[0].shape.offers is undefined, expected an array",
    ],
    [
      () => historyWith({ away: [{ ...away, untilMs: null }] }),
      "history.away[0].untilMs is null, expected a finite number",
    ],
    [
      () => historyWith({ away: [{ ...away, hadTasks: false }] }),
      "history.away[0].hadTasks is false, expected true, or nothing",
    ],
    [() => historyWith({ busy: 1 }), "history.busy is 1, expected an array"],
    [
      () => historyWith({ busy: [{ ...away, shape: {} }] }),
      "history.busy[0].shape.offers is undefined, expected an array",
    ],
    [
      () => historyWith({ away: [away], busy: [away] }),
      'history.busy[0].agentId is "a9", expected an id that no other agent has',
    ],
    [
      () => historyWith({ away: [away, away] }),
      'history.away[1].agentId is "a9", expected an id that no other agent has',
    ],
    [() => historyWith({ short: 1 }), "history.short is 1, expected an array"],
    [() => historyWith({ short: [1] }), "history.short[0] is 1, expected an object"],
    [
      () => historyWith({ short: [{ sinceMs: 1 }] }),
      "history.short[0].taskId is undefined, expected a non-empty string",
    ],
    [
      () => historyWith({ short: [{ taskId: "t1" }] }),
      "history.short[0].sinceMs is undefined, expected a finite number",
    ],
    [
      () => historyWith({ short: [{ taskId: "t1", sinceMs: 1, askedAtMs: null }] }),
      "history.short[0].askedAtMs is null, expected a finite number",
    ],
    [() => historyWith({ rules: 1 }), "history.rules is 1, expected an array"],
    [() => historyWith({ rules: [1] }), "history.rules[0] is 1, expected an object"],
    [
      () => pastWith({ value: {} }),
      "history.rules[1].value is an object, expected a string or a finite number",
    ],
    [() => pastWith({ shapes: [1] }), "history.rules[1].shapes[0] is 1, expected an object"],
    [() => pastWith({ expected: 1 }), "history.rules[1].expected is 1, expected an array"],
    [() => pastWith({ expected: [1] }), "history.rules[1].expected[0] is 1, expected an object"],
    [
      () => pastWith({ expected: [{ agents: 0, askedAtMs: 1 }] }),
      "history.rules[1].expected[0].agents is 0, expected a whole number ≥ 1",
    ],
    [
      () => pastWith({ expected: [{ agents: 1 }] }),
      "history.rules[1].expected[0].askedAtMs is undefined, expected a finite number",
    ],
    [
      () => pastWith({ expected: [{ agents: 1, askedAtMs: 1, shape: 1 }] }),
      "history.rules[1].expected[0].shape is 1, expected an object",
    ],
    [
      () => pastWith({ lastActionAtMs: null }),
      "history.rules[1].lastActionAtMs is null, expected a finite number",
    ],
    [() => pastWith({}), 'history.rules[1].value is "small", expected a value that no other rule has'],
    [
      () => historyWith({ short: [0, 1].map((sinceMs) => ({ taskId: "t1", sinceMs })) }),
      'history.short[1].taskId is "t1", expected an id that no other task has',
    ],
    [
      () => historyWith({ away: [{ ...away, disabledUntilMs: "1" }] }),
      'history.away[0].disabledUntilMs is "1", expected a finite number',
    ],
    [
      () => historyWith({ away: [{ ...away, unavailability: { startMs: 1, durationMs: -1 } }] }),
      "history.away[0].unavailability.durationMs is -1, expected a finite number ≥ 0",
    ],
    [
      () => pastWith({ tooFewSinceMs: NaN }),
      "history.rules[1].tooFewSinceMs is NaN, expected a finite number",
    ],
    [
      () => pastWith({ tooManySinceMs: "1" }),
      'history.rules[1].tooManySinceMs is "1", expected a finite number',
    ],
  ];

  it.each(cases.map(([got, expected]) => ({ got, expected })))("$expected", ({ got, expected }) => {
    expect(got()).toBe(expected);
  });
});

describe("input at the edge of what is right is taken", () => {
  it.each([
    { maxIdle: 3, minIdle: 3, minSize: 4, maxSize: 4 },
    { maxSize: 0, maxIdle: 0 },
    { shortfallFactor: 0.001, tooSmall: {} },
    { shortfallFactor: 1, cooldownMs: 0, shapes: [{ offers: [] }] },
    { shapes: [{ offers: [{ resources: { mem: maxAmount } }, { role: "ads", resources: {} }] }] },
  ])("rule %o", (fields) => {
    expect(() => autoscale({ ...good, settings: { ...good.settings, rules: [rule(fields)] } })).not.toThrow();
  });

  it("settings with every field, a history with every field, frozen", () => {
    const settings = {
      ...good.settings,
      shortfall: "count" as const,
      giveBack: {
        preferences: [{ kind: "preferHigh" as const, weight: 1, fitness: customFitness("f", () => () => 1) }],
        balance: { attribute: "zone", weight: 1 },
      },
      scaleUpDelayMs: 0,
      scaleDownDelayMs: 0,
      disableForMs: 1,
      expectForMs: 1,
      askAgainAfterMs: 0,
      missForMs: 0,
    };
    const history = {
      agents: ["a1"],
      away: [away],
      removed: ["a1"],
      short: [{ taskId: "t1", sinceMs: -1, askedAtMs: -1 }],
      rules: [
        {
          ...past,
          shapes: [shape],
          expected: [{ agents: 1, askedAtMs: -1, shape }],
          lastActionAtMs: -1,
          tooFewSinceMs: -1,
          tooManySinceMs: -1,
        },
      ],
    };
    expect(() => autoscale(deepFreeze({ ...good, settings, history } as never))).not.toThrow();
  });

  it("a cluster and a round that went through JSON", () => {
    const replayed: AutoscaleInput = JSON.parse(JSON.stringify(good));
    expect(JSON.stringify(autoscale(replayed))).toBe(JSON.stringify(autoscale(good)));
  });
});

describe("hostnames", () => {
  it("of a round's launch may be anything: the cluster knows them", () => {
    const cluster = clusterOf([offerOf(1)]);
    const input = { cluster, tasks: tasksOf(1), nowMs: 0 };
    expect(() => autoscale({ ...good, ...input, round: match(input) })).not.toThrow();
  });
});
