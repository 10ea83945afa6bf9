import { describe, expect, it } from "vitest";
import { update, type Autoscaled, type AutoscaleHistory } from "../../src/index.ts";
import { runningOn } from "../support/build.ts";
import { asked, givenBack, rule, small, statesOf, tasksOf, turn } from "./turn.ts";

// An agent that is wholly in use has no offer: once its last task has ended, the cluster forgets it until it is offered again.

const rules = [rule({ maxSize: 1 })];
const wholes = tasksOf(2, { resources: { cpus: 4 } });
const [first] = wholes;

/** The turn that puts the first task, which takes all of it, on the only agent; the second waits. */
function used(): Autoscaled {
  return turn({ offers: [small(1)], tasks: wholes, rules });
}

/** A turn at this time once the first task has ended: the second still waits, and the agent has not been offered again. */
function ended(nowMs: number, history: AutoscaleHistory = used().history): Autoscaled {
  const cluster = update(used().cluster, [{ type: "task-ended", taskId: first?.id ?? "" }]);
  expect(cluster.agents).toEqual([]);
  return turn({ cluster, tasks: wholes.slice(1), rules, history, nowMs });
}

describe("an agent whose last task has ended", () => {
  it("counts to the size, and has room for tasks, before it is offered again", () => {
    expect(statesOf(used())).toEqual({ t2: "at-max-size" });
    const out = ended(1000);
    expect(out.actions).toEqual([]);
    expect(statesOf(out)).toEqual({ t2: "covered" });
    const { cluster } = out;
    const back = update(cluster, [{ type: "offers-received", offers: [small(1, { id: "o2" })] }]);
    const next = turn({ cluster: back, tasks: wholes.slice(1), rules, history: out.history, nowMs: 2000 });
    expect(next.actions).toEqual([]);
    expect(next.history.away).toEqual([]);
    expect(next.history.busy?.map(({ agentId }) => agentId)).toEqual(["a1"]);
  });

  it("counts for a minute, or missForMs, from when it was missed first", () => {
    const { history } = ended(1000);
    expect(history.away).toMatchObject([{ agentId: "a1", hostname: "h1", untilMs: 61_000 }]);
    expect(history).not.toHaveProperty("busy");
    expect([60_999, 61_000].map((nowMs) => asked(ended(nowMs, history)))).toEqual([{}, { small: 1 }]);
    const cluster = update(used().cluster, [{ type: "agent-lost", agentId: "a1" }]);
    const settings = { missForMs: 5 };
    const out = turn({ cluster, tasks: wholes, rules, history: used().history, settings, nowMs: 1000 });
    expect(out.history.away[0]?.untilMs).toBe(1005);
  });

  it("is not idle, and not given back, before it is offered again: it may be lost", () => {
    const sized = [rule({ minIdle: 1, maxIdle: 1, maxSize: 2 })];
    const idle = [rule({ maxIdle: 0 })];
    const cluster = update(used().cluster, [{ type: "agent-lost", agentId: "a1" }]);
    const { history } = used();
    expect(asked(turn({ cluster, rules: sized, history, nowMs: 1 }))).toEqual({ small: 1 });
    const next = turn({ cluster, rules: idle, history, nowMs: 1 });
    expect(next.actions).toEqual([]);
    expect(turn({ cluster, rules: idle, history: next.history, nowMs: 2 }).actions).toEqual([]);
    const offers = [small(1, { id: "o2" })];
    const back = update(cluster, [{ type: "offers-received", offers }]);
    expect(givenBack(turn({ cluster: back, rules: idle, history: next.history, nowMs: 2 }))).toEqual(["a1"]);
  });

  it("is the same to a history that went through JSON", () => {
    const carried: unknown = JSON.parse(JSON.stringify(used().history));
    expect(ended(1000, carried as AutoscaleHistory)).toEqual(ended(1000));
  });

  it("counts no more where it is disabled and not to be seen: then it was lost", () => {
    const disabled = update(used().cluster, [{ type: "agent-disabled", agentId: "a1", untilMs: 9e9 }]);
    const { history } = turn({ cluster: disabled, tasks: wholes.slice(1), rules });
    expect(history.busy).toMatchObject([{ agentId: "a1", disabledUntilMs: 9e9 }]);
    const waiting = { ...history, rules: used().history.rules };
    expect(asked(ended(1000, waiting))).toEqual({ small: 1 });
  });
});

describe("an agent that the cluster shows for no other reason than that it is disabled by hand", () => {
  const disabling = { type: "agent-disabled", agentId: "a1", untilMs: 100_000 } as const;

  it("counts for as long as it is disabled after its last task has ended", () => {
    const events = [disabling, { type: "task-ended", taskId: "t1" } as const];
    const cluster = update(used().cluster, events);
    let { history } = used();
    const at = (nowMs: number): unknown => {
      const out = turn({ cluster, tasks: wholes.slice(1), rules, history, nowMs });
      ({ history } = out);
      return [asked(out), statesOf(out)["t2"]];
    };
    const stays = [{}, "at-max-size"];
    expect([1000, 61_000, 99_999].map(at)).toEqual([stays, stays, stays]);
    expect(at(100_000)).toEqual([{ small: 1 }, "asked"]);
  });

  it("counts though its offers were rescinded, and is no new agent when it is offered again", () => {
    const sized = [rule({ minSize: 1 })];
    const before = turn({ offers: [small(1)], rules: sized });
    const rescinded = update(before.cluster, [disabling, { type: "offer-rescinded", offerId: "o1" }]);
    const out = turn({ cluster: rescinded, rules: sized, history: before.history, nowMs: 1000 });
    expect(out.actions).toEqual([]);
    expect(out.history.agents).toEqual(["a1"]);
    const lost = update(rescinded, [{ type: "agent-lost", agentId: "a1" }]);
    expect(asked(turn({ cluster: lost, rules: sized, history: before.history, nowMs: 1000 }))).toEqual({
      small: 1,
    });
  });
});

/** What is remembered of the only agent with tasks. */
function shapeIn({ history }: Autoscaled): unknown {
  return history.busy?.[0]?.shape.offers[0]?.resources;
}

describe("an agent with tasks", () => {
  it("is remembered with all that it has, whatever of it is offered", () => {
    const whole = turn({ offers: [small(1)], tasks: tasksOf(1), rules });
    expect(shapeIn(whole)).toEqual({ cpus: 4 });
    // What the launch left comes with the next offer.
    const { cluster, history } = whole;
    expect(shapeIn(turn({ cluster, rules, history, nowMs: 1 }))).toEqual({ cpus: 4 });
    expect(shapeIn(turn({ cluster, rules, nowMs: 1 }))).toEqual({ cpus: 1 });
    const larger = update(cluster, [
      { type: "offers-received", offers: [small(1, { id: "o2", resources: { cpus: 7 } })] },
    ]);
    expect(shapeIn(turn({ cluster: larger, rules, history, nowMs: 1 }))).toEqual({ cpus: 8 });
  });

  it("is not remembered under no rule", () => {
    const running = [runningOn(1, { id: "r1" })];
    expect(turn({ offers: [small(1, { attributes: {} })], running, rules }).history).not.toHaveProperty(
      "busy",
    );
  });

  it("is remembered as it is now, where it is disabled or goes away", () => {
    const { cluster, history } = turn({ offers: [small(1)], tasks: tasksOf(1), rules });
    const busyAfter = (...events: Parameters<typeof update>[1]): unknown =>
      turn({ cluster: update(cluster, events), rules, history, nowMs: 1 }).history.busy;
    expect(busyAfter()).toEqual(history.busy);
    expect(busyAfter({ type: "agent-disabled", agentId: "a1", untilMs: 9 })).toEqual([
      { ...history.busy?.[0], disabledUntilMs: 9 },
    ]);
    const unavailability = { startMs: 5, durationMs: 5 };
    const offers = [small(1, { id: "o2", resources: { cpus: 3 }, unavailability })];
    expect(busyAfter({ type: "offers-received", offers })).toEqual([
      { ...history.busy?.[0], unavailability },
    ]);
  });
});
