import { describe, expect, it } from "vitest";
import {
  attributeIs,
  clusterOf,
  emptyHistory,
  forgetAction,
  match,
  update,
  type AgentShape,
  type AutoscaleHistory,
  type ScaleUp,
  type Task,
} from "../../src/index.ts";
import { refusalText, runningOn } from "../support/build.ts";
import { asked, givenBack, holding, rule, small, smalls, statesOf, tasksOf, turn } from "./turn.ts";

describe("agents asked for", () => {
  const rules = [rule({ minIdle: 2, maxIdle: 3 })];
  const ask = () => turn({ rules }).history;

  it("count as idle until they come, so that they are not asked for twice", () => {
    const history = ask();
    expect(history.rules[0]).toEqual({
      value: "small",
      shapes: [],
      expected: [{ agents: 3, askedAtMs: 0 }],
      lastActionAtMs: 0,
    });
    expect(turn({ rules, history, nowMs: 1 }).actions).toEqual([]);
  });

  it("are expected no more as new agents of the value come", () => {
    const history = ask();
    const two = turn({ offers: smalls(2), rules, history, nowMs: 1 });
    expect(two.actions).toEqual([]);
    expect(two.history.rules[0]?.expected).toEqual([{ agents: 1, askedAtMs: 0 }]);
    const gone = turn({ rules, history: two.history, nowMs: 2 });
    expect(asked(gone)).toEqual({ small: 2 });
    expect(gone.history.rules[0]?.expected).toEqual([
      { agents: 1, askedAtMs: 0 },
      { agents: 2, askedAtMs: 2 },
    ]);
    const later = turn({
      offers: smalls(2, {}).map((each) => ({ ...each, agentId: `${each.agentId}-new` })),
      rules,
      history: gone.history,
      nowMs: 3,
    });
    expect(later.history.rules[0]?.expected).toEqual([{ agents: 1, askedAtMs: 2 }]);
  });

  it("are not those that were known before, nor of another value", () => {
    const before = turn({ offers: [small(1)], rules });
    const after = turn({
      offers: [small(1), small(2, { attributes: { type: "large" } })],
      rules,
      history: before.history,
      nowMs: 1,
    });
    expect(after.history.rules[0]?.expected).toEqual([{ agents: 2, askedAtMs: 0 }]);
  });

  it("are expected for fifteen minutes, or expectForMs", () => {
    const history = ask();
    expect(asked(turn({ rules, history, nowMs: 899_999 }))).toEqual({});
    expect(asked(turn({ rules, history, nowMs: 900_000 }))).toEqual({ small: 3 });
    const settings = { expectForMs: 10 };
    expect(asked(turn({ rules, settings, history, nowMs: 9 }))).toEqual({});
    expect(asked(turn({ rules, settings, history, nowMs: 10 }))).toEqual({ small: 3 });
    const late = turn({ rules, settings, nowMs: 1000 }).history;
    expect(asked(turn({ rules, settings, history: late, nowMs: 1009 }))).toEqual({});
    expect(asked(turn({ rules, settings, history: late, nowMs: 1010 }))).toEqual({ small: 3 });
  });

  it("count to the size", () => {
    const sized = [rule({ minSize: 5, maxSize: 6 })];
    const first = turn({ rules: sized });
    expect(asked(first)).toEqual({ small: 5 });
    expect(turn({ rules: sized, history: first.history }).actions).toEqual([]);
    const idle = [rule({ minIdle: 6, maxIdle: 9, maxSize: 6 })];
    expect(asked(turn({ rules: idle, history: first.history }))).toEqual({ small: 1 });
  });

  it("come in the order in which they were asked for", () => {
    const expected = [
      { agents: 2, askedAtMs: 0 },
      { agents: 2, askedAtMs: 5 },
    ];
    const past = { value: "small", shapes: [], expected };
    const out = turn({ offers: smalls(3), history: { ...emptyHistory, rules: [past] }, nowMs: 6 });
    expect(out.history.rules[0]?.expected).toEqual([{ agents: 1, askedAtMs: 5 }]);
  });
});

describe("tasks for which agents were asked", () => {
  const offers = smalls(1);
  const ask = () => turn({ offers, tasks: tasksOf(6) });

  it("are remembered: no agents are asked for them again", () => {
    const first = ask();
    expect(asked(first)).toEqual({ small: 1 });
    const again = turn({ offers, tasks: tasksOf(6), history: first.history, nowMs: 1e9 });
    expect(again.actions).toEqual([]);
    expect(statesOf(again)).toEqual({ t5: "asked", t6: "asked" });
  });

  it("are forgotten once they are placed, or no longer pending", () => {
    const first = ask();
    const placed = turn({ offers: [...offers, small(2)], tasks: tasksOf(6), history: first.history });
    expect(placed.history.short).toEqual([]);
    const withdrawn = turn({ offers, tasks: tasksOf(5), history: first.history });
    expect(withdrawn.history.short).toEqual([{ taskId: "t5", sinceMs: 0, askedAtMs: 0 }]);
    expect(asked(turn({ offers, tasks: tasksOf(6), history: withdrawn.history }))).toEqual({});
    const lapsed = { ...withdrawn.history, rules: [] };
    expect(asked(turn({ offers, tasks: tasksOf(6), history: lapsed }))).toEqual({ small: 1 });
  });

  it("stay remembered while another limit is in their way", () => {
    const first = ask();
    const policy = { ...holding, maxAssignments: 0 };
    const limited = turn({ offers, tasks: tasksOf(6), policy, history: first.history });
    expect(limited.history.short).toEqual(first.history.short);
    expect(limited.shortfall).toEqual([]);
  });

  it("may be asked for again after askAgainAfterMs", () => {
    const first = ask();
    const settings = { askAgainAfterMs: 1000, expectForMs: 10 };
    const at = (nowMs: number) =>
      turn({ offers, tasks: tasksOf(6), settings, history: first.history, nowMs });
    expect(asked(at(999))).toEqual({});
    expect(at(1000).actions).toMatchObject([{ agents: 1, taskIds: ["t5", "t6"] }]);
    expect(at(1000).history.short[0]).toEqual({ taskId: "t5", sinceMs: 0, askedAtMs: 1000 });
  });
});

describe("a new task", () => {
  it("has the room that those asked for before leave, and no other", () => {
    const offers = smalls(1);
    const { history } = turn({ offers, tasks: tasksOf(6) });
    const two = turn({ offers, tasks: tasksOf(8), history });
    expect(two.actions).toEqual([]);
    expect(statesOf(two)).toEqual({ t5: "asked", t6: "asked", t7: "covered", t8: "covered" });
    const more = turn({ offers, tasks: tasksOf(9), history });
    expect(more.actions).toMatchObject([{ agents: 1, taskIds: ["t9"] }]);
  });

  it("that stands first does not take the agents of those that wait", () => {
    const tasks = tasksOf(2, { resources: { cpus: 4 } });
    const { history } = turn({ offers: smalls(1), tasks });
    const urgent = { id: "now", resources: { cpus: 4 } };
    const out = turn({ offers: smalls(1), tasks: [urgent, ...tasks], history });
    expect(out.actions).toMatchObject([{ agents: 1, taskIds: ["t1"] }]);
  });

  it("finds room on idle agents that were asked for, whatever they will be like", () => {
    const rules = [rule({ minIdle: 1, maxIdle: 2 })];
    const offers = [small(1, { resources: { cpus: 1 } })];
    const seen = turn({ offers: [...offers, small(2)], rules });
    const { history } = turn({ offers, tasks: tasksOf(1), rules, history: seen.history });
    expect(history.rules[0]?.expected).toEqual([{ agents: 2, askedAtMs: 0 }]);
    const out = turn({ offers, tasks: tasksOf(5), rules, history });
    expect(statesOf(out)).toEqual({ t2: "covered", t3: "covered", t4: "covered", t5: "covered" });
    expect(out.actions).toEqual([]);
    // With both of them in use, idle agents are lacking again.
    const full = turn({ offers, tasks: tasksOf(9), rules, history });
    expect(full.actions).toMatchObject([{ agents: 2, forTasks: 0, forIdle: 2 }]);
  });
});

describe("the cooldown", () => {
  const rules = [rule({ minIdle: 2, maxIdle: 3, cooldownMs: 100 })];

  it("is the least time between two actions of a rule, of either kind", () => {
    const up = turn({ rules, nowMs: 1000 });
    const at = (nowMs: number) => turn({ offers: smalls(5), rules, history: up.history, nowMs });
    expect(at(1099).actions).toEqual([]);
    expect(givenBack(at(1100))).toEqual(["a1", "a2"]);
    const down = at(1100).history;
    expect(turn({ rules, history: down, nowMs: 1199 }).actions).toEqual([]);
    expect(asked(turn({ rules, history: down, nowMs: 1200 }))).toEqual({ small: 3 });
  });

  it("holds for each rule alone", () => {
    const two = [rules[0] ?? rule(), rule({ value: "large", minIdle: 1, maxIdle: 1 })];
    const { history } = turn({ rules, nowMs: 0 });
    expect(asked(turn({ rules: two, history: { ...history, agents: [] }, nowMs: 1 }))).toEqual({ large: 1 });
  });

  it("keeps tasks waiting, which are asked for when it is over and not of other rules", () => {
    const shapes = [{ offers: [{ resources: { cpus: 4 } }] }];
    const both = [rule({ cooldownMs: 100, shapes }), rule({ value: "large", shapes })];
    const first = turn({ tasks: tasksOf(1), rules: both });
    expect(asked(first)).toEqual({ small: 1 });
    const tasks = [...tasksOf(1), { id: "big", resources: { cpus: 4 } }];
    const waiting = turn({ tasks, rules: both, history: first.history, nowMs: 99 });
    expect(waiting.actions).toEqual([]);
    expect(statesOf(waiting)).toEqual({ t1: "asked", big: "cooldown" });
    const over = turn({ tasks, rules: both, history: waiting.history, nowMs: 100 });
    expect(over.actions).toMatchObject([{ value: "small", agents: 1, taskIds: ["big"] }]);
  });
});

describe("a delay", () => {
  it("of scaling up is how long a task must have been short", () => {
    const settings = { scaleUpDelayMs: 100 };
    const shapes = [{ offers: [{ resources: { cpus: 4 } }] }];
    const rules = [rule({ shapes })];
    const first = turn({ tasks: tasksOf(1), rules, settings, nowMs: 50 });
    expect(first.actions).toEqual([]);
    expect(statesOf(first)).toEqual({ t1: "delayed" });
    const at = (nowMs: number) => turn({ tasks: tasksOf(2), rules, settings, history: first.history, nowMs });
    expect(at(149).actions).toEqual([]);
    expect(at(150).actions).toMatchObject([{ agents: 1, taskIds: ["t1"] }]);
    expect(statesOf(at(150))).toEqual({ t1: "asked", t2: "delayed" });
    expect(at(150).history.short).toEqual([
      { taskId: "t1", sinceMs: 50, askedAtMs: 150 },
      { taskId: "t2", sinceMs: 150 },
    ]);
  });

  it("of scaling up is how long idle agents must have been too few", () => {
    const settings = { scaleUpDelayMs: 100 };
    const rules = [rule({ minIdle: 1, maxIdle: 1 })];
    const first = turn({ rules, settings });
    expect(first.actions).toEqual([]);
    expect(first.history.rules[0]?.tooFewSinceMs).toBe(0);
    const later = turn({ rules, settings, history: first.history, nowMs: 99 });
    expect(later.actions).toEqual([]);
    const due = turn({ rules, settings, history: later.history, nowMs: 100 });
    expect(asked(due)).toEqual({ small: 1 });
    expect(due.history.rules[0]).not.toHaveProperty("tooFewSinceMs");
    // In between there were enough.
    const enough = turn({ offers: smalls(1), rules, settings, history: later.history, nowMs: 99 });
    expect(enough.history.rules[0]).not.toHaveProperty("tooFewSinceMs");
    expect(turn({ rules, settings, history: enough.history, nowMs: 100 }).actions).toEqual([]);
  });

  it("of scaling down is how long idle agents must have been too many", () => {
    const settings = { scaleDownDelayMs: 100 };
    const rules = [rule({ maxIdle: 0 })];
    const first = turn({ offers: smalls(1), rules, settings, nowMs: 1 });
    expect(first.actions).toEqual([]);
    expect(first.history.rules[0]?.tooManySinceMs).toBe(1);
    expect(turn({ offers: smalls(1), rules, settings, history: first.history, nowMs: 100 }).actions).toEqual(
      [],
    );
    const due = turn({ offers: smalls(2), rules, settings, history: first.history, nowMs: 101 });
    expect(givenBack(due)).toEqual(["a1", "a2"]);
    expect(due.history.rules[0]).not.toHaveProperty("tooManySinceMs");
    const none = turn({ rules, settings, history: first.history, nowMs: 50 });
    expect(none.history.rules[0]).not.toHaveProperty("tooManySinceMs");
  });

  it("that is over goes on counting while the cooldown lasts", () => {
    const rules = [rule({ minIdle: 1, maxIdle: 1, cooldownMs: 1000 })];
    const past = { value: "small", shapes: [], expected: [], lastActionAtMs: 0 };
    const history: AutoscaleHistory = { ...emptyHistory, rules: [past] };
    const waiting = turn({ rules, history, nowMs: 500 });
    expect(waiting.history.rules[0]).toEqual({ ...past, tooFewSinceMs: 500 });
    const many = turn({ offers: smalls(2), rules, history, nowMs: 500 });
    expect(many.history.rules[0]).toMatchObject({ lastActionAtMs: 0, tooManySinceMs: 500 });
  });
});

describe("an agent named for removal", () => {
  const rules = [rule({ maxIdle: 0, minSize: 1 })];
  const remove = () => {
    const input = { cluster: clusterOf(smalls(2)), tasks: [], policy: holding, nowMs: 5 };
    return { input, out: turn({ ...input, rules }) };
  };

  it("is disabled in the cluster returned for ten minutes, or disableForMs", () => {
    const { input, out } = remove();
    expect(givenBack(out)).toEqual(["a1"]);
    expect(out.cluster).toEqual(
      update(match(input).cluster, [{ type: "agent-disabled", agentId: "a1", untilMs: 600_005 }]),
    );
    const short = turn({ ...input, rules, settings: { disableForMs: 1 } });
    expect(short.cluster.agents[0]?.disabledUntilMs).toBe(6);
  });

  it("gets no work", () => {
    const { out } = remove();
    const { assignments } = match({ cluster: out.cluster, tasks: tasksOf(5), nowMs: 6 });
    expect(assignments.map(({ agentId }) => agentId)).toEqual(["a2", "a2", "a2", "a2"]);
  });

  it("counts for nothing and is not named again while it is disabled", () => {
    const { out } = remove();
    expect(out.history.removed).toEqual(["a1"]);
    const next = turn({
      cluster: out.cluster,
      rules: [rule({ maxIdle: 0 })],
      history: out.history,
      nowMs: 6,
    });
    expect(givenBack(next)).toEqual(["a2"]);
    expect(next.history.removed).toEqual(["a1", "a2"]);
    const sized = turn({
      cluster: out.cluster,
      rules: [rule({ minSize: 2 })],
      history: out.history,
      nowMs: 6,
    });
    expect(sized.actions).toMatchObject([{ forSize: 1 }]);
  });

  it("counts again when the disabling is over, and is no new agent then", () => {
    const { out } = remove();
    const later = turn({ cluster: out.cluster, rules, history: out.history, nowMs: 600_005 });
    expect(givenBack(later)).toEqual(["a1"]);
    const enabled = update(out.cluster, [{ type: "agent-enabled", agentId: "a1" }]);
    const expected = [{ agents: 1, askedAtMs: 5 }];
    const past = { value: "small", shapes: [], expected };
    const waiting = { ...out.history, rules: [past] };
    const kept = turn({ cluster: out.cluster, history: waiting, nowMs: 6 });
    expect(kept.history.agents).toEqual(["a2", "a1"]);
    const again = turn({ cluster: enabled, history: kept.history, nowMs: 7 });
    expect(again.history.removed).toEqual([]);
    expect(again.history.rules[0]?.expected).toEqual(expected);
  });

  it("is forgotten when it is lost", () => {
    const { out } = remove();
    const cluster = update(out.cluster, [{ type: "agent-lost", agentId: "a1" }]);
    expect(turn({ cluster, rules, history: out.history, nowMs: 6 }).history.removed).toEqual([]);
  });
});

describe("the empty history", () => {
  it("knows of nothing", () => {
    expect(emptyHistory).toEqual({ agents: [], away: [], removed: [], short: [], rules: [] });
  });
});

function inZone(zone: string): AgentShape {
  return { offers: [{ resources: { cpus: 4 } }], attributes: { zone } };
}

function wanting(id: string, zone: string): Task {
  return { id, resources: { cpus: 4 }, constraints: [attributeIs("zone", zone)] };
}

const nothingAsked: ScaleUp = {
  type: "scale-up",
  value: "small",
  agents: 0,
  forTasks: 0,
  forIdle: 0,
  forSize: 0,
  taskIds: [],
  shapes: [],
};

describe("forgetAction", () => {
  const offers = smalls(1);

  it("lets the tasks of a scale-up be asked for again, and expects its agents no more", () => {
    const first = turn({ offers, tasks: tasksOf(6), nowMs: 5 });
    const [action] = first.actions;
    if (action === undefined) throw new Error("nothing was asked for");
    const history = forgetAction(first.history, action);
    expect(history.short).toEqual([
      { taskId: "t5", sinceMs: 5 },
      { taskId: "t6", sinceMs: 5 },
    ]);
    expect(history.rules[0]).toMatchObject({ expected: [], lastActionAtMs: 5 });
    const again = turn({ offers, tasks: tasksOf(6), history, nowMs: 6 });
    expect(again.actions).toEqual(first.actions);
  });

  it("takes away the agents asked for last, of the action's value alone", () => {
    const expected = [
      { agents: 2, askedAtMs: 0 },
      { agents: 2, askedAtMs: 5 },
    ];
    const short = [{ taskId: "t9", sinceMs: 1, askedAtMs: 2 }];
    const rules = ["small", "large"].map((value) => ({ value, shapes: [], expected }));
    const history = { ...emptyHistory, short, rules };
    const [action] = turn({ rules: [rule({ minIdle: 3, maxIdle: 3 })] }).actions;
    if (action === undefined) throw new Error("nothing was asked for");
    expect(forgetAction(history, action)).toEqual({
      ...history,
      rules: [{ ...rules[0], expected: [{ agents: 1, askedAtMs: 0 }] }, rules[1]],
    });
  });

  it("lets the agents of a scale-down be named again", () => {
    const rules = [rule({ maxIdle: 0 })];
    const down = turn({ offers: smalls(2), rules });
    const [action] = down.actions;
    if (action?.type !== "scale-down") throw new Error("nothing was given back");
    const failed = { ...action, agents: action.agents.slice(1) };
    const history = forgetAction(down.history, failed);
    expect(history).toEqual({ ...down.history, removed: ["a1"] });
    const cluster = update(down.cluster, [{ type: "agent-enabled", agentId: "a2" }]);
    expect(givenBack(turn({ cluster, rules, history, nowMs: 1 }))).toEqual(["a2"]);
  });

  it("takes away the agents of the shapes asked for, though others were asked for later", () => {
    const rules = [rule({ shapes: [inZone("east"), inZone("west")] })];
    const tasks = [wanting("e", "east"), wanting("w", "west")];
    const first = turn({ rules, tasks: tasks.slice(0, 1) });
    const second = turn({ rules, tasks, history: first.history, nowMs: 1000 });
    const [action] = first.actions;
    if (action === undefined) throw new Error("nothing was asked for");
    const history = forgetAction(second.history, action);
    expect(history.rules[0]?.expected).toMatchObject([
      { agents: 1, askedAtMs: 1000, shape: { attributes: { zone: "west" } } },
    ]);
    const third = turn({ rules, tasks, history, nowMs: 2000 });
    expect(third.actions).toMatchObject([{ agents: 1, taskIds: ["e"] }]);
  });

  it("takes away as many as the action names, agents of its shapes first, of no shape then, of others last", () => {
    const east: AgentShape = { offers: [], attributes: { zone: "east" } };
    const west: AgentShape = { offers: [], attributes: { zone: "west" } };
    const expected = [
      { agents: 1, askedAtMs: 0, shape: west },
      { agents: 2, askedAtMs: 1, shape: east },
      { agents: 1, askedAtMs: 2 },
      { agents: 1, askedAtMs: 3, shape: west },
    ];
    const history = { ...emptyHistory, rules: [{ value: "small", shapes: [], expected }] };
    const forgotten = (agents: number) => {
      const shapes = [{ shape: east, agents: 2 }];
      const action = { ...nothingAsked, agents, forTasks: agents, shapes };
      return forgetAction(history, action).rules[0]?.expected.map((each) => [each.askedAtMs, each.agents]);
    };
    expect(forgotten(1)).toEqual([
      [0, 1],
      [1, 1],
      [2, 1],
      [3, 1],
    ]);
    expect(forgotten(2)).toEqual([
      [0, 1],
      [2, 1],
      [3, 1],
    ]);
    expect(forgotten(3)).toEqual([
      [0, 1],
      [3, 1],
    ]);
    expect(forgotten(4)).toEqual([[0, 1]]);
    expect(forgotten(9)).toEqual([]);
  });

  it.each<readonly [string, unknown, unknown]>([
    ["history is null, expected an object", null, nothingAsked],
    ["history.short is undefined, expected an array", { agents: [], away: [], removed: [] }, nothingAsked],
    ["action is undefined, expected an object", emptyHistory, undefined],
    ['action.type is "up", expected "scale-up" or "scale-down"', emptyHistory, { type: "up" }],
    ["action.value is undefined, expected a string or a finite number", emptyHistory, { type: "scale-up" }],
    ["action.agents is -1, expected a whole number ≥ 0", emptyHistory, { ...nothingAsked, agents: -1 }],
    ["action.taskIds[0] is 1, expected a non-empty string", emptyHistory, { ...nothingAsked, taskIds: [1] }],
    [
      "action.shapes[0].shape is 1, expected an object",
      emptyHistory,
      { ...nothingAsked, shapes: [{ shape: 1 }] },
    ],
    [
      "action.shapes[0].agents is -1, expected a whole number ≥ 0",
      emptyHistory,
      { ...nothingAsked, shapes: [{ shape: { offers: [] }, agents: -1 }] },
    ],
    [
      "action.agents[0].agentId is undefined, expected a non-empty string",
      emptyHistory,
      { type: "scale-down", value: "small", agents: [{}] },
    ],
  ])("refuses bad input: %s", (message, history, action) => {
    expect(refusalText(() => forgetAction(history as never, action as never))).toBe(message);
  });
});

describe("a history made here", () => {
  it("cannot be changed, down to its shapes", () => {
    const running = [runningOn(2, { id: "r" })];
    const { history } = turn({
      offers: smalls(2),
      running,
      policy: {},
      tasks: tasksOf(9),
      rules: [rule({ minIdle: 1 })],
    });
    const lists = [history.agents, history.away, history.short, history.rules, history.removed];
    const [past] = history.rules;
    const parts = [
      ...history.away,
      ...(history.busy ?? []),
      ...history.short,
      past,
      past?.expected,
      past?.shapes,
      ...(past?.expected ?? []),
    ];
    for (const each of [history, ...lists, ...parts]) expect(Object.isFrozen(each)).toBe(true);
    expect(parts.length).toBeGreaterThan(5);
  });
});
