import { describe, expect, it } from "vitest";
import { accountOf, type Account, type AfterRound } from "../../bench/trace/account.ts";
import type { Day, Sample } from "../../bench/trace/day.ts";
import { readRequests } from "../../bench/trace/request.ts";
import { lagsOf, summaryOf } from "../../bench/trace/summary.ts";
import { clusterOf, queueOf, type Task } from "../../src/index.ts";

const first = taskOf("t1", 1);
const second = taskOf("t2", 1);

describe("the account of a trace", () => {
  it("finds nothing wrong where nothing is", () => {
    const account = accountWith(first, second);
    account.start("t1", "a1");
    account.compare(left([second], [first]));
    expect(account.counts).toEqual({ waiting: 1, running: 1, done: 0 });
    expect(account.cpus).toEqual({ waiting: 1, running: 1, agents: 4 });
    account.end("t1");
    account.start("t2", "a1");
    account.end("t2");
    account.order("small", 1);
    account.name("a1");
    account.leave("a1");
    account.compare(left([], []));
    expect(account.cpus).toEqual({ waiting: 0, running: 0, agents: 0 });
    expect(account.violations).toEqual([]);
  });

  it.each<readonly [string, AfterRound, readonly string[]]>([
    ["lost while it waited", left([], [first]), ["t2 is lost"]],
    ["lost while it ran", left([second], []), ["t1 is lost"]],
    [
      "still waiting",
      left([first, second], [first]),
      ["t1 is not waiting, but running", "t1 is there twice"],
    ],
    ["made up", left([second], [first, taskOf("t3", 1)]), ["t3 is not running, but unknown"]],
    ["on another agent", left([second], [first], "a2"), ["t1 runs on a1, not a2"]],
    ["kept back", { ...left([second], [first]), unmatched: [] }, ["t2 waits for no reason"]],
  ])("notices a task that is %s", (_, after, violations) => {
    const account = accountWith(first, second);
    account.start("t1", "a1");
    account.compare(after);
    expect(account.violations).toEqual(violations);
  });

  it("notices a task that arrives, starts or ends twice, or starts nowhere", () => {
    const account = accountWith(first, first, second);
    account.start("t1", "a1");
    account.start("t1", "a1");
    account.end("t1");
    account.end("t1");
    account.start("t2", "a2");
    expect(account.violations).toEqual([
      "t1 arrives twice",
      "t1 is not waiting, but running",
      "t1 is not running, but done",
      "a2 is not there",
    ]);
  });

  it.each([
    ["an agent", { group: "other", tier: 0 }, 4, "a1"],
    ["a group", { group: "team", tier: 0 }, 3, "group team"],
    ["a tier", { group: "other", tier: 1 }, 2, "tier 1"],
  ])(
    "notices that %s holds more than it may, to the thousandth, as a task starts",
    (_, whose, most, holder) => {
      const account = accountWith(
        { ...taskOf("t1", most), ...whose },
        { ...taskOf("t2", 0.001), ...whose },
        { ...taskOf("t3", 0.001), ...whose },
      );
      account.start("t1", "a1");
      expect(account.violations).toEqual([]);
      account.start("t2", "a1");
      expect(account.violations).toEqual([`${holder} holds more than it may, with t2`]);
      account.end("t1");
      account.start("t3", "a1");
      expect(account.violations).toHaveLength(1);
    },
  );

  it("notices a task that starts before one like it that came first", () => {
    const account = accountWith(first, second);
    account.start("t2", "a1");
    expect(account.violations).toEqual(["t2 starts before t1"]);
  });

  it("notices what may not be done with agents", () => {
    const account = accountWith(first, second);
    account.start("t1", "a1");
    account.name("a1");
    account.start("t2", "a1");
    account.end("t1");
    account.end("t2");
    account.name("a1");
    account.leave("a1");
    account.leave("a1");
    account.join("a2", "small", { cpus: 4 });
    account.join("a2", "small", { cpus: 4 });
    account.leave("a2");
    expect(account.violations).toEqual([
      "a1 is named for removal with tasks on it",
      "t2 starts on a1, which is named for removal",
      "a1 is named for removal twice",
      "a1 is not there",
      "a2 joins twice",
      "a2 goes, unnamed or with tasks on it",
    ]);
  });

  it("notices fewer or more agents than there may be, those asked for included", () => {
    const account = accountWith();
    account.order("small", 1);
    account.compare(left([], []));
    expect(account.violations).toEqual([]);
    account.order("small", 1);
    account.compare(left([], []));
    for (const id of ["a2", "a3"]) account.join(id, "small", { cpus: 4 });
    for (const id of ["a1", "a2", "a3"]) account.name(id);
    account.compare(left([], []));
    expect(account.violations).toEqual(["small has 3 agents, not 1 to 2", "small has 0 agents, not 1 to 2"]);
  });
});

describe("the requests of a trace", () => {
  const head = "arrival_s,tenant_batch,vcpus,mem_gb,life_min_s,life_max_s,censored";
  const rows = ["300,7,2,3.5,900,1200,0", "0,5,8,56,86100,86400,1", "300,7,1,1.75,9000,9300,0"];

  it("arrive in order, a batch at once within five minutes, and live for as long as is told", () => {
    const requests = readRequests([head, ...rows].join("\n"), 1);
    expect(requests.map(({ task }) => task.id)).toEqual(["vm-00001", "vm-00000", "vm-00002"]);
    const [, job, service] = requests;
    expect(job?.arrivalMs).toBe(service?.arrivalMs);
    expect(job?.arrivalMs).toBeGreaterThanOrEqual(300_000);
    expect(job?.arrivalMs).toBeLessThan(600_000);
    expect(job?.lifeMs).toBeGreaterThan(900_000);
    expect(job?.lifeMs).toBeLessThanOrEqual(1_200_000);
  });

  it("are services or jobs, of the tenant of their batch", () => {
    const [memory, job, service] = readRequests([head, ...rows].join("\n"), 1).map(({ task }) => task);
    expect([memory?.tier, job?.tier, service?.tier]).toEqual([0, 1, 0]);
    expect(job).toMatchObject({ resources: { cpus: 2, mem: 3584 }, bucket: service?.bucket ?? "" });
    expect([memory, job, service].map((task) => JSON.stringify(task?.constraints))).toEqual([
      expect.stringContaining("memory"),
      expect.stringContaining("job"),
      expect.stringContaining("service"),
    ]);
  });
});

describe("the summary of a day", () => {
  it("tells how the agents went with the load", () => {
    const summary = summaryOf(dayOf([10, 20, 40, 20], [12, 24, 48, 24]));
    expect(summary.correlation).toBeCloseTo(1, 12);
    expect(summary.peak).toBe(1.2);
    expect(summary.utilisation).toBeCloseTo(10 / 12, 12);
    expect(summary.agents).toEqual({ least: 12, mean: 27, most: 48, last: 24, idle: 0 });
    expect(summary.tasks).toEqual({ arrived: 100, launched: 70, done: 50, waiting: 30 });
  });

  it("says nothing against agents that follow, and what is wrong where they do not", () => {
    expect(lagsOf(summaryOf(dayOf([10, 20, 40, 20], [11, 21, 42, 22])))).toEqual([]);
    expect(lagsOf(summaryOf(dayOf([10, 20, 40, 20], [70, 60, 40, 60], 4)))).toEqual([
      "the correlation of load and agents is -1.00, not 0.9 or more",
      "0.39 of the agents' cpus are used, not 0.8 or more",
      "the agents' peak is 1.75 times that of the load, not 1.1 or less",
      "4 agents are idle, not one in 20 or less",
    ]);
    const late = { ...dayOf([1, 2], [1, 2]), shortMs: [1_000_000] };
    expect(lagsOf(summaryOf(late))).toEqual([
      "one task in a hundred waits 1000000 ms or more for agents, not 15 minutes",
    ]);
  });
});

/** Tasks that have arrived, and an agent of 4 cpus. A group may hold 3, a tier 2, and there may be an agent or two. */
function accountWith(...tasks: readonly Task[]): Account {
  const account = accountOf({
    ofGroups: { team: { cpus: 3 } },
    ofTiers: { 1: { cpus: 2 } },
    sizes: { small: { least: 1, most: 2 } },
  });
  for (const task of tasks) account.arrive(task);
  account.order("small", 1);
  account.join("a1", "small", { cpus: 4 });
  return account;
}

/** What is there after a round in which these were left waiting, and these run. */
function left(waiting: readonly Task[], running: readonly Task[], agentId: string = "a1"): AfterRound {
  return {
    queue: queueOf(waiting),
    cluster: clusterOf(
      [],
      running.map((task) => ({ task, agentId, hostname: agentId })),
    ),
    unmatched: waiting.map(({ id }) => ({ taskId: id, reason: "no-agent-fits" })),
  };
}

function taskOf(id: string, cpus: number): Task {
  return { id, group: "other", resources: { cpus } };
}

/** A day of these loads, all running, and of agents of one cpu each. */
function dayOf(loads: readonly number[], agents: readonly number[], idleAgents: number = 0): Day {
  const samples = loads.map((running, at): Sample => {
    const cpus = { waiting: 0, running, agents: agents[at] ?? 0 };
    const tasks = { waiting: 30, running: 20, done: 50 };
    return { atMs: 60_000 * at, tasks, cpus, agents: cpus.agents, idleAgents, turnMs: 1 };
  });
  return { arrived: 100, samples, shortMs: [], unmatched: [], reasons: new Set(), violations: [] };
}
