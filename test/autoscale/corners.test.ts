import { describe, expect, it } from "vitest";
import {
  attributeIs,
  autoscale,
  clusterOf,
  emptyHistory,
  forgetAction,
  prefer,
  update,
  type AutoscaleHistory,
  type Disk,
  type Offer,
  type ScaleUp,
} from "../../src/index.ts";
import { shapeOf } from "../../src/autoscale/shapes.ts";
import { runningOn } from "../support/build.ts";
import {
  asked,
  expecting,
  four,
  givenBack,
  inputOf,
  rule,
  small,
  smalls,
  statesOf,
  tasksOf,
  turn,
} from "./turn.ts";

function inZone(n: number, zone: string | number): Offer {
  return small(n, { attributes: { type: "small", zone } });
}

function disks(amount: number): { readonly disks: readonly Disk[] } {
  return { disks: [{ id: "d", type: "nfs", amount, use: "shared" }] };
}

describe("a rule with more agents than its maxSize", () => {
  it.each(["trial", "count"] as const)("gets none for tasks, by %s", (shortfall) => {
    const running = [1, 2, 3].map((n) => runningOn(n, { id: `r${n}`, resources: { cpus: 4 } }));
    const offers = smalls(3, { resources: {} });
    const out = turn({
      offers,
      running,
      tasks: tasksOf(4),
      rules: [rule({ maxSize: 1, shapes: [four] })],
      settings: { shortfall },
    });
    expect(out.actions).toEqual([]);
    expect(new Set(Object.values(statesOf(out)))).toEqual(new Set(["at-max-size"]));
  });

  it("gives back those in no active group, though too few of the others are idle", () => {
    const offers = [1, 2, 3].map((n) => small(n, { attributes: { type: "small", fleet: "blue" } }));
    const cluster = update(clusterOf(offers), [
      { type: "active-groups-set", attribute: "fleet", values: ["green"] },
    ]);
    const busy = [4, 5].map((n) => small(n, { resources: { cpus: 1 } }));
    const running = [4, 5].map((n) => runningOn(n, { id: `r${n}` }));
    const more = update(cluster, [
      { type: "offers-received", offers: busy },
      ...running.map((each) => ({ type: "task-started" as const, running: each })),
    ]);
    const rules = [rule({ minIdle: 2, maxIdle: 3, maxSize: 3 })];
    expect(givenBack(turn({ cluster: more, rules }))).toEqual(["a1", "a2"]);
  });
});

describe("an agent with tasks", () => {
  it("is remembered by the name that its newest offer gives it", () => {
    const rules = [rule()];
    const { cluster, history } = turn({ offers: smalls(1), tasks: tasksOf(1), rules });
    const offers = [small(1, { id: "o2", hostname: "renamed", resources: { cpus: 3 } })];
    const next = turn({
      cluster: update(cluster, [{ type: "offers-received", offers }]),
      rules,
      history,
      nowMs: 1,
    });
    expect(next.history.busy).toMatchObject([{ agentId: "a1", hostname: "renamed" }]);
  });
});

describe("an agent that is away", () => {
  const rules = [rule({ minIdle: 1, maxIdle: 1 })];

  it("is idle once it is enabled, also where the cluster shows it for what it has", () => {
    const scarce = update(clusterOf([small(1, { resources: { cpus: 4, gpus: 1 } })]), [
      { type: "scarce-set", resources: ["gpus"] },
      { type: "agent-disabled", agentId: "a1", untilMs: 1e6 },
    ]);
    const plan = [rule({ maxIdle: 0 })];
    const first = turn({ cluster: scarce, policy: {}, rules: plan });
    expect(first.history.away).toMatchObject([{ agentId: "a1", disabledUntilMs: 1e6 }]);
    const cluster = update(first.cluster, [{ type: "agent-enabled", agentId: "a1" }]);
    expect(givenBack(turn({ cluster, rules: plan, history: first.history, nowMs: 1 }))).toEqual(["a1"]);
  });

  it("counts no more where it was disabled meanwhile, and then lost", () => {
    const first = turn({ offers: smalls(1), policy: {}, rules });
    const disabled = update(first.cluster, [{ type: "agent-disabled", agentId: "a1", untilMs: 1e6 }]);
    const second = turn({ cluster: disabled, policy: {}, rules, history: first.history, nowMs: 1 });
    expect(second.history.away).toMatchObject([{ agentId: "a1", disabledUntilMs: 1e6 }]);
    const cluster = update(disabled, [{ type: "agent-lost", agentId: "a1" }]);
    expect(turn({ cluster, policy: {}, rules, history: second.history, nowMs: 2 }).history).toMatchObject({
      agents: [],
      away: [],
    });
  });
});

describe("an agent that was disabled while it was away, and enabled again", () => {
  it("is not taken for disabled later, where the cluster does not show it any more", () => {
    const rules = [rule({ maxIdle: 5 })];
    const gpus = update(clusterOf([small(1, { resources: { cpus: 4, gpus: 1 } })]), [
      { type: "scarce-set", resources: ["gpus"] },
      { type: "agent-disabled", agentId: "a1", untilMs: 1e6 },
    ]);
    const first = turn({ cluster: gpus, policy: {}, rules });
    const enabled = update(first.cluster, [{ type: "agent-enabled", agentId: "a1" }]);
    const second = turn({ cluster: enabled, policy: {}, rules, history: first.history, nowMs: 1 });
    expect(second.history.away[0]).not.toHaveProperty("disabledUntilMs");
    const plain = update(second.cluster, [{ type: "scarce-set", resources: [] }]);
    const third = turn({ cluster: plain, policy: {}, rules, history: second.history, nowMs: 2 });
    expect(third.history.agents).toEqual(["a1"]);
  });
});

describe("a history that was read from JSON", () => {
  it("stays its owner's, who may change it", () => {
    const expected = [{ agents: 3, askedAtMs: 0, shape: four }];
    const running = [runningOn(2, { id: "r" })];
    const short = [{ taskId: "t1", sinceMs: 0 }];
    const offers = [small(1), small(2, { resources: { cpus: 3 } })];
    const { history } = turn({ offers, running, policy: {} });
    const [past] = expecting(expected).rules;
    const rules = [{ ...past, shapes: history.rules[0]?.shapes }];
    const data = JSON.parse(JSON.stringify({ ...history, short, rules }));
    const copy = structuredClone(data);
    const cluster = clusterOf(offers.slice(1), running);
    const later = (read: AutoscaleHistory) =>
      turn({ cluster, tasks: tasksOf(1, { resources: { cpus: 9 } }), policy: {}, history: read, nowMs: 1 });
    const out = later(data).history;
    const before = structuredClone(out);
    expect(data).toEqual(copy);
    expect([data.busy.length, data.rules[0].shapes.length]).toEqual([1, 1]);
    for (const list of [data.away, data.busy, data.short, data.rules, data.rules[0].expected]) {
      expect(Object.isFrozen(list)).toBe(false);
      for (const each of list) expect(Object.isFrozen(each)).toBe(false);
    }
    expect(Object.isFrozen(data.rules[0].shapes)).toBe(false);
    data.rules[0].expected[0].agents = 99;
    data.away[0].hostname = "changed";
    expect(out).toEqual(before);
  });
});

describe("a delay", () => {
  it("of scaling down goes on counting while agents are asked for", () => {
    const rules = [rule({ maxIdle: 1, shapes: [{ offers: [{ resources: { cpus: 8 } }] }] })];
    const settings = { scaleDownDelayMs: 100 };
    const offers = smalls(2);
    const cluster = clusterOf(offers);
    const first = turn({ cluster, rules, settings, nowMs: 0 });
    const tasks = tasksOf(1, { resources: { cpus: 8 } });
    const second = turn({ cluster, rules, settings, tasks, history: first.history, nowMs: 50 });
    expect(asked(second)).toEqual({ small: 1 });
    const third = turn({ cluster, rules, settings, tasks, history: second.history, nowMs: 100 });
    expect(givenBack(third)).toEqual(["a1"]);
  });

  it("of scaling up goes on counting while agents are given back", () => {
    const attributes = { type: "small", fleet: "blue" };
    const cluster = update(clusterOf(smalls(3, { attributes })), [
      { type: "active-groups-set", attribute: "fleet", values: ["green"] },
    ]);
    const shapes = [{ ...four, attributes: { fleet: "green" } }];
    const rules = [rule({ minIdle: 1, maxIdle: 1, shapes })];
    const settings = { scaleUpDelayMs: 100 };
    const first = turn({ cluster, rules, settings });
    expect(givenBack(first)).toEqual(["a1", "a2"]);
    const second = turn({ cluster: first.cluster, rules, settings, history: first.history, nowMs: 100 });
    expect(asked(second)).toEqual({ small: 1 });
  });

  it("of scaling up for idle agents goes on counting while agents are asked for tasks", () => {
    const rules = [rule({ minIdle: 1, maxIdle: 1, shapes: [four] })];
    const settings = { scaleUpDelayMs: 100 };
    const tasks = tasksOf(1, { resources: { cpus: 4 } });
    const history = { ...emptyHistory, short: [{ taskId: "t1", sinceMs: -100 }] };
    const first = turn({ tasks, rules, settings, history });
    expect(first.actions).toMatchObject([{ forTasks: 1, forIdle: 0 }]);
    const second = turn({ tasks, rules, settings, history: first.history, nowMs: 100 });
    expect(second.actions).toMatchObject([{ forTasks: 0, forIdle: 1 }]);
  });
});

describe("forgetAction", () => {
  it("takes away agents of the very shape asked for, not larger or smaller ones", () => {
    const eight = { offers: [{ resources: { cpus: 8 } }] };
    const history = expecting([
      { agents: 1, askedAtMs: 0, shape: four },
      { agents: 1, askedAtMs: 1, shape: eight },
    ]);
    const action: ScaleUp = {
      type: "scale-up",
      value: "small",
      agents: 1,
      forTasks: 1,
      forIdle: 0,
      forSize: 0,
      taskIds: [],
      shapes: [{ shape: four, agents: 1 }],
    };
    expect(forgetAction(history, action)).toEqual(expecting([{ agents: 1, askedAtMs: 1, shape: eight }]));
    const larger = { ...action, shapes: [{ shape: eight, agents: 1 }] };
    const turned = expecting(history.rules[0]?.expected.toReversed() ?? []);
    expect(forgetAction(turned, larger)).toEqual(expecting([{ agents: 1, askedAtMs: 0, shape: four }]));
  });
});

describe("a task for which agents may be asked again", () => {
  it("is remembered as one for which none were asked", () => {
    const history = { ...emptyHistory, short: [{ taskId: "t1", sinceMs: 0, askedAtMs: 0 }] };
    const out = turn({ tasks: tasksOf(1), settings: { askAgainAfterMs: 5 }, rules: [], history, nowMs: 5 });
    expect(out.history.short).toEqual([{ taskId: "t1", sinceMs: 0 }]);
  });
});

describe("the shapes of a rule", () => {
  it("are learnt by each history, whatever others have learnt of the same agents", () => {
    const input = inputOf({ offers: smalls(1) });
    const shapesFor = (history: AutoscaleHistory): unknown =>
      autoscale({ ...input, history }).history.rules[0]?.shapes;
    const first = autoscale(input).history;
    expect(shapesFor(first)).toEqual(first.rules[0]?.shapes);
    expect(shapesFor(emptyHistory)).toEqual(first.rules[0]?.shapes);
    expect(first.rules[0]?.shapes).toHaveLength(1);
  });

  it("have what tasks were given, not what they need", () => {
    const running = [runningOn(1, { id: "r", upTo: { cpus: 3 } }, { resources: { cpus: 3 } })];
    const [agent] = clusterOf([small(1, { resources: { cpus: 1 } })], running).agents;
    expect(agent && shapeOf(agent).offers).toEqual([{ role: "*", resources: { cpus: 4 } }]);
  });
});

describe("a shared disk that several offers of a role tell of", () => {
  it("is as large as the greatest of them says", () => {
    const [agent] = clusterOf([small(1, disks(3)), small(1, { id: "o2", ...disks(5) })]).agents;
    expect(agent && shapeOf(agent).offers).toMatchObject([disks(5)]);
  });
});

describe("agents given back", () => {
  it("count their preferences by their weights beside the balance", () => {
    const offers = ["x", "x", "y"].map((zone, i) => inZone(i + 1, zone));
    const order = (weight: number) =>
      givenBack(
        turn({
          offers,
          rules: [rule({ maxIdle: 2 })],
          settings: {
            giveBack: {
              preferences: [prefer(attributeIs("zone", "y"), weight)],
              balance: { attribute: "zone" },
            },
          },
        }),
      );
    expect(order(0.4)).toEqual(["a1"]);
    expect(order(0.6)).toEqual(["a3"]);
  });

  it("are balanced over values of which a text and a number look alike", () => {
    const offers = [inZone(1, "1"), inZone(2, 1), inZone(3, 1)];
    const settings = { giveBack: { balance: { attribute: "zone" } } };
    expect(givenBack(turn({ offers, rules: [rule({ maxIdle: 2 })], settings }))).toEqual(["a2"]);
  });
});
