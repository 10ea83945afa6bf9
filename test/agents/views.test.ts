import { describe, expect, it } from "vitest";
import {
  clusterOf,
  customConstraint,
  explain,
  match,
  update,
  type AgentView,
  type Among,
  type Cluster,
  type Offer,
  type RoundView,
  type RunningTask,
  type Task,
} from "../../src/index.ts";
import { offer, offerOf, round, runningOn, task } from "../support/build.ts";

/** What the reading of the view of a task's agents gives, per agent. */
function seen<T>(
  cluster: Cluster,
  tasks: readonly Task[],
  read: (agent: AgentView) => T,
  probe: Partial<Task> = {},
): Readonly<Record<string, T>> {
  const readings: Record<string, T> = {};
  const constraint = customConstraint("probe", () => (agent) => {
    readings[agent.agentId] = read(agent);
    return true;
  });
  round(cluster, [...tasks, task({ id: "probe", resources: {}, ...probe, constraints: [constraint] })]);
  return readings;
}

/** What the reading of the round's view gives. */
function seenOfRound<T>(
  cluster: Cluster,
  tasks: readonly Task[],
  read: (view: RoundView) => T,
  probe: Partial<Task> = {},
): T {
  const readings: T[] = [];
  const constraint = customConstraint("probe", (_, view) => {
    readings.push(read(view));
    return () => true;
  });
  match({
    cluster,
    tasks: [...tasks, task({ id: "probe", resources: {}, ...probe, constraints: [constraint] })],
    nowMs: 77,
  });
  expect(readings).toHaveLength(1);
  return readings[0] as T;
}

const full: Offer = offer({
  resources: { cpus: 4, mem: 1000.5 },
  ports: [
    [31005, 31009],
    [31000, 31004],
    [31020, 31020],
  ],
  devices: [{ name: "gpu", count: 3, capacity: 2 }],
  attributes: { rack: "r1", zone: ["a", "b", "a"], one: ["x", "x"], none: [] },
  receivedAtMs: 1,
});
const running: RunningTask = runningOn(
  1,
  { id: "r1", group: "web", resources: { cpus: 1.5, disk: 10 } },
  { ports: [31002, 40000], devices: [{ name: "gpu", index: 1, units: 0.5, binding: "blue" }] },
);
function shared(): Cluster {
  return clusterOf([full, offer({ id: "o2", role: "ads", resources: { cpus: 3 } })], [running]);
}

const readNature = (agent: AgentView) => [
  agent.agentId,
  agent.hostname,
  ...["rack", "zone", "one", "none", "lacking", "hostname", "agentId", "constructor"].map((name) =>
    agent.attribute(name),
  ),
];

const readAmounts = (agent: AgentView) =>
  ["cpus", "mem", "disk", "net"].map((name) => [agent.free(name), agent.total(name)]);

const readAmountsAndPorts = (agent: AgentView) => [agent.free("cpus"), agent.total("cpus"), agent.ports];

const readApart = ({ free, total, attribute, devices }: AgentView) => [
  free("cpus"),
  total("cpus"),
  attribute("rack"),
  devices("gpu").length,
];

const readTasks = (agent: AgentView) => [agent.running, [...agent.assigned]];

const readAgentIds = (view: RoundView) => view.agents().map(({ agentId }) => agentId);

const readCoTasks = (among?: Among) => (view: RoundView) =>
  view.coTasks(among).map((each) => [each.task.id, each.agentId, each.hostname, each.attribute("zone")]);

const readHostnames = (view: RoundView) =>
  view.coTasks().map((each) => [each.hostname, each.attribute("hostname")]);

describe("the view of an agent", () => {
  it("shows who it is and its attributes, normalised", () => {
    expect(seen(shared(), [], readNature)).toEqual({
      a1: ["a1", "h1", "r1", ["a", "b"], "x", undefined, undefined, "h1", "a1", undefined],
    });
  });

  it("shows what the role's offers give, and with it what all tasks hold", () => {
    expect(seen(shared(), [], readAmounts)).toEqual({
      a1: [
        [4, 5.5],
        [1000.5, 1000.5],
        [0, 10],
        [0, 0],
      ],
    });
    expect(seen(shared(), [], readAmounts, { role: "ads" })["a1"]?.[0]).toEqual([3, 4.5]);
  });

  it("lets what takes a name be taken out of it", () => {
    const [shown] = Object.values(seen(shared(), [], readApart));
    expect(shown).toEqual([4, 5.5, "r1", 3]);
  });

  it("shows what tasks placed before in the round have left, in every role", () => {
    const before = [
      task({ resources: { cpus: 1 }, ports: 1 }),
      task({ id: "t2", role: "ads", resources: { cpus: 0.5 } }),
    ];
    expect(seen(shared(), before, readAmountsAndPorts)).toEqual({
      a1: [
        3,
        6,
        [
          [31001, 31001],
          [31003, 31009],
          [31020, 31020],
        ],
      ],
    });
    expect(seen(shared(), before, readAmountsAndPorts, { role: "ads" })).toEqual({ a1: [2.5, 5.5, []] });
  });

  it("shows free ports as ascending ranges that neither overlap nor touch", () => {
    expect(seen(shared(), [], (agent) => agent.ports)).toEqual({
      a1: [
        [31000, 31001],
        [31003, 31009],
        [31020, 31020],
      ],
    });
  });

  it("shows its devices by index, with what each serves", () => {
    const request = { name: "gpu", units: 2 };
    expect(seen(shared(), [task({ devices: [request] })], (agent) => agent.devices("gpu"))).toEqual({
      a1: [
        { index: 0, free: 0, capacity: 2 },
        { index: 1, free: 1.5, capacity: 2, binding: "blue" },
        { index: 2, free: 2, capacity: 2 },
      ],
    });
    expect(seen(shared(), [], (agent) => agent.devices("eni"))).toEqual({ a1: [] });
  });

  it("shows nothing free of a device that is granted over its capacity", () => {
    const over = runningOn(
      1,
      { id: "r2" },
      {
        devices: [
          { name: "gpu", index: 0, units: 5 },
          { name: "gpu", index: 9, units: 1 },
        ],
      },
    );
    const devices = seen(clusterOf([full], [over]), [], (agent) => agent.devices("gpu"))["a1"];
    expect(devices?.map(({ free }) => free)).toEqual([0, 2, 2]);
  });

  it("shows lists of tasks that nobody can change: the cluster's own stays as it is", () => {
    const cluster = shared();
    const lists = seen(cluster, [task()], (agent) => [agent.running, agent.assigned])["a1"] ?? [];
    expect(lists.map((list) => [list.length, Object.isFrozen(list)])).toEqual([
      [1, true],
      [1, true],
    ]);
    expect(update(cluster, [{ type: "task-ended", taskId: running.task.id }]).agents[0]?.running).toEqual([]);
  });

  it("shows the tasks that run there, and those placed there in the round", () => {
    expect(seen(shared(), [], readTasks)).toEqual({ a1: [[running], []] });
    const placed = task({ ports: 1, devices: [{ name: "gpu", units: 1, binding: "blue" }] });
    expect(seen(shared(), [placed], readTasks)).toEqual({
      a1: [
        [running],
        [
          {
            task: placed,
            agentId: "a1",
            hostname: "h1",
            ports: [31000],
            devices: [{ name: "gpu", index: 1, units: 1, binding: "blue" }],
          },
        ],
      ],
    });
  });

  it("shows the tasks placed there as they were when it was asked, one that is taken back no more", () => {
    const lists: (readonly RunningTask[])[] = [];
    const constraint = customConstraint("looker", () => (agent) => {
      lists.push(agent.assigned, agent.assigned);
      return true;
    });
    const never = customConstraint("never", () => () => false);
    const gang: Partial<Task> = { group: "g", gang: {} };
    round(clusterOf([offerOf(1)]), [
      task({ id: "one", constraints: [constraint] }),
      task({ id: "two", ...gang, constraints: [constraint] }),
      task({ id: "nowhere", ...gang, constraints: [constraint, never] }),
      task({ id: "four", constraints: [constraint] }),
    ]);
    const ids = lists.map((list) => list.map(({ task: { id } }) => id).join(" "));
    expect(ids).toEqual(["", "", "one", "one", "one two", "one two", "one", "one"]);
    expect(lists[2]).toBe(lists[3]);
  });

  it("stands for the agent at that moment of the round, whenever it is asked", () => {
    const kept: AgentView[] = [];
    const free: number[] = [];
    const constraint = customConstraint("keeper", () => (agent) => {
      kept.push(agent);
      free.push(kept[0]?.free("cpus") ?? -1);
      return true;
    });
    round(clusterOf([offer()]), [
      task({ constraints: [constraint] }),
      task({ id: "t2", constraints: [constraint] }),
    ]);
    expect(free).toEqual([4, 3]);
    expect(kept[0]?.free("cpus")).toBe(2);
  });
});

describe("the view of the round", () => {
  it("shows the time", () => {
    expect(seenOfRound(shared(), [], (view) => view.nowMs)).toBe(77);
  });

  it("shows the agents that can be given tasks of the role, in tie order", () => {
    const offers = [
      offerOf(3),
      offerOf(1, { hostname: "z" }),
      offerOf(2),
      offerOf(4, { role: "ads" }),
      offerOf(5, { attributes: { rack: "off" } }),
      offerOf(6),
      offerOf(8, { unavailability: { startMs: 77 } }),
    ].map((each) => ({ attributes: { rack: "on" }, ...each }));
    const some = update(clusterOf(offers, [runningOn(7, { id: "r1" })]), [
      { type: "agent-disabled", agentId: "a6", untilMs: 78 },
      { type: "active-groups-set", attribute: "rack", values: ["on"] },
    ]);
    expect(seenOfRound(some, [], readAgentIds)).toEqual(["a2", "a3", "a1"]);
    expect(seenOfRound(some, [], readAgentIds, { role: "ads" })).toEqual(["a4"]);
  });

  it("shows an explanation the agents that it shows a round", () => {
    const seen: (readonly string[])[] = [];
    const constraint = customConstraint("probe", (_, view) => {
      seen.push(readAgentIds(view));
      return () => true;
    });
    const offers = [offerOf(1), offerOf(2, { unavailability: { startMs: 0 } }), offerOf(3, { role: "ads" })];
    const made = round(clusterOf(offers), [task({ constraints: [constraint] })]);
    explain(made, "t1");
    expect(seen.length).toBeGreaterThan(1);
    expect(seen.map((ids) => ids.join())).toEqual(seen.map(() => "a1"));
  });

  it("shows the co-tasks, running and placed, with where each is and what its agent is like", () => {
    const offers = [offerOf(1, { attributes: { zone: ["a", "a"] } })];
    const elsewhere = runningOn(9, { id: "r9", group: "web", role: "ads" }, { hostname: "h9" });
    const all = clusterOf(offers, [elsewhere, runningOn(1, { id: "r1", group: "db" })]);
    const placed = [task({ group: "web" }), task({ id: "t2" })];
    const web = [
      ["r9", "a9", "h9", undefined],
      ["t1", "a1", "h1", "a"],
    ];
    expect(seenOfRound(all, placed, readCoTasks(), { group: "web" })).toEqual(web);
    expect(seenOfRound(all, placed, readCoTasks({ group: "web" }))).toEqual(web);
    expect(seenOfRound(all, placed, readCoTasks())).toEqual([]);
    expect(seenOfRound(all, placed, readCoTasks({ ids: ["t2", "r1", "t2", "nobody"] }))).toEqual([
      ["t2", "a1", "h1", "a"],
      ["r1", "a1", "h1", "a"],
    ]);
  });

  it("shows a co-task under the hostname that its agent has now", () => {
    const moved = clusterOf([offerOf(1)], [runningOn(1, { id: "r1", group: "web" }, { hostname: "old" })]);
    expect(seenOfRound(moved, [], readHostnames, { group: "web" })).toEqual([["h1", "h1"]]);
  });
});
