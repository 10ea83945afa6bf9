import { describe, expect, it } from "vitest";
import {
  allOf,
  anyOf,
  attributeLike,
  binPack,
  clusterOf,
  emptyCluster,
  hasAttribute,
  InvalidInputError,
  match,
  maxAmount,
  maxConstraintDepth,
  maxPatternLength,
  not,
  prefer,
  queueOf,
  weighted,
  type Cluster,
  type Constraint,
  type Fitness,
  type Policy,
  type Round,
  type Task,
} from "../../src/index.ts";
import { offer, task } from "../support/build.ts";

function nested(depth: number, wrap: (inner: Constraint) => Constraint): Constraint {
  return depth === 0 ? hasAttribute("zone") : wrap(nested(depth - 1, wrap));
}

function weightedDeep(depth: number): Fitness {
  return depth === 0 ? binPack("cpus") : weighted([[weightedDeep(depth - 1), 1]]);
}

function runTask(fields: Partial<Task>): Round {
  return match({ cluster: emptyCluster, tasks: [task(fields)], nowMs: 0 });
}

function runPolicy(policy: Policy): Round {
  return match({ cluster: emptyCluster, tasks: [], policy, nowMs: 0 });
}

describe("the greatest value that is accepted", () => {
  it("of an amount is maxAmount", () => {
    expect(() => clusterOf([offer({ resources: { cpus: maxAmount } })])).not.toThrow();
    expect(() => clusterOf([offer({ resources: { cpus: maxAmount + 1 } })])).toThrow(InvalidInputError);
  });

  it("is not asked of what a record inherits", () => {
    const resources = { cpus: 1 };
    Object.setPrototypeOf(resources, { mem: -1 });
    expect(() => runTask({ resources })).not.toThrow();
    Object.assign(resources, { gpus: -1 });
    expect(() => runTask({ resources })).toThrow("tasks[0].resources.gpus is -1");
  });

  it("of a port is 65535", () => {
    expect(() => clusterOf([offer({ ports: [[65535, 65535]] })])).not.toThrow();
    expect(() => clusterOf([offer({ ports: [[65535, 65536]] })])).toThrow(InvalidInputError);
  });

  it("of a weight is 1e9", () => {
    expect(() => runTask({ preferences: [prefer(hasAttribute("zone"), 1e9)] })).not.toThrow();
    expect(() => runTask({ preferences: [prefer(hasAttribute("zone"), 1e9 + 1)] })).toThrow(
      InvalidInputError,
    );
  });

  it("of the length of a pattern is maxPatternLength", () => {
    const longest = "z".repeat(maxPatternLength);
    expect(() => runTask({ constraints: [attributeLike("zone", longest)] })).not.toThrow();
    expect(() => runTask({ constraints: [attributeLike("zone", `${longest}z`)] })).toThrow(
      /a pattern of at most 1000 characters$/,
    );
  });

  it.each([
    ["allOf", (inner: Constraint): Constraint => allOf(inner)],
    ["anyOf", (inner: Constraint): Constraint => anyOf(inner)],
  ])("of the depth of %s is maxConstraintDepth", (_, wrap) => {
    const run = (depth: number) => runTask({ constraints: [nested(depth, wrap)] });
    expect(() => run(maxConstraintDepth)).not.toThrow();
    expect(() => run(maxConstraintDepth + 1)).toThrow(/nested at most 64 deep/);
  });

  it("of the depth of weighted is 64", () => {
    expect(() => runPolicy({ fitness: weightedDeep(64) })).not.toThrow();
    expect(() => runPolicy({ fitness: weightedDeep(65) })).toThrow(/nested at most 64 deep/);
  });
});

describe("the least value that is accepted", () => {
  it.each<readonly [what: string, policy: Policy]>([
    ["goodEnough", { goodEnough: 0 }],
    ["weights", { weights: { fitness: 0, preferences: 0, devices: 0 } }],
    ["maxAssignments", { maxAssignments: 0 }],
    ["hold", { hold: { forMs: 0, maxDeclines: 0 } }],
    ["assumedDurationMs", { assumedDurationMs: 0 }],
  ])("of %s in a policy is 0", (_, policy) => {
    expect(() => runPolicy(policy)).not.toThrow();
  });

  it("of what a task can use is what it needs", () => {
    expect(() => runTask({ resources: { cpus: 1 }, upTo: { cpus: 1, mem: 0 } })).not.toThrow();
  });

  it("of the time when a task is ready may be before 0, and that for which it runs is 0", () => {
    expect(() => runTask({ readyAtMs: -1, expectedDurationMs: 0 })).not.toThrow();
  });
});

describe("the tiers of a queue", () => {
  it("are 1,000 at most", () => {
    const tiers = Array.from({ length: 1000 }, () => ({}));
    expect(() => queueOf([], { tiers })).not.toThrow();
    expect(() => queueOf([], { tiers: [...tiers, {}] })).toThrow(/at most 1000 tiers$/);
  });

  it("may each guarantee all that they have to a bucket of one name", () => {
    const tier = { capacity: { cpus: 4 }, buckets: { alice: { guarantee: { cpus: 4 } } } };
    expect(() => queueOf([], { tiers: [tier, tier] })).not.toThrow();
  });
});

describe("a constraint of parts that come again and again", () => {
  it("may have no more of them in all than maxConstraints, within `not` too", () => {
    let constraint: Constraint = hasAttribute("zone");
    // 4 × 2^n − 3 of them after n times.
    for (let i = 0; i < 12; i++) constraint = anyOf(not(constraint), not(constraint));
    expect(() => runTask({ constraints: [constraint] })).toThrow(/a constraint of at most 10000 in all$/);
  });
});

describe("the role of a task", () => {
  it('may always be "*", though all offers have had another', () => {
    const cluster = clusterOf([offer({ role: "web" })]);
    const { unmatched } = match({ cluster, tasks: [task()], nowMs: 0 });
    expect(unmatched).toEqual([{ taskId: "t1", reason: "no-offers" }]);
  });

  it("may be any while nothing has been seen, whatever the policy names", () => {
    const input = { cluster: emptyCluster, tasks: [task({ role: "ads" })], policy: { roles: ["web"] } };
    expect(match({ ...input, nowMs: 0 }).unmatched).toEqual([{ taskId: "t1", reason: "no-offers" }]);
  });
});

describe("a policy without roles", () => {
  it("names no role", () => {
    const cluster = clusterOf([offer()]);
    expect(() => match({ cluster, tasks: [task({ role: "nobody" })], nowMs: 0 })).toThrow(
      /offers have had or the policy names \(\*\)/,
    );
  });
});

describe("a cluster as plain JSON", () => {
  it("is refused where an agent has the same offer twice", () => {
    const cluster = clusterOf([offer({ id: "o1", agentId: "a1" })]);
    const agent = cluster.agents[0];
    if (agent === undefined) throw new Error("the agent is not there");
    const twice: Cluster = {
      ...cluster,
      agents: [{ ...agent, offers: [...agent.offers, ...agent.offers] }],
    };
    expect(() => match({ cluster: twice, tasks: [], nowMs: 0 })).toThrow(
      'cluster.agents[0].offers[1].id is "o1", expected offers sorted by id',
    );
  });
});
