import { describe, expect, it } from "vitest";
import {
  clusterOf,
  emptyCluster,
  findOffer,
  update,
  type Agent,
  type Cluster,
  type ClusterEvent,
} from "../../src/index.ts";
import { deepFreeze, offer, offerOf, offersOf, runningOn } from "../support/build.ts";

function after(...events: readonly ClusterEvent[]) {
  return update(emptyCluster, deepFreeze(events));
}

function received(...offers: readonly ReturnType<typeof offer>[]): ClusterEvent {
  return { type: "offers-received", offers };
}

function onlyAgent({ agents }: Cluster): Agent {
  const [agent, ...others] = agents;
  if (agent === undefined || others.length > 0) throw new Error("not one agent");
  return agent;
}

function idsOf({ agents }: Cluster): readonly string[] {
  return agents.map(({ id }) => id);
}

describe("the empty cluster", () => {
  it("knows nothing", () => {
    expect(emptyCluster).toEqual({
      agents: [],
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
      agents: [
        {
          id: "a1",
          hostname: "h1",
          attributes: {},
          devices: [],
          newestOfferAtMs: 0,
          offers: [offers[1], offers[0]],
          running,
        },
        {
          id: "a2",
          hostname: "h2",
          attributes: {},
          devices: [],
          newestOfferAtMs: 0,
          offers: [offers[2]],
          running: [],
        },
      ],
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
    expect(next.agents).toEqual([]);
  });

  it("with no events changes nothing", () => {
    const before = clusterOf([offerOf(1)], [runningOn(2, {})]);
    expect(update(before, [])).toBe(before);
    expect(update(before, [{ type: "task-ended", taskId: "nobody" }])).toBe(before);
  });

  it("keeps the agents that no event touches as they are", () => {
    const before = clusterOf(offersOf({}, {}));
    const next = update(before, [{ type: "offer-rescinded", offerId: "o2" }]);
    expect(next.agents).toHaveLength(1);
    expect(next.agents[0]).toBe(before.agents[0]);
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
  const lone = { ...emptyCluster, roles: ["*"] };

  it("is gone, and its agent with it if nothing else keeps it", () => {
    expect(after(received(offer()), { type: "offer-rescinded", offerId: "o1" })).toEqual(lone);
  });

  it("leaves the agent's other offers", () => {
    const cluster = after(received(offer(), offer({ id: "o2" })), { type: "offer-rescinded", offerId: "o1" });
    expect(onlyAgent(cluster).offers.map(({ id }) => id)).toEqual(["o2"]);
  });

  it("before it came is swallowed when it comes, once", () => {
    const rescinded = after({ type: "offer-rescinded", offerId: "o1" });
    expect(rescinded.rescinded).toEqual(["o1"]);
    const swallowed = update(rescinded, [received(offer())]);
    expect(swallowed).toEqual(lone);
    expect(findOffer(update(swallowed, [received(offer())]), "o1")?.agentId).toBe("a1");
  });

  it("that is swallowed says nothing about its agent, but its role is known from then on", () => {
    const cluster = after(
      received(offerOf(2)),
      { type: "offer-rescinded", offerId: "o1" },
      received(offer({ role: "ads" })),
    );
    expect(onlyAgent(cluster).id).toBe("a2");
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
    const cluster = after(received(offer()), rescind, received(offer({ agentId: "a2" })));
    expect(onlyAgent(cluster)).toMatchObject({ id: "a2", offers: [{ id: "o1" }] });
  });
});

describe("the agents of a cluster", () => {
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

  it("stand by hostname, then by id, by UTF-16 code units", () => {
    expect(idsOf(clusterOf(offers))).toEqual(["d", "e", "c", "a", "b", "f", "g"]);
  });

  it("stand so however they came", () => {
    expect(idsOf(after(...offers.map((each) => received(each))))).toEqual(idsOf(clusterOf(offers)));
  });

  it("move where their hostname changes", () => {
    const renamed = offer({ id: "o9", agentId: "b", hostname: "A", receivedAtMs: 1 });
    expect(idsOf(update(clusterOf(offers), [received(renamed)]))).toEqual([
      "d",
      "e",
      "b",
      "c",
      "a",
      "f",
      "g",
    ]);
  });

  it("keep their places when others leave and come", () => {
    const next = update(clusterOf(offers), [
      { type: "agent-lost", agentId: "d" },
      { type: "agent-lost", agentId: "a" },
      received(
        offer({ id: "o7", agentId: "x", hostname: "I" }),
        offer({ id: "o8", agentId: "y", hostname: "h" }),
      ),
    ]);
    expect(idsOf(next)).toEqual(["e", "c", "x", "b", "y", "f", "g"]);
  });

  it("are frozen, and so is their list", () => {
    const { agents } = clusterOf(offers);
    expect([agents, ...agents].every(Object.isFrozen)).toBe(true);
  });
});
