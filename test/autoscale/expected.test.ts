import { describe, expect, it } from "vitest";
import {
  attributeIs,
  clusterOf,
  emptyHistory,
  near,
  uniqueBy,
  update,
  type AgentShape,
  type Task,
} from "../../src/index.ts";
import { runningOn } from "../support/build.ts";
import { asked, expecting, four, givenBack, rule, small, smalls, statesOf, tasksOf, turn } from "./turn.ts";

describe("agents that are expected", () => {
  it("count to the size one by one, also where they were asked for together", () => {
    const history = expecting([{ agents: 3, askedAtMs: 0, shape: four }]);
    const tasks = tasksOf(6, { resources: { cpus: 4 } });
    expect(asked(turn({ tasks, rules: [rule({ maxSize: 5, shapes: [four] })], history }))).toEqual({
      small: 2,
    });
  });

  it("are those for tasks, by their shapes, and the others that were asked for with them", () => {
    const rules = [rule({ minIdle: 1, maxIdle: 2, shapes: [four] })];
    const { history } = turn({ tasks: tasksOf(1), rules });
    expect(history.rules[0]?.expected).toEqual([
      { agents: 1, askedAtMs: 0, shape: { ...four, attributes: { type: "small" } } },
      { agents: 2, askedAtMs: 0 },
    ]);
  });

  it("for tasks count to minSize", () => {
    const rules = [rule({ minSize: 3, shapes: [four] })];
    expect(turn({ tasks: tasksOf(8), rules }).actions).toMatchObject([
      { agents: 3, forTasks: 2, forSize: 1 },
    ]);
  });

  it("for tasks count to minSize only once they are asked for", () => {
    const past = { value: "small", shapes: [], expected: [], lastActionAtMs: 0 };
    const out = turn({
      tasks: tasksOf(1),
      rules: [rule({ minSize: 1, cooldownMs: 1000, shapes: [four] })],
      history: { ...emptyHistory, rules: [past] },
      nowMs: 500,
    });
    expect(statesOf(out)).toEqual({ t1: "cooldown" });
    expect(out.history.rules[0]).toEqual({ ...past, tooFewSinceMs: 500 });
  });

  it("have come also where all that they offered is in use", () => {
    const running = [runningOn(1, { id: "r1", resources: { cpus: 4 } })];
    const cluster = update(clusterOf([small(1)], running), [{ type: "offer-rescinded", offerId: "o1" }]);
    const { history } = turn({ cluster, history: expecting([{ agents: 1, askedAtMs: 0 }]), nowMs: 1 });
    expect(history.rules[0]?.expected).toEqual([]);
  });

  it("are of all shapes in turns where it does not matter what they are like", () => {
    const shapes = ["a", "b"].map((zone): AgentShape => ({ ...four, attributes: { zone } }));
    const tasks = ["a", "b"].map((zone): Task => {
      return { id: zone, resources: {}, constraints: [attributeIs("zone", zone)] };
    });
    const history = expecting([{ agents: 2, askedAtMs: 0 }]);
    const out = turn({ tasks, rules: [rule({ shapes })], history });
    expect(statesOf(out)).toEqual({ a: "covered", b: "covered" });
    expect(out.actions).toEqual([]);
  });

  it("are others than those that are away, whatever these are named", () => {
    const agentId = "~new-agent-000000000";
    const away = {
      agentId,
      hostname: agentId,
      shape: { ...four, attributes: { type: "small" } },
      untilMs: 9,
    };
    const history = { ...expecting([{ agents: 1, askedAtMs: 0, shape: four }]), agents: [agentId] };
    const tasks = tasksOf(2, { group: "g", constraints: [uniqueBy("hostname")] });
    expect(statesOf(turn({ tasks, history: { ...history, away: [away] } }))).toEqual({
      t1: "covered",
      t2: "covered",
    });
  });

  it("do not make up for agents that would be given back", () => {
    const history = { ...expecting([{ agents: 2, askedAtMs: 0 }]), agents: ["a1", "a2", "a3"] };
    const rules = [rule({ maxIdle: 1, minSize: 3 })];
    expect(turn({ offers: smalls(3), rules, history }).actions).toEqual([]);
  });
});

describe("an agent that a waiting task would use", () => {
  /** `late` finds `t1` beside it only once that is placed. */
  const late: Task = { id: "late", resources: { cpus: 4 }, constraints: [near({ ids: ["t1"] }, "zone")] };
  const attributes = { type: "small", zone: "a" };
  const tasks = [late, ...tasksOf(1)];
  const given = {
    offers: [small(1, { attributes, resources: { cpus: 1 } }), small(2, { attributes }), small(3)],
    settings: { scaleUpDelayMs: 1000 },
    tasks,
  };

  it("does not count as idle to those that there must be", () => {
    const { history } = turn({ ...given, settings: {}, rules: [rule({ minIdle: 2, maxIdle: 2 })] });
    expect(history.rules[0]?.expected).toEqual([{ agents: 1, askedAtMs: 0 }]);
  });

  it("does not count as idle to those that there may be", () => {
    expect(givenBack(turn({ ...given, rules: [rule({ maxIdle: 1 })] }))).toEqual([]);
    expect(givenBack(turn({ ...given, rules: [rule({ maxIdle: 0 })] }))).toEqual(["a3"]);
  });
});
