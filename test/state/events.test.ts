import { describe, expect, it } from "vitest";
import {
  clusterOf,
  emptyCluster,
  findTask,
  fromSnapshot,
  match,
  toSnapshot,
  update,
  type Cluster,
  type ClusterEvent,
} from "../../src/index.ts";
import { deepFreeze, offer, offerOf, refusalText, round, runningOn, task } from "../support/build.ts";

const lost: ClusterEvent = { type: "agent-lost", agentId: "a1" };
const disabled: ClusterEvent = { type: "agent-disabled", agentId: "a1", untilMs: 50 };
const enabled: ClusterEvent = { type: "agent-enabled", agentId: "a1" };
const ended: ClusterEvent = { type: "task-ended", taskId: "t1" };

describe("a task started", () => {
  it("makes its agent known by the hostname it gives", () => {
    const running = runningOn(1, { role: "ads" }, { ports: [31000] });
    expect(update(emptyCluster, [{ type: "task-started", running }])).toEqual({
      ...emptyCluster,
      agents: [{ id: "a1", hostname: "h1", attributes: {}, devices: [], offers: [], running: [running] }],
      roles: ["ads"],
    });
  });

  it("does not rename an agent that has a hostname", () => {
    const running = runningOn(1, {}, { hostname: "other" });
    expect(clusterOf([offer()], [running]).agents[0]?.hostname).toBe("h1");
  });

  it("names an agent that was known by its disabling alone", () => {
    const cluster = update(emptyCluster, [disabled, { type: "task-started", running: runningOn(1, {}) }]);
    expect(cluster.agents[0]).toMatchObject({ hostname: "h1", disabledUntilMs: 50 });
  });

  it("stands behind those that started before", () => {
    const cluster = clusterOf([], [runningOn(1, { id: "b" }), runningOn(1, { id: "a" })]);
    expect(cluster.agents[0]?.running.map(({ task: { id } }) => id)).toEqual(["b", "a"]);
  });
});

describe("a task ended", () => {
  it("is gone, and its agent with it if nothing else keeps it", () => {
    expect(update(clusterOf([], [runningOn(1, {})]), [ended]).agents).toEqual([]);
  });

  it("leaves the agent's other tasks", () => {
    const cluster = update(clusterOf([], [runningOn(1, {}), runningOn(1, { id: "t2" })]), [ended]);
    expect([findTask(cluster, "t1"), findTask(cluster, "t2")?.agentId]).toEqual([undefined, "a1"]);
    expect(cluster.agents[0]?.running.map(({ task: { id } }) => id)).toEqual(["t2"]);
  });

  it("that nobody knows does nothing", () => {
    const cluster = clusterOf([offer()]);
    expect(update(cluster, [ended, { type: "task-ended", taskId: "__proto__" }])).toEqual(cluster);
  });

  it("may start again in the same call, elsewhere", () => {
    const cluster = update(clusterOf([], [runningOn(1, {})]), [
      ended,
      ended,
      { type: "task-started", running: runningOn(2, {}) },
    ]);
    expect(cluster.agents.map(({ id }) => id)).toEqual(["a2"]);
    expect(findTask(cluster, "t1")?.agentId).toBe("a2");
  });
});

describe("an agent lost", () => {
  it("takes its offers and its tasks with it", () => {
    const cluster = clusterOf(
      [offerOf(1), offerOf(1, { id: "o3" }), offerOf(2)],
      [runningOn(1, {}), runningOn(2, { id: "t2" })],
    );
    expect(update(cluster, [lost])).toEqual(clusterOf([offerOf(2)], [runningOn(2, { id: "t2" })]));
  });

  it("is not disabled any more when it comes back", () => {
    const cluster = update(emptyCluster, [disabled, lost, { type: "offers-received", offers: [offer()] }]);
    expect(cluster).toEqual(clusterOf([offer()]));
  });

  it("that nobody knows does nothing, nor does losing it twice", () => {
    expect(update(clusterOf([offerOf(2)]), [lost])).toEqual(clusterOf([offerOf(2)]));
    expect(update(clusterOf([offerOf(1)]), [lost, lost]).agents).toEqual([]);
  });
});

describe("an agent disabled", () => {
  it("is remembered before anything else is known of it", () => {
    expect(update(emptyCluster, [disabled]).agents).toEqual([
      {
        id: "a1",
        hostname: "",
        attributes: {},
        devices: [],
        offers: [],
        running: [],
        disabledUntilMs: 50,
      },
    ]);
  });

  it("takes no task before its time, and takes them from then on", () => {
    const cluster = update(clusterOf([offer()]), [disabled]);
    const placedAt = (nowMs: number) => match({ cluster, tasks: [task()], nowMs }).assignments.length;
    expect([placedAt(49), placedAt(50), placedAt(51)]).toEqual([0, 1, 1]);
  });

  it("keeps what it has, and the last disabling counts", () => {
    const cluster = update(clusterOf([offer()]), [disabled, { ...disabled, untilMs: 7 }]);
    expect(cluster.agents[0]).toEqual({ ...clusterOf([offer()]).agents[0], disabledUntilMs: 7 });
  });

  it("is remembered though its time has passed, until it is enabled", () => {
    const cluster = match({
      cluster: update(clusterOf([offer()]), [disabled]),
      tasks: [],
      nowMs: 100,
    }).cluster;
    expect(cluster.agents.map(({ id }) => id)).toEqual(["a1"]);
    expect(update(cluster, [enabled])).toEqual({ ...emptyCluster, roles: ["*"] });
  });
});

describe("an agent enabled", () => {
  it("stands as if it had never been disabled", () => {
    expect(update(clusterOf([offer()]), [disabled, enabled])).toEqual(clusterOf([offer()]));
  });

  it("that was not disabled, or that nobody knows, changes nothing", () => {
    expect(update(clusterOf([offer()]), [enabled, { type: "agent-enabled", agentId: "a2" }])).toEqual(
      clusterOf([offer()]),
    );
  });
});

describe("an executor ended", () => {
  const ofE1: ClusterEvent = { type: "executor-ended", agentId: "a1", executorId: "e1" };
  const executor = { id: "e1", resources: { cpus: 0.5 } };
  const asking = task({ resources: { cpus: 1 }, executor });

  it("is none that the agent's offers name, those held too: the next task starts it anew", () => {
    const cluster = clusterOf([offer({ executors: ["e1", "e2", "e1"] })]);
    expect(round(cluster, [asking]).assignments[0]).not.toHaveProperty("executor");
    const without = deepFreeze(update(cluster, [ofE1]));
    expect(without).toEqual({ ...cluster, agents: [{ ...cluster.agents[0], executors: ["e2"] }] });
    expect(round(without, [asking]).assignments[0]?.executor).toEqual(executor);
    expect(update(without, [ofE1])).toBe(without);
    const again = { type: "offers-received", offers: [offer({ id: "o2", executors: ["e1"] })] } as const;
    expect(update(without, [again]).agents[0]?.executors).toEqual(["e1"]);
  });

  it("is remembered by later rounds, which hold the offers that named it", () => {
    const policy = { hold: { forMs: 1000 } };
    const held = round(clusterOf([offer({ executors: ["e1"] })]), [], policy).cluster;
    const next = round(update(held, [ofE1]), [], policy).cluster;
    expect(round(next, [asking], policy).assignments[0]?.executor).toEqual(executor);
  });

  it("leaves its tasks, and what they hold: they end by events of their own", () => {
    const started = runningOn(1, asking, { executor });
    const cluster = clusterOf([offer({ executors: ["e1"] })], [started]);
    const without = update(cluster, [ofE1]);
    expect(without.agents[0]?.running).toEqual([started]);
    const later = task({ id: "t2", resources: { cpus: 1 }, executor });
    expect(round(without, [later]).assignments[0]).not.toHaveProperty("executor");
    expect(round(update(without, [ended]), [later]).assignments[0]?.executor).toEqual(executor);
  });

  it("that nobody has named, or on an agent that nobody knows, changes nothing", () => {
    const cluster = clusterOf([offer({ executors: ["e2"] }), offerOf(2)]);
    expect(update(cluster, [ofE1, { ...ofE1, agentId: "a2" }, { ...ofE1, agentId: "a3" }])).toBe(cluster);
  });
});

describe("active groups set", () => {
  it("stay until they are set anew; null makes every agent active", () => {
    const groups = { attribute: "rack", values: ["r1", 2] };
    const set = update(emptyCluster, [{ type: "active-groups-set", ...groups }]);
    expect(set).toEqual({ ...emptyCluster, activeGroups: groups });
    expect(update(set, [lost]).activeGroups).toEqual(groups);
    expect(update(set, [{ type: "active-groups-set", attribute: "rack", values: null }])).toEqual(
      emptyCluster,
    );
  });
});

describe("roles", () => {
  it("are those of every offer and running task seen, and are known for good", () => {
    const cluster = clusterOf([offer({ role: "b" })], [runningOn(1, { role: "a" })]);
    expect(cluster.roles).toEqual(["a", "b"]);
    const without = update(cluster, [{ type: "offer-rescinded", offerId: "o1" }]);
    expect(without.roles).toEqual(["a", "b"]);
    const empty = update(without, [ended]);
    expect(empty).toEqual({ ...emptyCluster, roles: ["a", "b"] });
    expect(fromSnapshot(toSnapshot(empty)).roles).toEqual(["a", "b"]);
    expect(update(empty, [{ type: "offers-received", offers: [offer({ role: "c" })] }]).roles).toEqual([
      "a",
      "b",
      "c",
    ]);
  });

  it("that had an offer once may be asked in every later round, whatever was declined meanwhile", () => {
    const waiting = task({ role: "batch", resources: { cpus: 99 } });
    const declined = round(clusterOf([offer({ role: "batch" })]), [waiting]).cluster;
    expect(declined.agents).toEqual([]);
    const next = update(declined, [{ type: "offers-received", offers: [offer({ id: "o2", role: "web" })] }]);
    expect(round(next, [waiting]).unmatched).toEqual([{ taskId: "t1", reason: "no-offers" }]);
    expect(() => round(next, [task({ role: "bacth" })])).toThrow('tasks[0].role is "bacth"');
    expect(() => round(declined, [task({ role: "bacth" })])).toThrow('tasks[0].role is "bacth"');
  });
});

function full() {
  return update(clusterOf([offerOf(2, { attributes: { rack: ["r1"] } }), offerOf(1)], [runningOn(3, {})]), [
    disabled,
    { type: "active-groups-set", attribute: "rack", values: ["r1"] },
    { type: "offer-rescinded", offerId: "late" },
  ]);
}

describe("a snapshot", () => {
  it("is plain data of version 1, from which the same cluster comes back through JSON", () => {
    const cluster = full();
    const data: unknown = JSON.parse(JSON.stringify(toSnapshot(cluster)));
    expect(data).toEqual({ version: 1, ...cluster });
    expect(fromSnapshot(data)).toEqual(cluster);
    expect(JSON.stringify(toSnapshot(fromSnapshot(data)))).toBe(JSON.stringify(toSnapshot(cluster)));
  });

  it("of the empty cluster is the empty cluster", () => {
    expect(fromSnapshot(toSnapshot(emptyCluster))).toEqual(emptyCluster);
  });

  it("of another version is refused", () => {
    const cluster = full();
    expect(refusalText(() => fromSnapshot({ ...toSnapshot(cluster), version: 2 }))).toBe(
      "snapshot.version is 2, expected 1",
    );
    expect(refusalText(() => fromSnapshot(null))).toBe("snapshot is null, expected an object");
  });

  it("is made of nothing but a cluster: what could not be read back is not written", () => {
    const round = match({ cluster: full(), tasks: [], nowMs: 0 });
    expect(refusalText(() => toSnapshot(round as never))).toBe(
      "cluster.agents is undefined, expected an array",
    );
  });

  it.each<readonly [string, (data: Record<string, unknown>) => void]>([
    ['roles[1] is "*", expected names sorted, each once', (data) => (data["roles"] = ["*", "*"])],
    [
      "agents[0].offers[0].role is undefined, expected one of the roles of the cluster",
      (data) => (data["roles"] = []),
    ],
  ])("is refused where %s", (text, spoil) => {
    const data = JSON.parse(JSON.stringify(toSnapshot(clusterOf([offerOf(1)]))));
    spoil(data);
    expect(refusalText(() => fromSnapshot(data))).toBe(`snapshot.${text}`);
  });

  it.each<readonly [string, Cluster]>([
    ["an offer", clusterOf([offerOf(1)])],
    ["a running task", clusterOf([], [runningOn(1, { id: "r1" })])],
  ])("is refused where an agent has %s and no hostname", (_, cluster) => {
    const data = JSON.parse(JSON.stringify(toSnapshot(cluster)));
    data.agents[0].hostname = "";
    expect(refusalText(() => fromSnapshot(data))).toBe(
      'snapshot.agents[0].hostname is "", expected a non-empty string',
    );
  });

  it("is refused where it names more ids that were rescinded than are remembered, or one twice", () => {
    const data = JSON.parse(JSON.stringify(toSnapshot(clusterOf([]))));
    const ids = Array.from({ length: 1000 }, (_, i) => `o${i}`);
    expect(fromSnapshot({ ...data, rescinded: ids }).rescinded).toEqual(ids);
    expect(refusalText(() => fromSnapshot({ ...data, rescinded: [...ids, "o1000"] }))).toBe(
      "snapshot.rescinded is an array of 1001, expected at most 1000 ids",
    );
    expect(refusalText(() => fromSnapshot({ ...data, rescinded: ["o1", "o2", "o1"] }))).toBe(
      'snapshot.rescinded[2] is "o1", expected an id that comes once',
    );
  });

  it("is refused where a running task has a role that the cluster does not name", () => {
    const data = JSON.parse(
      JSON.stringify(toSnapshot(clusterOf([], [runningOn(1, { id: "r1", role: "web" })]))),
    );
    data.roles = ["*"];
    expect(refusalText(() => fromSnapshot(data))).toBe(
      'snapshot.agents[0].running[0].task.role is "web", expected one of the roles of the cluster',
    );
  });

  it("gives a cluster that goes on as the one it was made of", () => {
    const cluster = full();
    const back = fromSnapshot(JSON.parse(JSON.stringify(toSnapshot(cluster))));
    const input = { tasks: [task({ id: "t2" })], nowMs: 100 };
    expect(match({ ...input, cluster: back })).toEqual(match({ ...input, cluster }));
  });
});

describe("a cluster as plain JSON", () => {
  it("serves as well as the one it was made of", () => {
    const cluster = clusterOf([offerOf(1), offerOf(2)], [runningOn(2, { id: "r1" })]);
    const data = JSON.parse(JSON.stringify(cluster));
    expect(update(data, [lost])).toEqual(update(cluster, [lost]));
    expect(match({ cluster: data, tasks: [task()], nowMs: 0 })).toEqual(
      match({ cluster, tasks: [task()], nowMs: 0 }),
    );
  });

  it("stays its owner's: what is made of it is not changed with it", () => {
    const data = JSON.parse(JSON.stringify(clusterOf([offerOf(1), offerOf(2)])));
    const next = update(data, [ended]);
    const copy = structuredClone(next);
    data.agents[0].offers.pop();
    data.agents.pop();
    data.roles.push("ads");
    data.rescinded.push("o9");
    expect(next).toEqual(copy);
    expect(Object.isFrozen(data)).toBe(false);
    expect(update(data, [{ type: "offer-rescinded", offerId: "o2" }]).rescinded).toEqual(["o9", "o2"]);
  });

  it("is refused where its agents are not in tie order, or one comes twice", () => {
    const { agents, ...rest } = clusterOf([offerOf(1), offerOf(2), offerOf(3, { hostname: "h2" })]);
    const [first, second, third] = agents;
    const withAgents = (...list: readonly unknown[]) =>
      refusalText(() => update({ ...rest, agents: list as never }, []));
    expect(withAgents(second, first)).toBe(
      'cluster.agents[1].hostname is "h1", expected agents sorted by hostname, then id',
    );
    expect(withAgents(first, third, second)).toBe(
      'cluster.agents[2].id is "a2", expected agents sorted by hostname, then id',
    );
    expect(withAgents(first, second, { ...first, hostname: "h9", offers: [] })).toBe(
      'cluster.agents[2].id is "a1", expected an id that no other agent has',
    );
  });

  it("is refused where an offer or a running task is on two agents", () => {
    const { agents, ...rest } = clusterOf(
      [offerOf(1), offerOf(2)],
      [runningOn(1, {}), runningOn(2, { id: "t2" })],
    );
    const [first, second] = agents;
    const withSecond = (fields: object) =>
      refusalText(() => update({ ...rest, agents: [first, { ...second, ...fields }] as never }, []));
    expect(withSecond({ offers: [offerOf(2, { id: "o1" })] })).toBe(
      'cluster.agents[1].offers[0].id is "o1", expected an id that no other offer has',
    );
    expect(withSecond({ running: [runningOn(2, { id: "t2" }), runningOn(2, {})] })).toBe(
      'cluster.agents[1].running[1].task.id is "t1", expected an id that no other running task has',
    );
  });
});
