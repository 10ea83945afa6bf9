import { describe, expect, it } from "vitest";
import {
  clusterOf,
  emptyCluster,
  explain,
  fromSnapshot,
  match,
  update,
  type ClusterEvent,
  type Constraint,
  type Disk,
  type Fitness,
  type Policy,
  type Task,
} from "../../src/index.ts";
import { deepFreeze, offer, offerOf, refusalOf, refusalText, runningOn, task } from "../support/build.ts";

// Values that are right one by one, and wrong together.

function held() {
  return deepFreeze(clusterOf([offerOf(1), offerOf(2, { role: "ads" })], [runningOn(1, { id: "r1" })]));
}

function refusalOfEvents(...events: readonly ClusterEvent[]): string {
  return refusalText(() => update(held(), deepFreeze(events)));
}

function refusalOfTasks(...tasks: readonly Task[]): string {
  return refusalText(() =>
    match({ cluster: held(), tasks: deepFreeze(tasks), policy: { roles: ["ops"] }, nowMs: 0 }),
  );
}

describe("clusterOf", () => {
  it("refuses an offer id that comes twice", () => {
    expect(refusalText(() => clusterOf([offerOf(1), offerOf(2), offerOf(2, { agentId: "a9" })]))).toBe(
      'offers[2].id is "o2", expected the id of an offer that is not held already',
    );
  });

  it("refuses a task that runs twice", () => {
    const running = [runningOn(1, {}), runningOn(2, { id: "t2" }), runningOn(3, {})];
    expect(refusalText(() => clusterOf([], running))).toBe(
      'running[2].task.id is "t1", expected the id of a task that is not running already',
    );
  });

  it("refuses offers whose sum cannot be counted exactly", () => {
    const half = offer({ resources: { mem: 5_000_000_000_000 } });
    expect(refusalText(() => clusterOf([half, { ...half, id: "o2", role: "ads" }]))).toBe(
      'offers is more mem for agent "a1" than can be counted, expected at most 9007199254740 in all',
    );
  });

  it("refuses a running task that makes the sum too great", () => {
    const all = offer({ resources: { cpus: 1, mem: 9_007_199_254_740 } });
    const running = [
      runningOn(1, { resources: { cpus: 1 } }),
      runningOn(1, { id: "t2", resources: { mem: 1 } }),
    ];
    expect(refusalText(() => clusterOf([all], running))).toBe(
      'running[1] is more mem for agent "a1" than can be counted, expected at most 9007199254740 in all',
    );
  });

  it("refuses a disk of which more is offered to a role than can be counted", () => {
    const disk: Disk = { id: "d1", type: "ssd", amount: 5_000_000_000_000 };
    const half = offer({ disks: [disk] });
    expect(refusalText(() => clusterOf([half, { ...half, id: "o2" }]))).toBe(
      'offers is more of disk "d1" for agent "a1" than can be counted, expected at most 9007199254740 in all',
    );
    expect(() => clusterOf([half, { ...half, id: "o2", role: "ads" }])).not.toThrow();
    expect(() => clusterOf([half, { ...half, id: "o2", disks: [{ ...disk, id: "d2" }] }])).not.toThrow();
  });

  it("takes offers that disagree on what a disk is", () => {
    const disk: Disk = { id: "d1", type: "ssd", amount: 5_000_000_000_000 };
    const others: readonly Disk[] = [
      { ...disk, type: "hdd" },
      { ...disk, use: "whole" },
      { ...disk, use: "shared" },
    ];
    const offers = [disk, ...others].map((each, i) => offer({ id: `o${i}`, disks: [each] }));
    expect(clusterOf(offers).agents[0]?.offers).toEqual(offers);
    expect(() => clusterOf([offer({ disks: [disk, ...others] })])).not.toThrow();
  });

  it("takes the greatest sum that can be counted", () => {
    const all = offer({ resources: { mem: 9_007_199_254_739 } });
    expect(() => clusterOf([all], [runningOn(1, { resources: { mem: 1 } })])).not.toThrow();
  });
});

describe("update", () => {
  it("refuses an offer id that is held already", () => {
    expect(
      refusalOfEvents({ type: "offers-received", offers: [offerOf(3), offerOf(1, { agentId: "a9" })] }),
    ).toBe('events[0].offers[1].id is "o1", expected the id of an offer that is not held already');
  });

  it("refuses an offer id that an earlier event brought", () => {
    const event: ClusterEvent = { type: "offers-received", offers: [offerOf(3)] };
    expect(refusalOfEvents({ type: "task-ended", taskId: "r1" }, event, event)).toBe(
      'events[2].offers[0].id is "o3", expected the id of an offer that is not held already',
    );
  });

  it("refuses a task that is running already", () => {
    expect(refusalOfEvents({ type: "task-started", running: runningOn(7, { id: "r1" }) })).toBe(
      'events[0].running.task.id is "r1", expected the id of a task that is not running already',
    );
  });

  it("names the last event that touches an agent with more than can be counted", () => {
    const much = { resources: { mem: 9_007_199_254_740 } };
    expect(
      refusalOfEvents(
        { type: "task-started", running: runningOn(9, { id: "x1", ...much }) },
        { type: "offers-received", offers: [offerOf(9, { id: "x2", resources: { mem: 0.001 } })] },
        { type: "offers-received", offers: [offerOf(8, { id: "x3", ...much })] },
        { type: "task-started", running: runningOn(8, { id: "x4", resources: {} }) },
      ),
    ).toBe(
      'events[1].offers is more mem for agent "a9" than can be counted, expected at most 9007199254740 in all',
    );
    expect(
      refusalOfEvents(
        { type: "offers-received", offers: [offerOf(9, { id: "x1", ...much })] },
        { type: "task-started", running: runningOn(9, { id: "x2", ...much }) },
        { type: "agent-enabled", agentId: "a9" },
      ),
    ).toBe(
      'events[1].running is more mem for agent "a9" than can be counted, expected at most 9007199254740 in all',
    );
  });

  it("names the agent with the least id among several, in whatever order their offers come", () => {
    const much = [8, 7, 9].map((n) => offerOf(n, { resources: { mem: 9_007_199_254_740 } }));
    const more = much.map((each) => ({ ...each, id: `${each.id}-more` }));
    for (const offers of [[...much, ...more], [...more, ...much].toReversed()]) {
      expect(refusalOfEvents({ type: "offers-received", offers })).toBe(
        'events[0].offers is more mem for agent "a7" than can be counted, expected at most 9007199254740 in all',
      );
    }
  });

  it("counts only what is left when the events are over", () => {
    const much = { resources: { mem: 9_007_199_254_740 } };
    expect(() =>
      update(held(), [
        { type: "offers-received", offers: [offerOf(9, { id: "x1", ...much })] },
        { type: "offer-rescinded", offerId: "x1" },
        { type: "task-started", running: runningOn(9, { id: "x2", ...much }) },
        { type: "agent-lost", agentId: "a9" },
        { type: "offers-received", offers: [offerOf(9, { id: "x3", ...much })] },
      ]),
    ).not.toThrow();
  });
});

describe("match", () => {
  it("refuses a task that comes twice", () => {
    expect(refusalOfTasks(task(), task({ id: "t2" }), task())).toBe(
      'tasks[2].id is "t1", expected an id that no other task has',
    );
  });

  it("refuses a task that is running already", () => {
    expect(refusalOfTasks(task(), task({ id: "r1" }))).toBe(
      'tasks[1].id is "r1", expected the id of a task that is not running',
    );
  });

  it("refuses a role that no offer has had and the policy does not name", () => {
    expect(refusalOfTasks(task(), task({ id: "t2", role: "dba" }))).toBe(
      'tasks[1].role is "dba", expected a role that offers have had or the policy names (*, ads, ops)',
    );
  });

  it("takes roles that offers have had, or that the policy names", () => {
    expect(() =>
      match({
        cluster: held(),
        tasks: [task({ role: "ads" }), task({ id: "t2", role: "ops" }), task({ id: "t3", role: "*" })],
        policy: { roles: ["ops"] },
        nowMs: 0,
      }),
    ).not.toThrow();
  });

  it("takes any role while the cluster has seen none", () => {
    const { unmatched } = match({ cluster: emptyCluster, tasks: [task({ role: "dba" })], nowMs: 0 });
    expect(unmatched).toEqual([{ taskId: "t1", reason: "no-offers" }]);
  });

  it("takes hostile ids as ordinary ones", () => {
    const ids = ["__proto__", "constructor", "7", "toString", "@a", " "];
    const offers = ids.map((id) => offer({ id, agentId: id, hostname: id, resources: { [id]: 1 } }));
    const { assignments } = match({
      cluster: clusterOf(offers),
      tasks: ids.map((id) => task({ id, group: id, resources: JSON.parse(`{${JSON.stringify(id)}: 1}`) })),
      policy: {
        groupLimits: JSON.parse('{"__proto__": {"__proto__": 1}}'),
        fitness: { kind: "binPack", resources: ids },
      },
      nowMs: 0,
    });
    expect(assignments.map(({ taskId, agentId }) => [taskId, agentId])).toEqual(ids.map((id) => [id, id]));
  });
});

const leaf: Constraint = { kind: "exclusive" };
const pack: Fitness = { kind: "binPack", resources: ["cpus"] };

const taskOf = (parts: number) =>
  task({ constraints: [{ kind: "allOf", constraints: Array.from({ length: parts - 1 }, () => leaf) }] });

const policyOf = (parts: number): Policy => ({
  fitness: { kind: "weighted", parts: Array.from({ length: parts - 1 }, () => [pack, 1] as const) },
});

describe("a constraint or a fitness", () => {
  it("may have 10,000 parts, itself among them, and no more", () => {
    expect(() => match({ cluster: held(), tasks: [taskOf(10_000)], nowMs: 0 })).not.toThrow();
    expect(refusalOfTasks(taskOf(10_001))).toBe(
      "tasks[0].constraints[0].constraints[9999] is an object, expected a constraint of at most 10000 in all",
    );
    expect(() => match({ cluster: held(), tasks: [], policy: policyOf(10_000), nowMs: 0 })).not.toThrow();
    expect(refusalText(() => match({ cluster: held(), tasks: [], policy: policyOf(10_001), nowMs: 0 }))).toBe(
      "policy.fitness.parts[9999][0] is an object, expected a fitness of at most 10000 evaluators in all",
    );
  });

  it("that is built of shared parts is refused before its cost grows", () => {
    let constraint: Constraint = leaf;
    let fitness: Fitness = pack;
    for (let i = 0; i < 60; i++) {
      constraint = { kind: "anyOf", constraints: [constraint, constraint] };
      fitness = {
        kind: "weighted",
        parts: [
          [fitness, 1],
          [fitness, 1],
        ],
      };
    }
    expect(refusalOfTasks(task({ constraints: [constraint] }))).toMatch(/10000 in all$/);
    expect(refusalOfTasks(task({ preferences: [{ kind: "preferHigh", fitness, weight: 1 }] }))).toMatch(
      /10000 evaluators in all$/,
    );
  });
});

describe("a cluster as plain JSON", () => {
  it("is refused where an agent has more than can be counted, or its offers are not sorted by id", () => {
    const data = JSON.parse(JSON.stringify(clusterOf([offerOf(1), offerOf(1, { id: "o2" })])));
    const agent = data.agents[0];
    const withOffers = (offers: readonly unknown[]) => ({ ...data, agents: [{ ...agent, offers }] });
    const [first, second] = agent.offers;
    const much = { ...first, resources: { mem: 9_007_199_254_740 } };
    expect(refusalText(() => update(withOffers([much, second]), []))).toBe(
      'cluster.agents[0] is more mem for agent "a1" than can be counted, expected at most 9007199254740 in all',
    );
    expect(refusalOf(() => update(withOffers([second, first]), [])).path).toMatch(
      /^cluster\.agents\[0\]\.offers/,
    );
    expect(refusalOf(() => fromSnapshot({ version: 1, ...withOffers([second, first]) })).path).toMatch(
      /^snapshot\.agents\[0\]\.offers/,
    );
  });
});

describe("a Map", () => {
  it("is refused where an object is meant, whatever it holds", () => {
    const tasks = [task()];
    expect(refusalOf(() => match({ cluster: new Map() as never, tasks, nowMs: 0 })).path).toBe("cluster");
    const resources = new Map([["cpus", 1]]) as never;
    expect(refusalOf(() => clusterOf([offer({ resources })])).path).toBe("offers[0].resources");
  });
});

describe("explain", () => {
  it("refuses a round that match did not return, and a task that it was not given", () => {
    const round = match({ cluster: held(), tasks: [task()], nowMs: 0 });
    expect(refusalText(() => explain({ ...round }, "t1"))).toBe(
      "round is unknown, expected a round that match returned, itself and not a copy; match its input again to get one",
    );
    expect(refusalText(() => explain(round, "t2"))).toBe(
      'taskId is "t2", expected the id of a task of the round',
    );
  });
});
