import { describe, expect, it } from "vitest";
import { agentsOf, clusterOf, emptyCluster, update, type Agent, type ClusterEvent } from "../../src/index.ts";
import { deepFreeze, offer, offerOf, offersOf, runningOn } from "../support/build.ts";

function after(...events: readonly ClusterEvent[]) {
  return update(emptyCluster, deepFreeze(events));
}

function received(...offers: readonly ReturnType<typeof offer>[]): ClusterEvent {
  return { type: "offers-received", offers };
}

function onlyAgent(cluster: { readonly agents: Readonly<Record<string, Agent>> }): Agent {
  const [agent, ...others] = Object.values(cluster.agents);
  if (agent === undefined || others.length > 0) throw new Error("not one agent");
  return agent;
}

describe("the empty cluster", () => {
  it("knows nothing", () => {
    expect(emptyCluster).toEqual({
      agents: {},
      offers: {},
      tasks: {},
      activeGroups: null,
      roles: [],
      rescinded: [],
    });
  });

  it("is frozen", () => {
    expect([emptyCluster, ...Object.values(emptyCluster)].every(Object.isFrozen)).toBe(true);
  });
});

describe("clusterOf", () => {
  it("holds the offers by agent, sorted by id, and the tasks where they run", () => {
    const offers = [
      offerOf(1, { id: "o3", role: "ads" }),
      offerOf(1, { id: "o2" }),
      offerOf(2, { id: "o1" }),
    ];
    const running = [runningOn(1, { id: "t2" }), runningOn(1, { id: "t1", role: "ops" })];
    expect(clusterOf(offers, running)).toEqual({
      agents: {
        "@a1": {
          id: "a1",
          hostname: "h1",
          attributes: {},
          devices: [],
          newestOfferAtMs: 0,
          offers: [offers[1], offers[0]],
          running,
        },
        "@a2": {
          id: "a2",
          hostname: "h2",
          attributes: {},
          devices: [],
          newestOfferAtMs: 0,
          offers: [offers[2]],
          running: [],
        },
      },
      offers: { "@o1": "a2", "@o2": "a1", "@o3": "a1" },
      tasks: { "@t1": "a1", "@t2": "a1" },
      activeGroups: null,
      roles: ["*", "ads", "ops"],
      rescinded: [],
    });
  });

  it("equals the cluster that the same events make", () => {
    const offers = offersOf({}, {});
    const running = [runningOn(3, {})];
    expect(clusterOf(offers, running)).toEqual(
      after(received(...offers), { type: "task-started", running: runningOn(3, {}) }),
    );
  });

  it("of nothing is empty", () => {
    expect(clusterOf([])).toEqual(emptyCluster);
  });
});

describe("update", () => {
  it("leaves the cluster given as it is", () => {
    const before = deepFreeze(clusterOf([offerOf(1)]));
    const copy = structuredClone(before);
    const next = update(before, [{ type: "agent-lost", agentId: "a1" }]);
    expect(before).toEqual(copy);
    expect(next.agents).toEqual({});
  });

  it("with no events changes nothing", () => {
    const before = clusterOf([offerOf(1)], [runningOn(2, {})]);
    expect(update(before, [])).toEqual(before);
  });

  it("keeps the agents that no event touches as they are", () => {
    const before = clusterOf(offersOf({}, {}));
    const next = update(before, [{ type: "offer-rescinded", offerId: "o2" }]);
    expect(next.agents["@a1"]).toBe(before.agents["@a1"]);
    expect(next.agents["@a2"]).toBeUndefined();
  });

  it("does not freeze what belongs to the caller", () => {
    const mine = offerOf(1, { attributes: { rack: "r1" } });
    update(clusterOf([mine]), [received(offerOf(2))]);
    expect(Object.isFrozen(mine)).toBe(false);
    expect(Object.isFrozen(mine.resources)).toBe(false);
  });
});

describe("offers received", () => {
  const older = offer({ id: "o9", hostname: "old", attributes: { rack: "r1" }, receivedAtMs: 10 });
  const newer = offer({
    id: "o1",
    hostname: "new",
    devices: [{ name: "gpu", count: 1, capacity: 1 }],
    receivedAtMs: 20,
  });

  it("say what the agent is, the newest of them, in whatever order they come", () => {
    for (const offers of [
      [older, newer],
      [newer, older],
    ]) {
      const { hostname, attributes, devices, newestOfferAtMs } = onlyAgent(after(received(...offers)));
      expect({ hostname, attributes, devices, newestOfferAtMs }).toEqual({
        hostname: "new",
        attributes: {},
        devices: newer.devices,
        newestOfferAtMs: 20,
      });
    }
  });

  it("that come late do not say what the agent is any more", () => {
    const { hostname, offers } = onlyAgent(after(received(newer), received(older)));
    expect(hostname).toBe("new");
    expect(offers.map(({ id }) => id)).toEqual(["o1", "o9"]);
  });

  it("of the same time take over from those that came before", () => {
    const same = { ...older, receivedAtMs: 20 };
    expect(onlyAgent(after(received(newer), received(same))).hostname).toBe("old");
  });

  it("of the same time and event count by their ids, the last of them", () => {
    const first = offer({ id: "a", hostname: "first" });
    const last = offer({ id: "b", hostname: "last" });
    expect(onlyAgent(after(received(last, first))).hostname).toBe("last");
  });

  it("without a time count as of time 0", () => {
    const early = offer({ id: "o2", hostname: "early", receivedAtMs: -1 });
    const { hostname, newestOfferAtMs } = onlyAgent(after(received(offer()), received(early)));
    expect([hostname, newestOfferAtMs]).toEqual(["h1", 0]);
    const late = offer({ id: "o2", hostname: "late", receivedAtMs: 1 });
    expect(onlyAgent(after(received(late), received(offer()))).hostname).toBe("late");
  });

  it("keep what is known of an agent when they go, while the agent is known", () => {
    const cluster = after(
      received(older),
      { type: "task-started", running: runningOn(1, {}) },
      { type: "offer-rescinded", offerId: "o9" },
    );
    expect(onlyAgent(cluster)).toMatchObject({
      hostname: "old",
      attributes: { rack: "r1" },
      newestOfferAtMs: 10,
      offers: [],
    });
  });

  it("are sorted by id, by UTF-16 code units", () => {
    const ids = ["b", "a", "Z", "\uffff", "\u{10000}", "10", "9"];
    const { offers } = onlyAgent(after(received(...ids.map((id) => offer({ id })))));
    expect(offers.map(({ id }) => id)).toEqual(["10", "9", "Z", "a", "b", "\u{10000}", "\uffff"]);
  });
});

describe("an offer rescinded", () => {
  it("is gone, and its agent with it if nothing else keeps it", () => {
    expect(after(received(offer()), { type: "offer-rescinded", offerId: "o1" })).toEqual(emptyCluster);
  });

  it("leaves the agent's other offers", () => {
    const cluster = after(received(offer(), offer({ id: "o2" })), { type: "offer-rescinded", offerId: "o1" });
    expect(cluster.offers).toEqual({ "@o2": "a1" });
    expect(onlyAgent(cluster).offers.map(({ id }) => id)).toEqual(["o2"]);
  });

  it("before it came is swallowed when it comes, once", () => {
    const rescinded = after({ type: "offer-rescinded", offerId: "o1" });
    expect(rescinded.rescinded).toEqual(["o1"]);
    const swallowed = update(rescinded, [received(offer())]);
    expect(swallowed).toEqual(emptyCluster);
    expect(update(swallowed, [received(offer())]).offers).toEqual({ "@o1": "a1" });
  });

  it("that is swallowed says nothing about its agent, but its role is known while there are agents", () => {
    const cluster = after(
      received(offerOf(2)),
      { type: "offer-rescinded", offerId: "o1" },
      received(offer({ role: "ads" })),
    );
    expect(Object.keys(cluster.agents)).toEqual(["@a2"]);
    expect(cluster.roles).toEqual(["*", "ads"]);
  });

  it("is remembered among the last 1,000, the oldest first", () => {
    const events: ClusterEvent[] = Array.from({ length: 1002 }, (_, i) => ({
      type: "offer-rescinded",
      offerId: `o${i}`,
    }));
    const { rescinded } = after(...events, { type: "offer-rescinded", offerId: "o2" });
    expect(rescinded).toHaveLength(1000);
    expect([rescinded[0], rescinded.at(-2), rescinded.at(-1)]).toEqual(["o3", "o1001", "o2"]);
  });

  it("twice is remembered once, and swallows once", () => {
    const twice = after(
      { type: "offer-rescinded", offerId: "o1" },
      { type: "offer-rescinded", offerId: "o1" },
    );
    expect(twice.rescinded).toEqual(["o1"]);
  });

  it("after it came and went is remembered", () => {
    const rescind: ClusterEvent = { type: "offer-rescinded", offerId: "o1" };
    expect(after(received(offer()), rescind, rescind).rescinded).toEqual(["o1"]);
  });

  it("may come back later in the same call", () => {
    const rescind: ClusterEvent = { type: "offer-rescinded", offerId: "o1" };
    expect(after(received(offer()), rescind, received(offer({ agentId: "a2" }))).offers).toEqual({
      "@o1": "a2",
    });
  });
});

describe("agentsOf", () => {
  it("lists the agents by hostname, then by id, by UTF-16 code units", () => {
    const names = [
      ["b", "h"],
      ["a", "h"],
      ["c", "H"],
      ["d", "10"],
      ["e", "9"],
      ["f", "\u{10000}"],
      ["g", "\uffff"],
    ] as const;
    const offers = names.map(([agentId, hostname], i) => offer({ id: `o${i}`, agentId, hostname }));
    expect(agentsOf(clusterOf(offers)).map(({ id }) => id)).toEqual(["d", "e", "c", "a", "b", "f", "g"]);
  });
});
