import { describe, expect, it } from "vitest";
import {
  clusterOf,
  match,
  update,
  type Cluster,
  type ClusterEvent,
  type Offer,
  type Task,
} from "../../src/index.ts";
import { offerOf, placesOf, round, runningOn, task } from "../support/build.ts";

function received(...offers: readonly Offer[]): ClusterEvent {
  return { type: "offers-received", offers };
}

/** Nothing is known of it but what it says. */
function read(cluster: Cluster): Cluster {
  return JSON.parse(JSON.stringify(cluster));
}

const running = [2, 3, 4, 5, 6, 7].map((n) => runningOn(n, { id: `r${n}` }));
const large: readonly Task[] = [task({ id: "large", resources: { cpus: 8 } })];

describe("a cluster of which some agents were forgotten by a round", () => {
  it("knows them by nothing any more when they come again", () => {
    const { cluster } = round(clusterOf([offerOf(1)], running), []);
    expect(cluster.agents.map(({ id }) => id)).toEqual(["a2", "a3", "a4", "a5", "a6", "a7"]);
    expect(update(cluster, [received(offerOf(1))])).toEqual(clusterOf([offerOf(1)], running));
  });

  it("leads to the same rounds as one that was read from JSON, though others were given tasks", () => {
    const first = round(clusterOf([offerOf(1), offerOf(3, { resources: { cpus: 9 } })], running), large);
    expect(placesOf(first)).toEqual({ large: "a3" });
    const next = update(first.cluster, [received(offerOf(5, { resources: { cpus: 8 } }))]);
    const tasks = [task({ id: "t1" }), task({ id: "next", resources: { cpus: 8 } })];
    const input = { cluster: next, tasks: tasks.toReversed(), nowMs: 0 };
    expect(match(input)).toEqual(match({ ...input, cluster: read(next) }));
    expect(placesOf(match(input))).toEqual({ next: "a5" });
  });
});

describe("a cluster after several updates without a round between", () => {
  it("knows in the next round of what each of them has changed", () => {
    const known = clusterOf([1, 2, 3, 4, 5, 6].map((n) => offerOf(n)));
    expect(round(known, large).assignments).toEqual([]);
    const more = update(known, [received(offerOf(1, { id: "more" }))]);
    const last = update(more, [received(offerOf(2, { id: "last", resources: { cpus: 1 } }))]);
    expect(placesOf(round(last, large))).toEqual({ large: "a1" });
  });
});

describe("a cluster after a round that held offers", () => {
  const known = clusterOf([1, 2, 3, 4, 5, 6].map((n) => offerOf(n, { receivedAtMs: 0 })));
  const policy = { hold: { forMs: 1000 } };

  it("has none any more of the agent on which a task was started", () => {
    const first = round(known, [task({ id: "t1" })], policy);
    expect(placesOf(first)).toEqual({ t1: "a1" });
    expect(placesOf(round(first.cluster, [task({ id: "t2" })], policy))).toEqual({ t2: "a2" });
  });

  it("has none any more of an agent of which one was declined and a task runs on", () => {
    const running = [runningOn(1, { id: "r1" })];
    const cluster = clusterOf(
      [1, 2, 3, 4, 5, 6].map((n) => offerOf(n, { receivedAtMs: n })),
      running,
    );
    const first = match({ cluster, tasks: [], policy: { hold: { forMs: 10, maxDeclines: 1 } }, nowMs: 50 });
    expect(first.declines.map(({ agentId }) => agentId)).toEqual(["a1"]);
    expect(placesOf(round(first.cluster, [task()]))).toEqual({ t1: "a2" });
  });
});

describe("a cluster to which agents came, or of which some were lost", () => {
  const known = clusterOf([1, 2, 3, 4, 5, 6].map((n) => offerOf(n)));

  it("knows in the next round of all its agents as they are, those that changed meanwhile among them", () => {
    expect(round(known, large).assignments).toEqual([]);
    const came = update(known, [received(offerOf(0), offerOf(3, { id: "more" }))]);
    expect(placesOf(round(came, large))).toEqual({ large: "a3" });
    const lost = update(known, [{ type: "agent-lost", agentId: "a1" }, received(offerOf(4, { id: "more" }))]);
    expect(placesOf(round(lost, large))).toEqual({ large: "a4" });
  });
});

describe("a cluster that was read from JSON", () => {
  it("stays its owner's, down to the lists of its agents", () => {
    const scarce: ClusterEvent = { type: "scarce-set", resources: ["gpus"] };
    const data = JSON.parse(JSON.stringify(update(clusterOf([offerOf(1)], running), [scarce])));
    const next = update(data, [{ type: "task-ended", taskId: "nobody" }]);
    const copy = structuredClone(next);
    expect(Object.isFrozen(data.scarce)).toBe(false);
    data.scarce.push("ssd");
    for (const agent of data.agents) agent.running.pop();
    expect(next).toEqual(copy);
  });
});
