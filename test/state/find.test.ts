import { describe, expect, it } from "vitest";
import {
  clusterOf,
  emptyCluster,
  findAgent,
  findOffer,
  findTask,
  match,
  update,
  type Cluster,
} from "../../src/index.ts";
import { offer, offerOf, refusalText, runningOn, task } from "../support/build.ts";

const made = clusterOf([offerOf(1), offerOf(2), offerOf(2, { id: "o3" })], [runningOn(2, {})]);
const carried: Cluster = JSON.parse(JSON.stringify(made));

describe.each([
  ["made here", made],
  ["that went through JSON", carried],
])("in a cluster %s", (_, cluster) => {
  it("an agent, an offer and a running task are found by their ids", () => {
    expect(findAgent(cluster, "a2")).toBe(cluster.agents[1]);
    expect(findOffer(cluster, "o3")).toBe(cluster.agents[1]?.offers[1]);
    expect(findTask(cluster, "t1")).toBe(cluster.agents[1]?.running[0]);
  });

  it("nothing is found by the id of something else", () => {
    for (const id of ["nobody", "__proto__", "", "0", "h1"]) {
      expect([findAgent(cluster, id), findOffer(cluster, id), findTask(cluster, id)]).toEqual([
        undefined,
        undefined,
        undefined,
      ]);
    }
  });
});

it.each([
  ["agent", findAgent],
  ["task", findTask],
  ["offer", findOffer],
])("no %s is looked for in what is no cluster, or by what is no text", (name, find) => {
  expect(refusalText(() => find({} as never, "a1"))).toBe("cluster.agents is undefined, expected an array");
  expect(refusalText(() => find(null as never, "a1"))).toBe("cluster is null, expected an object");
  expect(refusalText(() => find(made, 1 as never))).toBe(`${name}Id is 1, expected a string`);
});

describe("what is found", () => {
  it("moves on with the cluster, and stays in the one before", () => {
    const next = update(made, [
      { type: "task-ended", taskId: "t1" },
      { type: "offer-rescinded", offerId: "o1" },
      {
        type: "offers-received",
        offers: [offer({ id: "o4", agentId: "a2", hostname: "h0", receivedAtMs: 1 })],
      },
    ]);
    expect([findAgent(next, "a1"), findOffer(next, "o1"), findTask(next, "t1")]).toEqual([
      undefined,
      undefined,
      undefined,
    ]);
    expect(findAgent(next, "a2")?.hostname).toBe("h0");
    expect(findOffer(next, "o4")?.hostname).toBe("h0");
    expect(findAgent(made, "a2")?.hostname).toBe("h2");
    expect(findTask(made, "t1")?.agentId).toBe("a2");
  });

  it("is no other agent that stands where one stood that is gone", () => {
    const three = clusterOf([offerOf(1), offerOf(2), offerOf(3)]);
    const lost = update(three, [{ type: "agent-lost", agentId: "a2" }]);
    expect([findAgent(lost, "a2"), findAgent(lost, "a3")?.id]).toEqual([undefined, "a3"]);
    const rescinded = update(three, [{ type: "offer-rescinded", offerId: "o2" }]);
    expect([findAgent(rescinded, "a2"), findAgent(rescinded, "a3")?.id]).toEqual([undefined, "a3"]);
  });

  it("is no other agent than one that a round has forgotten", () => {
    const running = [3, 4, 5, 6, 7].map((n) => runningOn(n, { id: `r${n}` }));
    const { cluster } = match({ cluster: clusterOf([offerOf(1), offerOf(2)], running), tasks: [], nowMs: 0 });
    expect(["a1", "a2", "a3"].map((id) => findAgent(cluster, id)?.id)).toEqual([undefined, undefined, "a3"]);
  });

  it("is known of agents that came behind all others", () => {
    const later = update(clusterOf([offerOf(1)]), [{ type: "offers-received", offers: [offerOf(2)] }]);
    expect(later.agents.map(({ id }) => id)).toEqual(["a1", "a2"]);
    expect([findAgent(later, "a1")?.id, findAgent(later, "a2")?.id]).toEqual(["a1", "a2"]);
  });

  it("is known after a round", () => {
    const { cluster } = match({ cluster: made, tasks: [task({ id: "t2" })], nowMs: 0 });
    expect(findTask(cluster, "t2")).toBe(
      findAgent(cluster, findTask(cluster, "t2")?.agentId ?? "")?.running.at(-1),
    );
    expect([findOffer(cluster, "o1"), findOffer(cluster, "o3")]).toEqual([undefined, undefined]);
  });

  it("of nothing is nothing", () => {
    expect([findAgent(emptyCluster, "a"), findOffer(emptyCluster, "o"), findTask(emptyCluster, "t")]).toEqual(
      [undefined, undefined, undefined],
    );
  });
});
