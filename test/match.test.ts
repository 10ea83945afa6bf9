import { describe, expect, it } from "vitest";
import {
  clusterOf,
  emptyCluster,
  match,
  update,
  type ClusterEvent,
  type MatchInput,
  type Task,
} from "../src/index.ts";
import { deepFreeze, offerOf, offersOf, placesOf, roundOver, runningOn, task } from "./support/build.ts";

describe("a round", () => {
  it("of nothing is nothing", () => {
    expect(match({ cluster: emptyCluster, tasks: [], nowMs: 0 })).toEqual({
      assignments: [],
      launches: [],
      declines: [],
      held: [],
      unmatched: [],
      cluster: emptyCluster,
      stats: { agents: 0, tasks: 0, blocksOpened: 0, agentsVisited: 0, scoresComputed: 0, evaluatorCalls: 0 },
    });
  });

  it("takes its input from prototypes too", () => {
    const input = {
      cluster: clusterOf([offerOf(1)]),
      tasks: [task({ readyAtMs: 5 }), task({ id: "t2" })],
      policy: { maxAssignments: 0 },
      nowMs: 4,
    };
    const inherited: MatchInput = Object.create(input);
    expect(match(inherited)).toEqual(match(input));
    expect(match(inherited).unmatched.map(({ reason }) => reason)).toEqual(["not-ready", "round-limit"]);
  });

  it("is the same again, whoever tried to write to the offers of an assignment", () => {
    const cluster = clusterOf([offerOf(1)]);
    const { assignments } = match({ cluster, tasks: [task()], nowMs: 0 });
    const offerIds = assignments[0]?.offerIds;
    expect(() => Reflect.apply(Array.prototype.push, offerIds, ["o2"])).toThrow(TypeError);
    const again = match({ cluster, tasks: [task()], nowMs: 0 });
    expect([again.assignments[0]?.offerIds, again.launches[0]?.offerIds]).toEqual([["o1"], ["o1"]]);
  });

  it("tries the tasks in the order given", () => {
    const small = task({ id: "small", resources: { cpus: 3 } });
    const big = task({ id: "big", resources: { cpus: 4 } });
    expect(placesOf(roundOver([offerOf(1)], [small, big]))).toEqual({ small: "a1" });
    expect(placesOf(roundOver([offerOf(1)], [big, small]))).toEqual({ big: "a1" });
  });

  it("goes on with the tasks after one that cannot go anywhere", () => {
    const tasks = [task({ resources: { cpus: 9 } }), task({ id: "t2" }), task({ id: "t3" })];
    expect(Object.keys(placesOf(roundOver([offerOf(1)], tasks)))).toEqual(["t2", "t3"]);
  });

  it("uses every agent until it is full", () => {
    const tasks = Array.from({ length: 500 }, (_, i) => task({ id: `t${i}`, resources: { cpus: 2 } }));
    const offers = Array.from({ length: 200 }, (_, i) => offerOf(i, { resources: { cpus: 4, mem: i } }));
    const { assignments, unmatched } = roundOver(offers, tasks);
    expect([assignments.length, unmatched.length]).toEqual([400, 100]);
    const counts = new Map<string, number>();
    for (const { agentId } of assignments) counts.set(agentId, (counts.get(agentId) ?? 0) + 1);
    expect([...new Set(counts.values())]).toEqual([2]);
  });

  it("serves each role with its own offers of an agent, all its tasks counted together", () => {
    const offers = [offerOf(1), offerOf(1, { id: "o2", role: "ads" }), offerOf(2, { id: "o3", role: "ads" })];
    const tasks = [task({ resources: { cpus: 4 } }), task({ id: "t2", role: "ads", resources: { cpus: 2 } })];
    const { assignments } = roundOver(offers, tasks);
    // With 4 of 8 cpus held and 2 asked, agent 1 is fuller for the second task than agent 2, with 2 of 4.
    expect(assignments.map(({ agentId, score }) => [agentId, score.fitness])).toEqual([
      ["a1", (4 / 4 + 0) / 2],
      ["a1", (6 / 8 + 0) / 2],
    ]);
  });

  it("changes nothing of its input, which may be deeply frozen", () => {
    const cluster = clusterOf(offersOf({ ports: [[1, 5]] }, {}), [runningOn(1, { id: "r1" })]);
    const input = deepFreeze({ cluster, tasks: [task({ ports: 2 })], policy: {}, nowMs: 0 });
    const copy = structuredClone(input);
    match(input);
    expect(input).toEqual(copy);
  });

  it("gives the same bytes for the same input", () => {
    const input = { cluster: clusterOf(offersOf({}, {}, {})), tasks: [task(), task({ id: "t2" })], nowMs: 0 };
    expect(JSON.stringify(match(input))).toBe(JSON.stringify(match(input)));
  });
});

const received = (...ids: readonly number[]): ClusterEvent => ({
  type: "offers-received",
  offers: ids.map((id) => offerOf(id, { resources: { cpus: 2 } })),
});

const web = (id: string): Task =>
  task({
    id,
    group: "web",
    resources: { cpus: 2 },
    constraints: [{ kind: "uniqueBy", attribute: "hostname" }],
  });

describe("a scheduler's life", () => {
  it("goes on round after round", () => {
    const first = match({
      cluster: update(emptyCluster, [received(1, 2)]),
      tasks: [web("w1"), web("w2"), web("w3")],
      nowMs: 0,
    });
    expect(placesOf(first)).toEqual({ w1: "a1", w2: "a2" });
    expect(first.unmatched).toEqual([{ taskId: "w3", reason: "no-agent-fits" }]);

    const again = update(first.cluster, [{ type: "task-ended", taskId: "w1" }, received(1)]);
    const second = match({ cluster: again, tasks: [web("w3")], nowMs: 1000 });
    expect(placesOf(second)).toEqual({ w3: "a1" });
    expect(second.cluster.agents.map(({ id, running }) => [id, running.map(({ task }) => task.id)])).toEqual([
      ["a1", ["w3"]],
      ["a2", ["w2"]],
    ]);
  });
});
