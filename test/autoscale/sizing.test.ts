import { describe, expect, it } from "vitest";
import { clusterOf, update, type Cluster } from "../../src/index.ts";
import { runningOn } from "../support/build.ts";
import { asked, givenBack, rule, small, smalls, tasksOf, turn } from "./turn.ts";

describe("idle agents", () => {
  it("fewer than minIdle are filled up to maxIdle", () => {
    const rules = [rule({ minIdle: 3, maxIdle: 5 })];
    expect(turn({ offers: smalls(2), rules }).actions).toEqual([
      {
        type: "scale-up",
        value: "small",
        agents: 3,
        forTasks: 0,
        forIdle: 3,
        forSize: 0,
        taskIds: [],
        shapes: [],
      },
    ]);
  });

  it("as many as minIdle, or as maxIdle, are right", () => {
    const rules = [rule({ minIdle: 3, maxIdle: 5 })];
    for (const n of [3, 4, 5]) expect(turn({ offers: smalls(n), rules }).actions).toEqual([]);
  });

  it("more than maxIdle are given back, the excess alone, the first in tie order", () => {
    const rules = [rule({ minIdle: 1, maxIdle: 2 })];
    expect(turn({ offers: smalls(5), rules }).actions).toEqual([
      {
        type: "scale-down",
        value: "small",
        agents: [1, 2, 3].map((n) => ({ agentId: `a${n}`, hostname: `h${n}`, wasActive: true })),
      },
    ]);
  });

  it("are asked for though there is no agent at all and none has been seen", () => {
    expect(asked(turn({ rules: [rule({ minIdle: 1, maxIdle: 2 })] }))).toEqual({ small: 2 });
  });

  it("are of the rule's value: each rule has its own", () => {
    const rules = [
      rule({ maxIdle: 0 }),
      rule({ value: "large", minIdle: 1, maxIdle: 1 }),
      rule({ value: 7 }),
    ];
    const out = turn({ offers: [small(1), small(2, { attributes: { type: 7 } })], rules });
    expect(asked(out)).toEqual({ large: 1 });
    expect(givenBack(out)).toEqual(["a1"]);
  });
});

describe("a rule of a number", () => {
  it("has the agents with this number, and not those with a text that reads like it", () => {
    const offers = [7, "7"].map((type, i) => small(i + 1, { attributes: { type } }));
    expect(givenBack(turn({ offers, rules: [rule({ value: 7, maxIdle: 0 })] }))).toEqual(["a1"]);
    expect(givenBack(turn({ offers, rules: [rule({ value: "7", maxIdle: 0 })] }))).toEqual(["a2"]);
  });
});

describe("the size of a rule", () => {
  it("is brought up to minSize, busy agents counted", () => {
    const running = [runningOn(9, { id: "r1" })];
    const offers = [...smalls(1), small(9, { resources: { cpus: 1 } })];
    const out = turn({ offers, running, rules: [rule({ minSize: 5 })] });
    expect(out.actions).toMatchObject([{ agents: 3, forSize: 3, forIdle: 0 }]);
  });

  it("counts agents asked for to be idle towards minSize", () => {
    const rules = [rule({ minIdle: 2, maxIdle: 3, minSize: 4 })];
    expect(turn({ rules }).actions).toMatchObject([{ agents: 4, forIdle: 3, forSize: 1 }]);
  });

  it("never exceeds maxSize by asking for idle agents", () => {
    const running = [runningOn(9, { id: "r1" })];
    const offers = [small(9)];
    const rules = [rule({ minIdle: 2, maxIdle: 5, maxSize: 4 })];
    expect(asked(turn({ offers, running, rules }))).toEqual({ small: 3 });
    expect(turn({ offers, running, rules: [rule({ minIdle: 2, maxIdle: 5, maxSize: 1 })] }).actions).toEqual(
      [],
    );
  });

  it("above maxSize is brought down by idle agents, down to minIdle of them", () => {
    expect(givenBack(turn({ offers: smalls(5), rules: [rule({ maxSize: 3 })] }))).toEqual(["a1", "a2"]);
    expect(givenBack(turn({ offers: smalls(5), rules: [rule({ minIdle: 4, maxSize: 3 })] }))).toEqual(["a1"]);
  });

  it("never falls below minSize by giving back", () => {
    expect(givenBack(turn({ offers: smalls(5), rules: [rule({ maxIdle: 0, minSize: 4 })] }))).toEqual(["a1"]);
    expect(turn({ offers: smalls(5), rules: [rule({ maxIdle: 0, minSize: 5 })] }).actions).toEqual([]);
  });
});

describe("an agent", () => {
  const rules = [rule({ maxIdle: 0 })];

  it("that runs a task is not idle", () => {
    expect(givenBack(turn({ offers: smalls(2), running: [runningOn(1, { id: "r1" })], rules }))).toEqual([
      "a2",
    ]);
  });

  it("that the round gave a task is not idle", () => {
    expect(givenBack(turn({ offers: smalls(2), tasks: tasksOf(1), rules }))).toEqual(["a2"]);
  });

  it("that is too small does not count as idle, is not given back, and counts to the size", () => {
    const tooSmall = { cpus: 4, mem: 10 };
    const offers = [
      small(1, { resources: { cpus: 3.999, mem: 10 } }),
      small(2, { resources: { cpus: 4 } }),
      small(3, { resources: { cpus: 4, mem: 10 } }),
      small(4, { resources: { cpus: 2, mem: 10 } }),
      small(4, { id: "o5", role: "ads", resources: { cpus: 2 } }),
    ];
    expect(givenBack(turn({ offers, rules: [rule({ maxIdle: 0, tooSmall })] }))).toEqual(["a3", "a4"]);
    expect(turn({ offers, rules: [rule({ minIdle: 3, maxIdle: 3, tooSmall })] }).actions).toMatchObject([
      { forIdle: 1 },
    ]);
    expect(turn({ offers, rules: [rule({ minSize: 5, tooSmall })] }).actions).toMatchObject([{ forSize: 1 }]);
  });

  it("without the attribute, or with a value that no rule has, is left alone", () => {
    const offers = [small(1, { attributes: {} }), small(2, { attributes: { type: "huge" } }), small(3)];
    expect(givenBack(turn({ offers, rules }))).toEqual(["a3"]);
    const three = ["small", "x", "y"].map((value) => rule({ value, maxIdle: 0 }));
    expect(givenBack(turn({ offers, rules: three }))).toEqual(["a3"]);
    expect(turn({ offers, rules: [rule({ minSize: 3 })] }).actions).toMatchObject([{ forSize: 2 }]);
  });

  it("with several values is under the first rule that has one of them", () => {
    const offers = [
      small(1, { attributes: { type: ["x", "large", "small"] } }),
      small(2, { attributes: { type: ["small", "large"] } }),
      small(3, { attributes: { type: ["x", "y"] } }),
      small(4, { attributes: { type: ["large", "x"] } }),
    ];
    const both = [rule({ maxIdle: 0 }), rule({ value: "large", maxIdle: 0 })];
    expect(turn({ offers, rules: both }).actions).toMatchObject([
      { value: "small", agents: [{ agentId: "a1" }, { agentId: "a2" }] },
      { value: "large", agents: [{ agentId: "a4" }] },
    ]);
  });

  it("that was disabled by hand is not idle and not given back, but counts to the size", () => {
    const cluster = update(clusterOf(smalls(3)), [{ type: "agent-disabled", agentId: "a2", untilMs: 10 }]);
    expect(givenBack(turn({ cluster, rules }))).toEqual(["a1", "a3"]);
    expect(givenBack(turn({ cluster, rules, nowMs: 10 }))).toEqual(["a1", "a2", "a3"]);
    expect(turn({ cluster, rules: [rule({ minSize: 4, minIdle: 3, maxIdle: 3 })] }).actions).toMatchObject([
      { forIdle: 1, forSize: 0 },
    ]);
  });

  it("that is known by a disabling alone counts until that is over", () => {
    const cluster = update(clusterOf(smalls(2)), [
      { type: "agent-disabled", agentId: "a2", untilMs: 10 },
      { type: "offer-rescinded", offerId: "o1" },
      { type: "offer-rescinded", offerId: "o2" },
    ]);
    expect(cluster.agents).toMatchObject([{ id: "a2", attributes: { type: "small" } }]);
    const rules = [rule({ minSize: 1 })];
    expect(turn({ cluster, rules, nowMs: 9 }).actions).toEqual([]);
    expect(turn({ cluster, rules, nowMs: 10 }).actions).toMatchObject([{ forSize: 1 }]);
  });
});

describe("an idle agent in no active group", () => {
  const offers = [
    small(1, { attributes: { type: "small", fleet: "green" } }),
    small(2, { attributes: { type: "small", fleet: "blue" } }),
    small(3, { attributes: { type: "small", fleet: "green" } }),
    small(4, { attributes: { type: "small", fleet: "blue" } }),
  ];
  const cluster = update(clusterOf(offers), [
    { type: "active-groups-set", attribute: "fleet", values: ["green"] },
  ]);

  it("is given back before all others", () => {
    expect(givenBack(turn({ cluster, rules: [rule({ maxIdle: 1 })] }))).toEqual(["a2", "a4", "a1"]);
    expect(turn({ cluster, rules: [rule({ maxIdle: 3 })] }).actions).toMatchObject([
      { agents: [{ agentId: "a2", wasActive: false }] },
    ]);
  });

  it("does not help towards minIdle, and goes before active ones are too few", () => {
    const rules = [rule({ minIdle: 2, maxIdle: 2 })];
    expect(givenBack(turn({ cluster, rules }))).toEqual(["a2", "a4"]);
    expect(asked(turn({ cluster, rules: [rule({ minIdle: 3, maxIdle: 4 })] }))).toEqual({ small: 2 });
  });
});

describe("a value in no active group", () => {
  it("gets no more agents", () => {
    const rules = [rule({ minIdle: 1, minSize: 2 })];
    expect(turn({ cluster: inGroups("type", ["large"]), rules }).actions).toEqual([]);
    expect(asked(turn({ cluster: inGroups("type", ["small"]), rules }))).toEqual({ small: 1000 });
    expect(asked(turn({ cluster: inGroups("fleet", ["blue"]), rules }))).toEqual({ small: 1000 });
    const seen = update(clusterOf(smalls(1)), [
      { type: "active-groups-set", attribute: "fleet", values: ["blue"] },
    ]);
    expect(turn({ cluster: seen, rules }).actions).toEqual([]);
  });
});

function inGroups(attribute: string, values: readonly string[]): Cluster {
  return update(clusterOf([]), [{ type: "active-groups-set", attribute, values }]);
}
