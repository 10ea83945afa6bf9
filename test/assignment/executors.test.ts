import { describe, expect, it } from "vitest";
import {
  clusterOf,
  customFitness,
  findTask,
  match,
  queueOf,
  sharesOf,
  update,
  type Assignment,
  type Policy,
  type Task,
} from "../../src/index.ts";
import { naiveMatch } from "../oracle/match.ts";
import { assignmentOf, offer, offerOf, offersOf, placesOf, round, roundOver } from "../support/build.ts";
import { runningOn, task } from "../support/build.ts";

const half = { id: "e", resources: { cpus: 0.5 } };

/** So many tasks, `t1`, `t2`, …, of 1 cpu each, under the executor `e` that takes half a cpu. */
function under(count: number, fields: Partial<Task> = {}): readonly Task[] {
  return Array.from({ length: count }, (_, i) => task({ id: `t${i + 1}`, executor: half, ...fields }));
}

function startersOf(assignments: readonly Assignment[]): readonly string[] {
  return assignments.filter((each) => "executor" in each).map(({ taskId }) => taskId);
}

describe("an executor", () => {
  it("is taken with the first of its tasks on an agent, and not with those after it", () => {
    const fitting = [...under(2), task({ id: "last", resources: { cpus: 1.5 } })];
    const { assignments, unmatched } = roundOver([offer()], fitting);
    expect(assignments.map((each) => each.executor)).toEqual([half, undefined, undefined]);
    expect(startersOf(assignments)).toEqual(["t1"]);
    expect(unmatched).toEqual([]);
    const tooMuch = [...under(2), task({ id: "last", resources: { cpus: 1.501 } })];
    expect(roundOver([offer()], tooMuch).unmatched).toEqual([{ taskId: "last", reason: "no-agent-fits" }]);
  });

  it("is taken on every agent anew, and for every id", () => {
    const offers = offersOf({ resources: { cpus: 2.6 } }, { resources: { cpus: 2.6 } });
    const made = roundOver(offers, under(4));
    expect(placesOf(made)).toEqual({ t1: "a1", t2: "a1", t3: "a2", t4: "a2" });
    expect(startersOf(made.assignments)).toEqual(["t1", "t3"]);
    const own = under(3).map((each) => ({ ...each, executor: { ...half, id: `own ${each.id}` } }));
    const each = roundOver(offers, own);
    expect(placesOf(each)).toEqual({ t1: "a1", t2: "a2" });
    expect(startersOf(each.assignments)).toEqual(["t1", "t2"]);
  });

  it("keeps a task from an agent that has room for the task alone", () => {
    const offers = offersOf({ resources: { cpus: 1.499 } }, { resources: { cpus: 1.5 } });
    expect(placesOf(roundOver(offers, under(1)))).toEqual({ t1: "a2" });
  });

  it("may take what the task does not ask", () => {
    const executor = { id: "e", resources: { disk: 1 } };
    const offers = offersOf({ resources: { cpus: 4 } }, { resources: { cpus: 9, disk: 1 } });
    const tasks = [...under(1, { executor }), task({ id: "last", resources: { disk: 0.001 } })];
    expect(placesOf(roundOver(offers, tasks))).toEqual({ t1: "a2" });
  });

  it("that takes nothing is started too", () => {
    for (const resources of [{}, { cpus: 0, mem: 0.0004 }]) {
      const executor = { id: "e", resources };
      const offers = [offer({ resources: { cpus: 1 } })];
      expect(assignmentOf(roundOver(offers, under(1, { executor }))).executor).toBe(executor);
    }
  });

  it("runs where the agent's newest offer names it", () => {
    const named = roundOver([offer({ executors: ["d", "e"], resources: { cpus: 1 } })], under(1));
    expect(startersOf(named.assignments)).toEqual([]);
    expect(placesOf(named)).toEqual({ t1: "a1" });
    const old = offer({ id: "o2", executors: ["e"], resources: { cpus: 1 } });
    const cluster = clusterOf([old, offer({ receivedAtMs: 1, resources: { cpus: 0.4 } })]);
    expect(cluster.agents[0]).not.toHaveProperty("executors");
    expect(round(cluster, under(1)).assignments).toEqual([]);
  });

  it("runs where a task of it runs", () => {
    const running = [runningOn(1, { id: "r1", executor: half })];
    const made = roundOver([offer({ resources: { cpus: 1 } })], under(1), {}, running);
    expect(startersOf(made.assignments)).toEqual([]);
    expect(placesOf(made)).toEqual({ t1: "a1" });
    const other = [runningOn(1, { id: "r1", executor: { ...half, id: "d" } })];
    expect(roundOver([offer({ resources: { cpus: 1 } })], under(1), {}, other).assignments).toEqual([]);
  });

  it("is taken from the offers of the role of the task that starts it, and serves tasks of all roles", () => {
    const offers = [
      offer({ resources: { cpus: 1 } }),
      offer({ id: "o2", role: "ads", resources: { cpus: 1.5 } }),
    ];
    const [first, second] = under(2);
    if (first === undefined || second === undefined) throw new Error("no tasks");
    const made = roundOver(offers, [
      { ...first, id: "t0" },
      { ...first, role: "ads" },
      second,
      task({ id: "last", role: "ads", resources: { cpus: 0.001 } }),
    ]);
    expect(placesOf(made)).toEqual({ t1: "a1", t2: "a1" });
    expect(startersOf(made.assignments)).toEqual(["t1"]);
  });

  it("counts as the task that starts it says", () => {
    const tasks = [
      ...under(1),
      task({ id: "t2", executor: { id: "e", resources: { cpus: 3 } } }),
      task({ id: "last", resources: { cpus: 1.5 } }),
    ];
    expect(roundOver([offer()], tasks).unmatched).toEqual([]);
  });

  it("adds nothing to the score of the task that starts it, and counts as held for the next", () => {
    const offers = [offer({ resources: { cpus: 4, mem: 4 } })];
    const { assignments } = roundOver(offers, under(2, { resources: { cpus: 1, mem: 1 } }));
    expect(assignments.map(({ score }) => score.fitness)).toEqual([0.25, (2.5 / 4 + 2 / 4) / 2]);
  });

  it("is no part of limits on groups", () => {
    const policy: Policy = { groupLimits: { web: { cpus: 2 } } };
    const made = roundOver([offer()], under(3, { group: "web" }), policy);
    expect(Object.keys(placesOf(made))).toEqual(["t1", "t2"]);
    const running = [runningOn(1, { id: "r1", group: "web", executor: half }, { executor: half })];
    expect(Object.keys(placesOf(roundOver([offer()], under(2, { group: "web" }), policy, running)))).toEqual([
      "t1",
    ]);
  });

  it("is no part of what a bucket holds, but of what the cluster has in all", () => {
    const started = { executor: { ...half, resources: { cpus: 3 } } };
    const running = [
      runningOn(1, { id: "r1", bucket: "alice", executor: half }, started),
      runningOn(2, { id: "r2", bucket: "bob", resources: { cpus: 2 } }),
    ];
    const cluster = clusterOf([offer()], running);
    const waiting = [task({ id: "b1", bucket: "bob" }), task({ id: "a1", bucket: "alice" })];
    const queue = queueOf(waiting, { tiers: [{ capacity: { mem: 1000, cpus: 4 } }] });
    const made = match({ cluster, tasks: queue, nowMs: 0 });
    expect(made.assignments.map(({ taskId }) => taskId)).toEqual(["a1"]);
    expect(made.unmatched).toEqual([{ taskId: "b1", reason: "tier-limit" }]);
    expect(sharesOf(queueOf(waiting), cluster)).toMatchObject([
      { bucket: "alice", held: { cpus: 1 }, share: 0.1 },
      { bucket: "bob", held: { cpus: 2 }, share: 0.2 },
    ]);
  });

  it("leaves less to a task that can use more than it needs", () => {
    const made = roundOver([offer()], under(1, { upTo: { cpus: 9 } }));
    expect(assignmentOf(made)).toMatchObject({ resources: { cpus: 3.5 }, executor: half });
  });

  it("is held beside the task that started it, until that ends", () => {
    const made = roundOver([offer()], under(2));
    expect(findTask(made.cluster, "t1")?.executor).toBe(half);
    expect(findTask(made.cluster, "t2")).not.toHaveProperty("executor");
    const totals: number[] = [];
    const fitness = customFitness("look", () => (agent) => {
      totals.push(agent.total("cpus"), agent.free("cpus"));
      return 0;
    });
    const again = update(made.cluster, [{ type: "offers-received", offers: [offer({ id: "o2" })] }]);
    const ended = update(again, [{ type: "task-ended", taskId: "t1" }]);
    for (const cluster of [again, ended]) round(cluster, [task({ id: "t9" })], { fitness });
    expect(totals).toEqual([6.5, 4, 5, 4]);
  });
});

describe("the executors of a gang that is taken back", () => {
  const gang = { group: "ring", gang: {} };

  it("are given back with it, and a task after it starts them anew", () => {
    const offers = [offer()];
    const tasks = [
      ...under(4, gang),
      task({ id: "after", executor: half, resources: { cpus: 3.5 } }),
      task({ id: "last", resources: { cpus: 0.001 } }),
    ];
    const made = roundOver(offers, tasks);
    expect(placesOf(made)).toEqual({ after: "a1" });
    expect(assignmentOf(made, "after").executor).toBe(half);
  });

  it("stay where the tasks before it run under them", () => {
    const tasks = [
      ...under(1),
      ...under(3, gang).map((each) => ({ ...each, id: `g${each.id}` })),
      task({ id: "after", executor: half, resources: { cpus: 2.5 } }),
    ];
    const made = roundOver([offer()], tasks);
    expect(placesOf(made)).toEqual({ t1: "a1", after: "a1" });
    expect(startersOf(made.assignments)).toEqual(["t1"]);
  });

  it("are given back in every role, as if it had not been tried", () => {
    const offers = [
      offer({ resources: { cpus: 1.2 } }),
      offer({ id: "o9", role: "ads", resources: { cpus: 2.5 } }),
      offerOf(2, { resources: { cpus: 1.2 } }),
    ];
    const [first, second, third] = under(3, gang);
    if (!(first && second && third)) throw new Error("no tasks");
    const tasks = [
      { ...first, role: "ads" },
      second,
      { ...third, resources: { cpus: 9 } },
      task({ id: "after", executor: half }),
      task({ id: "ads", role: "ads", executor: half, resources: { cpus: 2 } }),
    ];
    const made = roundOver(offers, tasks);
    expect(placesOf(made)).toEqual({ ads: "a1" });
    expect(startersOf(made.assignments)).toEqual(["ads"]);
    const { round: naive } = naiveMatch({ cluster: clusterOf(offers), tasks, nowMs: 0 });
    expect(made.unmatched).toEqual(naive.unmatched);
  });
});

describe("agents where an executor would be too much", () => {
  const many = Array.from({ length: 640 }, (_, i) => offerOf(i, { resources: { cpus: 1.2, mem: 2 } }));

  it("are looked at once for tasks that are alike, under one executor or each under its own", () => {
    const own = under(100).map((each) => ({ ...each, executor: { ...half, id: `own ${each.id}` } }));
    for (const tasks of [under(100), own]) {
      const { assignments, stats } = roundOver(many, tasks);
      expect(assignments).toEqual([]);
      expect(stats.agentsVisited).toBeLessThan(3 * many.length);
    }
  });

  it("are looked at again for tasks that ask less, or whose executors take less", () => {
    const tasks = [
      ...under(3),
      task({ id: "less", executor: half, resources: { cpus: 0.7 } }),
      task({ id: "light", executor: { id: "f", resources: { cpus: 0.2 } } }),
      task({ id: "mem", executor: { id: "g", resources: { mem: 1.5 } } }),
    ];
    expect(placesOf(roundOver(many, tasks))).toEqual({ less: "a0", light: "a1", mem: "a10" });
  });

  it("are looked at again for tasks whose executor runs on one of them", () => {
    const offers = [...many.slice(1), offerOf(0, { executors: ["e"], resources: { cpus: 1.2 } })];
    const others = under(3).map((each) => ({ ...each, executor: { ...half, id: `own ${each.id}` } }));
    expect(placesOf(roundOver(offers, [...others, task({ id: "last", executor: half })]))).toEqual({
      last: "a0",
    });
  });

  it("are looked at again once the executor runs there", () => {
    const later = task({ id: "later", executor: half });
    const twice = [
      ...under(3),
      task({ id: "small", executor: { id: "e", resources: {} }, resources: { cpus: 0.1 } }),
    ];
    expect(placesOf(roundOver(many, [...twice, later]))).toEqual({ small: "a0", later: "a0" });
    const ads = offerOf(77, { id: "ads", role: "ads", resources: { cpus: 1 } });
    const other = [...under(3), task({ id: "small", role: "ads", executor: half, resources: { cpus: 0.1 } })];
    expect(placesOf(roundOver([...many, ads], [...other, later]))).toEqual({ small: "a77", later: "a77" });
  });
});
