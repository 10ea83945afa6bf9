import { describe, expect, it } from "vitest";
import { clusterOf, match, update, type ClusterEvent, type RunningTask } from "../../src/index.ts";
import { clusterAfterRound, type RoundOutcome } from "../../src/state/after-round.ts";
import { offerOf, runningOn, task } from "../support/build.ts";

const cluster = clusterOf(
  [offerOf(1), offerOf(2, { role: "ads" }), offerOf(2, { id: "o4" }), offerOf(3)],
  [runningOn(3, { id: "r1" })],
);

function rescinded(...offerIds: readonly string[]): readonly ClusterEvent[] {
  return offerIds.map((offerId) => ({ type: "offer-rescinded", offerId }));
}

/** What starts on one agent, and nothing else. */
function startedOn(
  agent: number,
  ...tasks: readonly RunningTask[]
): Pick<RoundOutcome, "byAgent" | "started"> {
  return {
    byAgent: tasks.length === 0 ? [] : [{ agent, tasks }],
    started: tasks.map((running) => ({ running })),
  };
}

describe("the cluster after a round", () => {
  it("is the very same where nothing happened", () => {
    const outcome = { ...startedOn(1), gone: new Set<string>(), gives: new Uint8Array(3) };
    expect(clusterAfterRound(cluster, outcome)).toBe(cluster);
    const policy = { hold: { forMs: 1000 } };
    expect(match({ cluster, tasks: [], policy, nowMs: 0 }).cluster).toBe(cluster);
  });

  it("is what update makes of the same events", () => {
    const first = runningOn(2, { id: "t1", role: "ops" });
    const second = runningOn(2, { id: "t0" });
    const next = clusterAfterRound(cluster, {
      ...startedOn(1, first, second),
      gone: new Set(["o1", "o4"]),
      gives: Uint8Array.of(1, 1, 0),
    });
    const events: readonly ClusterEvent[] = [
      { type: "task-started", running: first },
      { type: "task-started", running: second },
      ...rescinded("o1", "o4"),
    ];
    expect(next).toEqual(update(cluster, events));
    expect(JSON.stringify(next)).toBe(JSON.stringify(update(cluster, events)));
    expect(next.agents.map(({ id }) => id)).toEqual(["a2", "a3"]);
    expect(next.agents[1]).toBe(cluster.agents[2]);
    expect([next.agents, ...next.agents].every(Object.isFrozen)).toBe(true);
  });

  it("runs on an agent the tasks that ran there, and then those of the round in their order", () => {
    const tasks = [task({ id: "t2" }), task({ id: "t1" })];
    const { cluster: next } = match({
      cluster: clusterOf([offerOf(3)], [runningOn(3, { id: "r1" })]),
      tasks,
      nowMs: 0,
    });
    expect(next.agents[0]?.running.map(({ task: { id } }) => id)).toEqual(["r1", "t2", "t1"]);
  });

  it.each([-1, 0])("knows an agent without offers that is disabled until %i", (untilMs) => {
    const disabled = update(clusterOf([offerOf(1)]), [{ type: "agent-disabled", agentId: "a1", untilMs }]);
    const { cluster: next } = match({ cluster: disabled, tasks: [], nowMs: 5 });
    expect(next.agents).toEqual([{ ...disabled.agents[0], offers: [] }]);
  });

  it("has no offers left where all are gone", () => {
    const first = runningOn(2, { id: "t1" });
    const next = clusterAfterRound(cluster, {
      ...startedOn(1, first),
      gone: undefined,
      gives: Uint8Array.of(1, 1, 1),
    });
    const events: readonly ClusterEvent[] = [{ type: "task-started", running: first }];
    expect(next).toEqual(update(cluster, [...events, ...rescinded("o1", "o2", "o3", "o4")]));
    expect(next.agents.flatMap(({ offers }) => offers)).toEqual([]);
  });

  it("knows the roles that it knew where no agent is left", () => {
    const offered = clusterOf([offerOf(1), offerOf(2, { role: "ads" })]);
    const { cluster: next } = match({ cluster: offered, tasks: [], nowMs: 0 });
    expect(next).toEqual(update(offered, rescinded("o1", "o2")));
    expect(next.roles).toEqual(["*", "ads"]);
  });

  it("goes on as the one that update makes", () => {
    const tasks = [task({ resources: { cpus: 4 } }), task({ id: "t2", resources: { cpus: 9 } })];
    const { cluster: next } = match({
      cluster,
      tasks,
      policy: { hold: { forMs: 1, maxDeclines: 1 } },
      nowMs: 5,
    });
    const more: readonly ClusterEvent[] = [
      { type: "task-ended", taskId: "t1" },
      { type: "task-ended", taskId: "r1" },
      ...rescinded(...next.agents.flatMap(({ offers }) => offers.map(({ id }) => id))),
    ];
    expect(next.agents.length).toBeGreaterThan(0);
    expect(update(next, more).agents).toEqual([]);
  });
});
