import { describe, expect, it } from "vitest";
import {
  attributeIs,
  attributeLike,
  binPack,
  clusterOf,
  customFitness,
  emptyCluster,
  match,
  near,
  not,
  prefer,
  preferHigh,
  queueOf,
  uniqueBy,
  update,
  weighted,
  type AgentShape,
  type Policy,
  type Task,
} from "../../src/index.ts";
import { idSource } from "../../src/autoscale/scene.ts";
import { boundedTrial, type Trial } from "../../src/autoscale/trial.ts";
import { offer, runningOn } from "../support/build.ts";
import { asked, expecting, four, holding, rule, small, smalls, statesOf, tasksOf, turn } from "./turn.ts";

/** Tasks of a bucket, one group in all, that ask so much of one resource beside their cpu. */
function bucketOf(bucket: string, name: string): readonly Task[] {
  return tasksOf(40, {
    bucket,
    group: "g",
    resources: { cpus: 1, [name]: 100 },
    constraints: [attributeIs("type", "small")],
  }).map((task) => ({ ...task, id: `${bucket}-${task.id}` }));
}

const round = match({ cluster: emptyCluster, tasks: [], nowMs: 0 });

/** The first six agents are of no use, each of the others serves a task. */
function trials(agents: number): Trial {
  const used = Array.from({ length: Math.max(0, agents - 6) }, (_, i) => i + 6);
  return {
    agents,
    used,
    placed: new Set(used.map((i) => `t${i}`)),
    round,
    cluster: emptyCluster,
    newAgents: [],
  };
}

function shapeOf(cpus: number, mem: number, zone?: string): AgentShape {
  const attributes = { type: "small", ...(zone !== undefined && { zone }) };
  return { offers: [{ resources: { cpus, mem } }], attributes };
}

describe("agents asked for", () => {
  it("that come when the first of them are expected no more are the first, not those asked for later", () => {
    const history = expecting([
      { agents: 1, askedAtMs: 0 },
      { agents: 1, askedAtMs: 5 },
    ]);
    const out = turn({ offers: smalls(1), settings: { expectForMs: 10 }, history, nowMs: 10 });
    expect(out.history.rules[0]?.expected).toEqual([{ agents: 1, askedAtMs: 5 }]);
  });

  it("are expected no more once agents like them have come, whatever was asked for first", () => {
    const [low, high, tall] = [shapeOf(2, 10), shapeOf(8, 10), shapeOf(1, 100, "west")] as const;
    const history = expecting([
      { agents: 2, askedAtMs: 0, shape: low },
      { agents: 1, askedAtMs: 0, shape: high },
      { agents: 1, askedAtMs: 0 },
      { agents: 1, askedAtMs: 0, shape: tall },
    ]);
    const left = (...came: readonly AgentShape[]): unknown => {
      const offers = came.map(({ offers: [one], attributes }, i) =>
        small(i, { resources: one?.resources ?? {}, attributes: { ...attributes, rack: `r${i}` } }),
      );
      const [after] = turn({ offers, history }).history.rules;
      return after?.expected.map(({ agents, shape }) => [agents, shape]);
    };
    expect(left(high)).toEqual([
      [2, low],
      [1, undefined],
      [1, tall],
    ]);
    expect(left(tall, low)).toEqual([
      [1, low],
      [1, high],
      [1, undefined],
    ]);
    // What is like none of them is the one that may be anything; then the first.
    const strange = [shapeOf(1, 100, "east"), shapeOf(1, 1)];
    expect(left(...strange)).toEqual([
      [1, low],
      [1, high],
      [1, tall],
    ]);
  });

  it("of one shape are expected no more in the order in which they were asked for", () => {
    const shape = shapeOf(4, 0);
    const twice = [0, 5].map((askedAtMs) => ({ agents: 1, askedAtMs, shape }));
    const out = turn({ offers: smalls(1), history: expecting(twice), nowMs: 6 });
    expect(out.history.rules[0]?.expected).toEqual([{ agents: 1, askedAtMs: 5, shape }]);
  });

  it("serve tasks that are due before those that are not yet", () => {
    const history = {
      ...expecting([{ agents: 1, askedAtMs: 0 }]),
      short: [{ taskId: "t2", sinceMs: 0 }],
    };
    const out = turn({
      tasks: tasksOf(2, { resources: { cpus: 4 } }),
      rules: [rule({ shapes: [four] })],
      settings: { scaleUpDelayMs: 50 },
      history,
      nowMs: 100,
    });
    expect(statesOf(out)).toEqual({ t1: "delayed", t2: "covered" });
    expect(out.actions).toEqual([]);
  });

  it.each([5, 8])("are as many as a gang needs beside %i tasks that take the first of them", (count) => {
    const own = tasksOf(count, { resources: { cpus: 4 } });
    const gang = tasksOf(5, { resources: { cpus: 4 }, group: "g", gang: {} });
    const tasks = [
      ...own,
      ...gang.map((task) => ({ ...task, id: `g-${task.id}` })),
      ...tasksOf(40, { resources: { cpus: 9 } }).map((task) => ({ ...task, id: `x-${task.id}` })),
    ];
    expect(asked(turn({ tasks, rules: [rule({ shapes: [four] })] }))).toEqual({ small: count + 5 });
  });

  it("are all that there will be: what no task would use of a trial has no room", () => {
    const attributes = { rack: "r" };
    const shapes = [
      { offers: [{ resources: { cpus: 1, net: 1 } }], attributes },
      { offers: [{ resources: { cpus: 8 } }], attributes },
    ];
    const tasks = [
      { id: "t1", resources: { cpus: 1 }, constraints: [near({ ids: ["t2"] }, "rack")] },
      { id: "t2", resources: { cpus: 8 } },
    ];
    const out = turn({ tasks, rules: [rule({ shapes })] });
    expect(out.actions).toMatchObject([{ agents: 1, taskIds: ["t2"] }]);
    expect(statesOf(out)["t1"]).not.toBe("covered");
  });
});

describe("agents that a task likes for their names", () => {
  const likes = customFitness(
    "likes",
    ({ id }) =>
      ({ hostname }) =>
        id === "t1" && hostname.endsWith("39") ? 1 : 0,
  );
  const tellers: readonly (readonly [string, Partial<Task>, Policy])[] = [
    ["the policy", {}, { fitness: likes }],
    [
      "a part of the policy's fitness",
      {},
      {
        fitness: weighted([
          [binPack("cpus"), 1],
          [likes, 9],
        ]),
      },
    ],
    ["a preference", { preferences: [preferHigh(likes)] }, {}],
    ["a preferred constraint", { preferences: [prefer(attributeLike("hostname", ".*39"))] }, {}],
  ];

  it.each(tellers)(
    "by %s, are tried one a task, since another may be left without room",
    (_, fields, policy) => {
      const shapes = [{ offers: [{ resources: { cpus: 2 } }] }];
      const tasks = [
        { id: "x", resources: { cpus: 1 } },
        { id: "t1", group: "g", resources: { cpus: 1 }, ...fields },
        { id: "t2", group: "g", resources: { cpus: 1 }, constraints: [near()] },
        ...tasksOf(37, { resources: { cpus: 100 } }).map((task, i) => ({ ...task, id: `large${i}` })),
      ];
      const out = turn({ tasks, policy: { ...holding, ...policy }, rules: [rule({ shapes })] });
      expect(out.actions).toMatchObject([{ agents: 2, taskIds: ["x", "t1", "t2"] }]);
    },
  );
});

describe("the tasks of a queue", () => {
  it("get agents that one a task would have placed, though fewer would have changed the shares", () => {
    const other = small(1, { resources: { cpus: 1e6, disk: 20_000 }, attributes: { type: "other" } });
    const shapes = [{ offers: [{ resources: { cpus: 1, mem: 1000, disk: 100 } }] }];
    const out = turn({
      offers: [other],
      tasks: queueOf([...bucketOf("a", "mem"), ...bucketOf("b", "disk")]),
      policy: { ...holding, groupLimits: { g: { cpus: 3 } } },
      rules: [rule({ shapes })],
    });
    expect(out.actions).toMatchObject([{ agents: 3, taskIds: ["a-t1", "a-t2", "b-t1"] }]);
  });
});

describe("the names of new agents in trials", () => {
  const name = "~new-agent-000000000-000000000";
  const rules = [rule({ shapes: [four] })];

  it("are none that were rescinded", () => {
    const cluster = update(clusterOf([]), [{ type: "offer-rescinded", offerId: `${name}/0` }]);
    expect(asked(turn({ cluster, tasks: tasksOf(1), rules }))).toEqual({ small: 1 });
  });

  it("are none of offers that are held", () => {
    const offers = [offer({ id: `${name}/0`, resources: {} })];
    expect(asked(turn({ offers, tasks: tasksOf(1), rules }))).toEqual({ small: 1 });
  });

  it("are none of agents", () => {
    const offers = [offer({ agentId: name, resources: {} })];
    const tasks = tasksOf(1, { constraints: [not(attributeIs("agentId", name))] });
    expect(asked(turn({ offers, tasks, rules }))).toEqual({ small: 1 });
  });

  it("are in the order in which they are given", () => {
    const nextId = idSource(emptyCluster, []);
    const ids = Array.from({ length: 12 }, nextId);
    expect(ids).toEqual([...new Set(ids)].toSorted());
  });

  it("are none of hosts", () => {
    const running = [runningOn(1, { id: "r", group: "g" }, { hostname: name })];
    const tasks = tasksOf(1, { group: "g", constraints: [uniqueBy("hostname")] });
    expect(asked(turn({ running, tasks, rules }))).toEqual({ small: 1 });
  });
});

describe("the bounded trial", () => {
  it("tries every number of agents between one that uses too many and one that does not", () => {
    expect(boundedTrial(trials(30), trials(0), 2, trials).used).toEqual([6, 7]);
  });
});
