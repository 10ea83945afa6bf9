import { describe, expect, it } from "vitest";
import { clusterOf, match, update, type AgentShape } from "../../src/index.ts";
import { asked, givenBack, holding, rule, small, smalls, statesOf, tasksOf, turn } from "./turn.ts";

describe("an agent that is unavailable", () => {
  const away = { startMs: 500, durationMs: 1000 };
  const offers = [small(1, { unavailability: away }), small(2)];
  const rules = [rule({ minIdle: 2, maxIdle: 2 })];

  it("is not idle, and is not given back, but counts", () => {
    expect(asked(turn({ offers, rules, nowMs: 499 }))).toEqual({});
    expect(asked(turn({ offers, rules, nowMs: 500 }))).toEqual({ small: 1 });
    expect(
      asked(turn({ offers, rules: [rule({ minIdle: 2, maxIdle: 2, maxSize: 2 })], nowMs: 500 })),
    ).toEqual({});
    expect(asked(turn({ offers, rules, nowMs: 1500 }))).toEqual({});
    expect(givenBack(turn({ offers, rules: [rule({ maxIdle: 0 })], nowMs: 500 }))).toEqual(["a2"]);
  });

  it("is so too while its offers are declined, for those who count and for trials", () => {
    const { history } = turn({ offers, policy: {}, rules, nowMs: 100 });
    expect(history.away.map(({ unavailability }) => unavailability)).toEqual([away, undefined]);
    const idle = (nowMs: number) => asked(turn({ policy: {}, rules, history, nowMs }));
    expect([idle(400), idle(600)]).toEqual([{}, { small: 1 }]);
    const tried = (nowMs: number) => turn({ policy: {}, rules: [rule()], history, tasks: tasksOf(8), nowMs });
    expect([asked(tried(400)), statesOf(tried(400))["t8"]]).toEqual([{}, "covered"]);
    expect([asked(tried(600)), statesOf(tried(600))["t8"]]).toEqual([{ small: 1 }, "asked"]);
  });

  it("is left alone by tasks of trials that would not end in time", () => {
    const nowMs = 0;
    const lasting = tasksOf(8, { expectedDurationMs: 501 });
    const plan = [rule({ shapes: [{ offers: [{ resources: { cpus: 4 } }] }] })];
    expect(asked(turn({ offers, rules: plan, tasks: lasting, nowMs }))).toEqual({ small: 1 });
    expect(asked(turn({ offers, rules: plan, tasks: tasksOf(8), nowMs }))).toEqual({});
    // The agent goes on offering what the round left, and goes away all the same; what an older offer said of it does not count.
    const first = { ...small(1, { resources: { cpus: 1 }, unavailability: away }), receivedAtMs: 9 };
    const older = { ...small(1, { unavailability: { startMs: 0 } }), id: "older" };
    const mixed = [...tasksOf(1), ...lasting.slice(1, 2)];
    expect(asked(turn({ offers: [first, older], rules: plan, tasks: mixed, nowMs }))).toEqual({ small: 1 });
    const stays = { ...small(1, { resources: { cpus: 1 } }), receivedAtMs: 9 };
    const two = [...tasksOf(6), ...lasting.slice(6, 7)];
    expect(asked(turn({ offers: [stays, older], rules: plan, tasks: two, nowMs }))).toEqual({ small: 1 });
    expect(asked(turn({ offers: [stays, older], rules: plan, tasks: lasting.slice(0, 5), nowMs }))).toEqual(
      {},
    );
  });
});

it("an agent that stays, as its last offer said, stays for trials too, whatever an offer before said of it", () => {
  const first = clusterOf([small(1, { id: "z", resources: { cpus: 1 }, unavailability: { startMs: 0 } })]);
  const cluster = update(first, [{ type: "offers-received", offers: [small(1, { id: "a" })] }]);
  // The gang has no room beside the first task; half of it has, and half on a new agent.
  const gang = { group: "web", gang: {}, resources: { cpus: 3 } };
  const tasks = [...tasksOf(1), { id: "g1", ...gang }, { id: "g2", ...gang }];
  const rules = [rule({ shapes: [{ offers: [{ resources: { cpus: 4 } }] }] })];
  expect(asked(turn({ cluster, rules, tasks }))).toEqual({ small: 1 });
});

describe("a shape with scarce resources", () => {
  const gpus: AgentShape = { offers: [{ resources: { cpus: 4, gpus: 1 } }] };
  const plain: AgentShape = { offers: [{ resources: { cpus: 4 } }] };
  const cluster = update(clusterOf(smalls(0)), [{ type: "scarce-set", resources: ["gpus"] }]);
  const asking = tasksOf(1, { resources: { cpus: 1, gpus: 1 } });

  it("serves tasks that ask them, and no others", () => {
    expect(asked(turn({ cluster, rules: [rule({ shapes: [gpus] })], tasks: asking }))).toEqual({ small: 1 });
    const out = turn({ cluster, rules: [rule({ shapes: [gpus] })], tasks: tasksOf(3) });
    expect([asked(out), statesOf(out)["t1"]]).toEqual([{}, "unservable"]);
    const both = turn({ cluster, rules: [rule({ shapes: [gpus, plain] })], tasks: tasksOf(3) });
    expect(both.actions).toMatchObject([{ shapes: [{ shape: plain, agents: 1 }] }]);
  });

  it("stays one of an agent whose offers were declined", () => {
    const offers = [small(1, { resources: { cpus: 4, gpus: 1 } })];
    const known = update(cluster, [{ type: "offers-received", offers }]);
    const first = turn({ cluster: known, policy: {}, rules: [rule()], nowMs: 1000 });
    expect(first.cluster.agents.map(({ scarce }) => scarce)).toEqual([["gpus"]]);
    const later = { cluster: first.cluster, policy: {}, rules: [rule({ shapes: [plain] })], nowMs: 2000 };
    expect(asked(turn({ ...later, history: first.history, tasks: tasksOf(1) }))).toEqual({ small: 1 });
    expect(asked(turn({ ...later, history: first.history, tasks: asking }))).toEqual({});
    expect(match({ cluster: first.cluster, tasks: [], policy: holding, nowMs: 0 }).cluster).toBe(
      first.cluster,
    );
  });
});
