import { describe, expect, it } from "vitest";
import {
  attributeIs,
  balancedBy,
  clusterOf,
  customConstraint,
  EvaluatorError,
  exclusive,
  match,
  near,
  queueOf,
  spread,
  uniqueBy,
  update,
  type AgentShape,
  type Round,
  type Task,
} from "../../src/index.ts";
import { autoscale } from "../../src/index.ts";
import { runningOn } from "../support/build.ts";
import {
  asked,
  four,
  givenBack,
  holding,
  inputOf,
  rule,
  small,
  smalls,
  statesOf,
  tasksOf,
  turn,
} from "./turn.ts";

const sixteen: AgentShape = { offers: [{ resources: { cpus: 16 } }] };

describe("the agents asked for by trial", () => {
  it("are the fewest that hold the tasks, where counting asks for one a task", () => {
    const tasks = tasksOf(20);
    const rules = [rule({ shapes: [four] })];
    expect(asked(turn({ tasks, rules }))).toEqual({ small: 5 });
    expect(asked(turn({ tasks, rules, settings: { shortfall: "trial" } }))).toEqual({ small: 5 });
    expect(asked(turn({ tasks, rules, settings: { shortfall: "count" } }))).toEqual({ small: 20 });
  });

  it("are as few where the policy would rather spread the tasks", () => {
    const policy = { ...holding, fitness: spread("cpus") };
    for (const n of [1, 4, 5, 8, 9, 33]) {
      const agents = Math.ceil(n / 4);
      const out = turn({ tasks: tasksOf(n), policy, rules: [rule({ shapes: [four] })] });
      expect(asked(out)).toEqual({ small: agents });
    }
  });

  it("are more where constraints want it", () => {
    const rules = [rule({ shapes: [four] })];
    const unique = tasksOf(3, { group: "g", constraints: [uniqueBy("hostname")] });
    expect(asked(turn({ tasks: unique, rules }))).toEqual({ small: 3 });
    expect(asked(turn({ tasks: tasksOf(2, { constraints: [exclusive()] }), rules }))).toEqual({ small: 2 });
  });

  it("are said with their shape, the value among its attributes, and the tasks they are for", () => {
    const tasks = [...tasksOf(2), { id: "big", resources: { cpus: 5 } }];
    const out = turn({ tasks, rules: [rule({ shapes: [four] })] });
    expect(out.actions).toEqual([
      {
        type: "scale-up",
        value: "small",
        agents: 1,
        forTasks: 1,
        forIdle: 0,
        forSize: 0,
        taskIds: ["t1", "t2"],
        shapes: [{ shape: { ...four, attributes: { type: "small" } }, agents: 1 }],
      },
    ]);
    expect(out.shortfall).toEqual([
      { taskId: "t1", state: "asked" },
      { taskId: "t2", state: "asked" },
      { taskId: "big", state: "unservable" },
    ]);
  });

  it("are asked for on top of those that are to be idle", () => {
    const rules = [rule({ minIdle: 1, maxIdle: 2, shapes: [four] })];
    expect(turn({ tasks: tasksOf(5), rules }).actions).toMatchObject([
      { agents: 4, forTasks: 2, forIdle: 2, forSize: 0 },
    ]);
  });

  it("are none where there is no rule, or no shape is known", () => {
    expect(statesOf(turn({ tasks: tasksOf(1), rules: [] }))).toEqual({ t1: "unservable" });
    expect(statesOf(turn({ tasks: tasksOf(1) }))).toEqual({ t1: "unservable" });
  });

  it("take what asks for ports, devices, roles and co-tasks into account", () => {
    const shape: AgentShape = {
      offers: [
        { resources: { cpus: 4 }, ports: [[31000, 31001]] },
        { role: "ads", resources: { cpus: 2 } },
      ],
      devices: [{ name: "gpu", count: 1, capacity: 1 }],
      attributes: { zone: "a" },
    };
    const tasks: readonly Task[] = [
      { id: "port1", resources: {}, ports: 2 },
      { id: "port2", resources: {}, ports: [31000] },
      { id: "ads", role: "ads", resources: { cpus: 2 } },
      { id: "gpu1", resources: {}, devices: [{ name: "gpu", units: 1 }] },
      { id: "gpu2", resources: {}, devices: [{ name: "gpu", units: 1 }] },
      { id: "zone", resources: {}, constraints: [attributeIs("zone", "a"), near({ ids: ["gpu2"] })] },
      { id: "port9", resources: {}, ports: [9] },
    ];
    const out = turn({ tasks, rules: [rule({ shapes: [shape] })] });
    expect(asked(out)).toEqual({ small: 2 });
    expect(statesOf(out)["port9"]).toBe("unservable");
  });
});

describe("what is there", () => {
  it("is used first: what launches leave, and what was declined", () => {
    const web = tasksOf(2, { group: "web", constraints: [near()] });
    const first: Task = { id: "first", resources: { cpus: 3 }, constraints: [near({ group: "web" })] };
    // `first` finds no co-task when its turn comes, and has room beside it once t1 runs.
    const out = turn({ offers: smalls(1, { resources: { cpus: 5 } }), tasks: [first, ...web], policy: {} });
    expect(out.actions).toEqual([]);
    expect(statesOf(out)).toEqual({ first: "covered" });
  });

  it("is left what a launch did not take, to the thousandth, over several offers", () => {
    const offers = [
      small(1, { resources: { cpus: 0.3, mem: 1 } }),
      small(1, {
        id: "o2",
        resources: { cpus: 0.4, mem: 1 },
        devices: [{ name: "gpu", count: 1, capacity: 1 }],
      }),
    ];
    const t1: Task = { id: "t1", resources: { cpus: 0.5 } };
    expect(statesOf(turn({ offers, tasks: [asks(0.2), t1] }))).toEqual({ first: "covered" });
    expect(statesOf(turn({ offers, tasks: [asks(0.201), t1] }))).toEqual({ first: "unservable" });
  });

  it("has no ports and devices that tasks of the round hold", () => {
    const offers = smalls(1, { ports: [[8080, 8081]], devices: [{ name: "gpu", count: 1, capacity: 2 }] });
    const t1: Task = { id: "t1", resources: {}, ports: [8080], devices: [{ name: "gpu", units: 1 }] };
    const beside = (fields: Partial<Task>) =>
      statesOf(
        turn({
          offers,
          tasks: [{ id: "first", resources: {}, constraints: [near({ ids: ["t1"] })], ...fields }, t1],
        }),
      )["first"];
    expect(beside({ ports: [8081], devices: [{ name: "gpu", units: 1 }] })).toBe("covered");
    expect(beside({ ports: [8080] })).toBe("unservable");
    expect(beside({ devices: [{ name: "gpu", units: 2 }] })).toBe("unservable");
  });

  it("keeps the attributes that the agent's newest offer gave it", () => {
    const offers = [
      small(1, { attributes: { type: "old" }, receivedAtMs: 1 }),
      small(1, { id: "o2", role: "ads", receivedAtMs: 1 }),
    ];
    const first: Task = {
      id: "first",
      resources: {},
      constraints: [near({ ids: ["t1"] }), attributeIs("type", "small")],
    };
    expect(statesOf(turn({ offers, tasks: [first, ...tasksOf(1)] }))).toEqual({ first: "covered" });
  });

  it("is not given back while tasks that wait would use it", () => {
    const settings = { scaleUpDelayMs: 1000 };
    const late: Task = { id: "late", resources: { cpus: 4 }, constraints: [near({ ids: ["t1"] }, "zone")] };
    const zone = { type: "small", zone: "a" };
    const offers = [
      small(1, { attributes: zone, resources: { cpus: 1 } }),
      small(2, { attributes: zone }),
      small(3),
    ];
    const rules = [rule({ maxIdle: 0 })];
    const tasks = [late, ...tasksOf(1)];
    expect(givenBack(turn({ offers, tasks, rules, settings }))).toEqual(["a3"]);
    expect(givenBack(turn({ offers, tasks, rules }))).toEqual(["a3"]);
    expect(givenBack(turn({ offers, tasks, rules, settings: { shortfall: "count" } }))).toEqual([]);
    const counted = turn({ offers, tasks, rules, settings: { shortfall: "count", scaleUpDelayMs: 1000 } });
    expect(givenBack(counted)).toEqual(["a3"]);
  });
});

describe("several rules", () => {
  const rules = [
    rule({ maxSize: 2, shapes: [four] }),
    rule({ value: "large", maxSize: 1, shapes: [sixteen] }),
  ];

  it("take in their order what they can, each up to its maxSize", () => {
    const tasks = tasksOf(30);
    const out = turn({ tasks, rules });
    expect(asked(out)).toEqual({ small: 2, large: 1 });
    expect(out.actions).toMatchObject([
      { taskIds: tasks.slice(0, 8).map(({ id }) => id) },
      { taskIds: tasks.slice(8, 24).map(({ id }) => id) },
    ]);
    const states = statesOf(out);
    expect([states["t1"], states["t24"], states["t25"], states["t30"]]).toEqual([
      "asked",
      "asked",
      "at-max-size",
      "at-max-size",
    ]);
  });

  it("count the agents that are there, and those expected, to their maxSize", () => {
    const full = [rule({ maxSize: 3, shapes: [four] })];
    const offers = smalls(1);
    const first = turn({ offers, tasks: tasksOf(8), rules: full });
    expect(asked(first)).toEqual({ small: 1 });
    const second = turn({ offers, tasks: tasksOf(30), rules: full, history: first.history });
    expect(asked(second)).toEqual({ small: 1 });
    expect(asked(turn({ offers, tasks: tasksOf(40), rules: full, history: second.history }))).toEqual({});
  });

  it("leave to the next what they cannot serve", () => {
    const tasks = [{ id: "big", resources: { cpus: 9 } }, ...tasksOf(1)];
    expect(turn({ tasks, rules }).actions).toMatchObject([
      { value: "small", agents: 1, taskIds: ["t1"] },
      { value: "large", agents: 1, taskIds: ["big"] },
    ]);
    const none = [rule({ maxSize: 0, shapes: [four] }), rule({ value: "large", shapes: [sixteen] })];
    expect(asked(turn({ tasks, rules: none }))).toEqual({ large: 1 });
  });

  it("see where the tasks of rules before them go", () => {
    const spreadOut = tasksOf(4, { group: "g", constraints: [uniqueBy("hostname")] });
    const tasks = [...spreadOut, { id: "last", resources: {}, constraints: [near({ ids: ["t1"] })] }];
    const out = turn({ tasks, rules });
    expect(asked(out)).toEqual({ small: 2, large: 1 });
    expect(statesOf(out)).toEqual({
      t1: "asked",
      t2: "asked",
      t3: "asked",
      t4: "at-max-size",
      last: "asked",
    });
  });

  it("count one agent a task, by the factor, within their maxSize", () => {
    const settings = { shortfall: "count" } as const;
    expect(asked(turn({ tasks: tasksOf(5), rules, settings }))).toEqual({ small: 2, large: 1 });
    const half = [rule({ maxSize: 2, shapes: [four], shortfallFactor: 0.3 })];
    const out = turn({ tasks: tasksOf(9), rules: half, settings });
    expect(out.actions).toMatchObject([
      { agents: 2, forTasks: 2, taskIds: ["t1", "t2", "t3", "t4", "t5", "t6"] },
    ]);
    expect(statesOf(out)["t7"]).toBe("at-max-size");
    expect(asked(turn({ tasks: tasksOf(4), rules: half, settings }))).toEqual({ small: 2 });
  });

  it("count no task that they cannot serve", () => {
    const tasks = [{ id: "big", resources: { cpus: 17 } }, ...tasksOf(1)];
    const out = turn({ tasks, rules, settings: { shortfall: "count" } });
    expect(out.actions).toMatchObject([{ value: "small", agents: 1, taskIds: ["t1"], shapes: [] }]);
    expect(out.history.rules[0]?.expected).toEqual([{ agents: 1, askedAtMs: 0 }]);
    expect(statesOf(out)).toEqual({ big: "unservable", t1: "asked" });
  });
});

describe("several shapes of a value", () => {
  const zones = ["a", "b", "c"].map((zone): AgentShape => ({ ...four, attributes: { zone } }));
  const rules = [rule({ shapes: zones })];

  it("are asked for as the tasks need them", () => {
    const tasks = tasksOf(5, { constraints: [attributeIs("zone", "c")] });
    const [up] = turn({ tasks, rules }).actions;
    expect(up).toMatchObject({ agents: 2, shapes: [{ shape: { attributes: { zone: "c" } }, agents: 2 }] });
  });

  it("serve tasks that want to be balanced over them", () => {
    const constraints = [balancedBy("zone", { expectedValues: 3, maxSkew: 1 })];
    const tasks = tasksOf(6, { group: "g", resources: { cpus: 2 }, constraints });
    const [up] = turn({ tasks, rules }).actions;
    expect(up).toMatchObject({
      agents: 3,
      shapes: zones.map(({ attributes }) => ({ shape: { attributes }, agents: 1 })),
    });
  });
});

describe("a task", () => {
  it("that a limit holds back is not short of agents", () => {
    const rules = [rule({ shapes: [four] })];
    const tasks = tasksOf(6, { group: "g" });
    const limited = turn({ tasks, policy: { ...holding, groupLimits: { g: { cpus: 5 } } }, rules });
    expect(limited.actions).toMatchObject([{ agents: 2, taskIds: ["t1", "t2", "t3", "t4", "t5"] }]);
    expect(statesOf(limited)["t6"]).toBe("limited");
    const none = turn({ tasks, policy: { ...holding, maxAssignments: 0 }, rules });
    expect(none).toMatchObject({ actions: [], shortfall: [], history: { short: [] } });
    const full = turn({ tasks, policy: { ...holding, groupLimits: { g: { cpus: 0 } } }, rules });
    expect(full).toMatchObject({ actions: [], shortfall: [] });
  });

  it("of a gang that found too few agents is short; one that waits for an unknown reason is not", () => {
    const input = inputOf({ tasks: tasksOf(2), rules: [rule({ shapes: [four] })] });
    const because = (...reasons: readonly string[]): Round => ({
      ...input.round,
      unmatched: reasons.map((reason, i) => ({ taskId: `t${i + 1}`, reason })) as never,
    });
    const out = autoscale({ ...input, round: because("gang-incomplete", "tomorrow") });
    expect(out.shortfall).toEqual([{ taskId: "t1", state: "asked" }]);
  });

  it("that more agents help without getting it is not asked for", () => {
    const crowd = customConstraint("crowd", (_, view) => {
      const isCrowd = view.agents().length > 2;
      return ({ agentId }) => isCrowd && agentId === "a1";
    });
    const out = turn({ offers: smalls(1), tasks: tasksOf(3, { constraints: [crowd] }) });
    expect(out.actions).toEqual([]);
    expect(statesOf(out)).toEqual({ t1: "at-max-size", t2: "at-max-size", t3: "at-max-size" });
  });

  it("has no room on expected agents of which nothing is known", () => {
    const rules = [rule({ minIdle: 1, maxIdle: 2 })];
    const { history } = turn({ rules });
    const out = turn({ tasks: tasksOf(1), rules, history, nowMs: 1 });
    expect(out.actions).toEqual([]);
    expect(statesOf(out)).toEqual({ t1: "unservable" });
  });

  it("may have a role that nobody has offered yet", () => {
    const shape: AgentShape = { offers: [{ role: "ads", resources: { cpus: 1 } }] };
    const tasks = [...tasksOf(1, { role: "ads" }), { id: "other", role: "ops", resources: {} }];
    const out = turn({ tasks, policy: {}, rules: [rule({ shapes: [shape] })] });
    expect(statesOf(out)).toEqual({ t1: "asked", other: "unservable" });
  });

  it("ends the call with an EvaluatorError where a custom evaluator fails in a trial", () => {
    const onNew = customConstraint("old-only", () => ({ hostname }) => {
      if (hostname.startsWith("~")) throw new Error("unheard of");
      return false;
    });
    const tasks = tasksOf(1, { constraints: [onNew] });
    expect(() => turn({ offers: smalls(1), tasks })).toThrow(EvaluatorError);
  });

  it("finds no room on agents that are disabled", () => {
    const cluster = update(clusterOf(smalls(1)), [{ type: "agent-disabled", agentId: "a1", untilMs: 10 }]);
    expect(asked(turn({ cluster, tasks: tasksOf(1) }))).toEqual({ small: 1 });
  });

  it("finds its co-tasks where they run", () => {
    const beside = tasksOf(5, { constraints: [near({ group: "db" }, "zone")] });
    const zone = { type: "small", zone: "a" };
    const running = [runningOn(1, { id: "db", group: "db" })];
    const offers = [
      small(1, { attributes: zone, resources: { cpus: 1 } }),
      small(2, { attributes: { ...zone, zone: "b" } }),
    ];
    const out = turn({ offers, running, tasks: beside });
    expect(out.actions).toMatchObject([
      { agents: 2, taskIds: ["t2", "t3", "t4", "t5"], shapes: [{ agents: 2 }] },
    ]);
  });
});

describe("hostile names", () => {
  it("are ordinary: of agents, tasks, offers, values and attributes", () => {
    const ids = ["__proto__", "constructor", "~new-agent-", "~new-agent-000000000", "~new-agent-000000000/0"];
    const offers = ids.map((id) =>
      small(1, { id, agentId: id, hostname: id, attributes: { ["__proto__"]: id } }),
    );
    const rules = ids.map((value) => rule({ value }));
    const cluster = update(clusterOf(offers), [
      { type: "offer-rescinded", offerId: "~~new-agent-000000000/0" },
      { type: "offer-rescinded", offerId: "~~new-agent-000000006/0" },
    ]);
    const tasks = tasksOf(25).map((each, i) => ({ ...each, id: ids[i] ?? each.id }));
    const out = turn({ cluster, tasks, rules, settings: { attribute: "__proto__" } });
    expect(asked(out)).toEqual({ ["__proto__"]: 2 });
    const idle = turn({
      offers,
      rules: rules.map((each) => ({ ...each, maxIdle: 0 })),
      settings: { attribute: "__proto__" },
    });
    expect(givenBack(idle)).toEqual(ids);
  });
});

/** A task that asks so much beside `t1`. */
function asks(cpus: number): Task {
  return { id: "first", resources: { cpus }, constraints: [near({ ids: ["t1"] })] };
}

describe("tasks that wait in a queue", () => {
  it("are short of agents like others; those that their tier holds back are not", () => {
    const offers = smalls(1);
    const tasks = queueOf(
      [
        ...tasksOf(3, { resources: { cpus: 4 } }),
        { id: "held-back", bucket: "bob", tier: 1, resources: { cpus: 4 } },
        { id: "later", readyAtMs: 1, resources: { cpus: 4 } },
      ],
      { tiers: [{}, { capacity: { cpus: 1 } }] },
    );
    const { cluster, ...input } = inputOf({ offers });
    const round = match({ cluster, tasks, policy: holding, nowMs: 0 });
    const out = autoscale({ ...input, cluster, tasks, round });
    expect(asked(out)).toEqual({ small: 2 });
    expect(statesOf(out)).toEqual({ t2: "asked", t3: "asked" });
  });
});

describe("a gang", () => {
  it("asks for as many agents as all of it needs", () => {
    const gang = tasksOf(3, { group: "ring", gang: {}, resources: { cpus: 3 } });
    const out = turn({ offers: smalls(1), tasks: gang });
    expect(asked(out)).toEqual({ small: 2 });
    expect(statesOf(out)).toEqual({ t1: "asked", t2: "asked", t3: "asked" });
  });
});
