import { describe, expect, it } from "vitest";
import { clusterOf, emptyCluster, update, type Autoscaled } from "../../src/index.ts";
import { runningOn } from "../support/build.ts";
import { asked, givenBack, rule, small, smalls, statesOf, tasksOf, turn } from "./turn.ts";

// The default policy declines what a round does not use: the cluster then shows none of the idle agents.

const rules = [rule({ minIdle: 2, maxIdle: 2 })];
/** The turn after which two idle agents are away. */
function decline(): Autoscaled {
  return turn({ offers: smalls(2), policy: {}, rules, nowMs: 1000 });
}

describe("an idle agent whose offers were declined", () => {
  it("still counts", () => {
    const declined = decline();
    expect(declined.cluster.agents).toEqual([]);
    expect(declined.history.away).toEqual([
      {
        agentId: "a1",
        hostname: "h1",
        shape: {
          offers: [{ role: "*", resources: { cpus: 4 } }],
          devices: [],
          attributes: { type: "small" },
        },
        untilMs: 66_000,
      },
      { agentId: "a2", hostname: "h2", shape: expect.anything() as unknown, untilMs: 66_000 },
    ]);
    const next = turn({ policy: {}, rules, history: declined.history, nowMs: 2000 });
    expect(next.actions).toEqual([]);
    expect(next.history.away).toEqual(declined.history.away);
  });

  it("counts until a minute, or missForMs, after the refusal", () => {
    const declined = decline();
    const at = (nowMs: number) => asked(turn({ policy: {}, rules, history: declined.history, nowMs }));
    expect([at(65_999), at(66_000)]).toEqual([{}, { small: 2 }]);
    const settings = { missForMs: 0 };
    const { history } = turn({ offers: smalls(2), policy: {}, rules, settings, nowMs: 1000 });
    expect(history.away[0]?.untilMs).toBe(6000);
  });

  it("counts once when it is offered again, and is no new agent", () => {
    const declined = decline();
    const waiting = {
      ...declined.history,
      rules: [{ value: "small", shapes: [], expected: [{ agents: 1, askedAtMs: 0 }] }],
    };
    const out = turn({ offers: smalls(1), rules: [rule({ maxIdle: 1 })], history: waiting, nowMs: 2000 });
    expect(givenBack(out)).toEqual(["a1"]);
    expect(out.history.away.map(({ agentId }) => agentId)).toEqual(["a2"]);
    expect(out.history.rules[0]?.expected).toEqual([{ agents: 1, askedAtMs: 0 }]);
  });

  it("has room for tasks", () => {
    const declined = decline();
    const out = turn({
      policy: {},
      rules: [rule()],
      tasks: tasksOf(9),
      history: declined.history,
      nowMs: 2000,
    });
    expect(out.actions).toMatchObject([{ agents: 1, taskIds: ["t9"] }]);
    expect(statesOf(out)["t8"]).toBe("covered");
  });

  it("has room for tasks of all its roles", () => {
    const offers = [small(1), small(1, { id: "o1b", role: "ads" })];
    const { history } = turn({ offers, policy: {}, rules: [rule()] });
    const tasks = ["*", "ads"].map((role) => ({ id: role, role, resources: { cpus: 4 } }));
    const out = turn({ policy: {}, rules: [rule()], tasks, history, nowMs: 1 });
    expect(statesOf(out)).toEqual({ "*": "covered", ads: "covered" });
  });

  it("is given back in its turn, and is disabled though the cluster did not show it", () => {
    const declined = decline();
    const offers = [small(0), small(3)];
    const out = turn({ offers, rules: [rule({ maxIdle: 1 })], history: declined.history, nowMs: 2000 });
    expect(givenBack(out)).toEqual(["a0", "a1", "a2"]);
    expect(out.cluster.agents.find(({ id }) => id === "a1")).toMatchObject({ disabledUntilMs: 602_000 });
    const next = turn({
      cluster: out.cluster,
      rules: [rule({ minSize: 2 })],
      history: out.history,
      nowMs: 3000,
    });
    expect(next.actions).toMatchObject([{ forSize: 1 }]);
    expect(next.history.removed).toEqual(["a0", "a1", "a2"]);
  });

  it("is not idle while it is disabled by hand", () => {
    const declined = decline();
    const cluster = update(emptyCluster, [{ type: "agent-disabled", agentId: "a1", untilMs: 9000 }]);
    const at = (nowMs: number) =>
      turn({
        cluster,
        rules: [rule({ minIdle: 2, maxIdle: 2, minSize: 2 })],
        history: declined.history,
        nowMs,
      });
    expect(at(8999).actions).toMatchObject([{ forIdle: 1, forSize: 0 }]);
    expect(at(9000).actions).toEqual([]);
    const more = [rule({ minSize: 3 })];
    const once = turn({ cluster, rules: more, history: declined.history, nowMs: 8999 });
    expect(once.actions).toMatchObject([{ forSize: 1 }]);
  });

  it("counts to the size also where it is too small to be idle", () => {
    const large = [rule({ minSize: 2, tooSmall: { cpus: 5 } })];
    const first = turn({ offers: smalls(2), policy: {}, rules: large });
    const next = turn({ policy: {}, rules: large, history: first.history, nowMs: 1 });
    expect(next.actions).toEqual([]);
    expect(next.history.away).toEqual(first.history.away);
  });

  it("is not away while it runs as many tasks as it has offers, or has none", () => {
    const declined = decline();
    const cluster = clusterOf([small(1)], [runningOn(1, { id: "r1" })]);
    const held = turn({ cluster, rules, history: declined.history, nowMs: 2000 });
    expect(held.history.away.map(({ agentId }) => agentId)).toEqual(["a2"]);
    const full = update(cluster, [{ type: "offer-rescinded", offerId: "o1" }]);
    const used = turn({ cluster: full, rules, history: declined.history, nowMs: 2000 });
    expect(used.history.away.map(({ agentId }) => agentId)).toEqual(["a2"]);
  });

  it("counts no more under a rule when the rule is gone", () => {
    const declined = decline();
    const out = turn({ rules: [rule({ value: "large" })], history: declined.history, nowMs: 2000 });
    expect(out.history).toMatchObject({ away: [], agents: [], rules: [{ value: "large" }] });
  });

  it("is one that runs nothing and all of whose offers were declined", () => {
    const cluster = clusterOf([
      small(1),
      small(1, { id: "o1b", role: "ads" }),
      small(2, { receivedAtMs: 5 }),
      small(2, { id: "o2b", receivedAtMs: 0 }),
      small(3),
      small(3, { id: "o3b", role: "ads" }),
      small(4, { attributes: {} }),
    ]);
    const tasks = [{ id: "t1", role: "ads", resources: { cpus: 4 } }];
    const out = turn({ cluster, policy: { hold: { forMs: 5 } }, tasks, nowMs: 6 });
    // a1 runs t1; an offer of a2 is young and held.
    expect(out.history.away.map(({ agentId }) => agentId)).toEqual(["a3"]);
    expect(out.history.away[0]?.shape.offers.map(({ role }) => role)).toEqual(["*", "ads"]);
  });

  it("counts for the longest of its refusals", () => {
    const offers = [
      small(1, { resources: {} }),
      small(1, { id: "o1b", role: "ads" }),
      small(1, { id: "o1c", role: "ops" }),
    ];
    const tasks = [{ id: "big", role: "ads", resources: { cpus: 9 } }];
    const { history } = turn({ offers, policy: {}, tasks, rules: [rule({ shapes: [{ offers: [] }] })] });
    expect(history.away[0]?.untilMs).toBe(180_000);
  });
});

describe("an agent that runs something", () => {
  it("is not away, also when its task has ended", () => {
    const running = [runningOn(1, { id: "r1" })];
    const busy = turn({ offers: smalls(1), running, policy: {}, rules: [rule()] });
    expect(busy.history.away).toEqual([]);
    const launched = turn({
      offers: [small(1), small(1, { id: "o1b", role: "ads" })],
      tasks: tasksOf(1),
      policy: {},
    });
    expect(launched.history.away).toEqual([]);
  });
});

describe("the agents that are away", () => {
  it("stand in tie order among the others", () => {
    const offers = [small(0), small(15, { hostname: "h15" }), small(3)];
    const first = turn({ offers: [small(1), small(2)], policy: {}, rules: [rule()] });
    const out = turn({
      offers,
      policy: {},
      rules: [rule({ maxIdle: 0, minSize: 1 })],
      history: first.history,
      nowMs: 1,
    });
    expect(givenBack(out)).toEqual(["a0", "a1", "a15", "a2"]);
    expect(out.history.away.map(({ agentId }) => agentId)).toEqual(["a0", "a1", "a15", "a2", "a3"]);
    const tied = turn({
      offers: [small(2, { hostname: "h1" })],
      policy: {},
      history: first.history,
      nowMs: 1,
    });
    expect(tied.history.away.map(({ agentId }) => agentId)).toEqual(["a1", "a2"]);
  });
});

describe("an agent that is away, and then lost", () => {
  it("counts no more once it was named for removal", () => {
    const one = [rule({ maxIdle: 1 })];
    const down = turn({ offers: smalls(2), policy: {}, rules: one });
    expect(givenBack(down)).toEqual(["a1"]);
    const cluster = update(down.cluster, [{ type: "agent-lost", agentId: "a1" }]);
    const next = turn({ cluster, policy: {}, rules: one, history: down.history, nowMs: 10_000 });
    expect(next.actions).toEqual([]);
    expect(next.history.away.map(({ agentId }) => agentId)).toEqual(["a2"]);
    expect(next.cluster.agents).toEqual([]);
  });

  it("counts no more where it was disabled", () => {
    const one = [rule({ maxSize: 1, shapes: [{ offers: [{ resources: { cpus: 4 } }] }] })];
    const dayMs = 86_400_000;
    const disabled = update(clusterOf(smalls(1)), [
      { type: "agent-disabled", agentId: "a1", untilMs: 30 * dayMs },
    ]);
    const first = turn({ cluster: disabled, policy: {}, rules: one });
    expect(first.history.away).toMatchObject([{ agentId: "a1", disabledUntilMs: 30 * dayMs }]);
    const still = turn({
      cluster: first.cluster,
      policy: {},
      rules: one,
      history: first.history,
      tasks: tasksOf(1),
      nowMs: dayMs,
    });
    expect(statesOf(still)).toEqual({ t1: "at-max-size" });
    const lost = update(first.cluster, [{ type: "agent-lost", agentId: "a1" }]);
    const next = turn({
      cluster: lost,
      policy: {},
      rules: one,
      history: first.history,
      tasks: tasksOf(1),
      nowMs: dayMs,
    });
    expect(asked(next)).toEqual({ small: 1 });
    expect(next.history.away).toEqual([]);
  });
});
