import { describe, expect, it } from "vitest";
import {
  clusterOf,
  maxAmount,
  update,
  type Cluster,
  type ClusterEvent,
  type Disk,
  type Offer,
} from "../../src/index.ts";
import { offer, offerOf, refusalText, runningOn } from "../support/build.ts";

function received(...offers: readonly Offer[]): ClusterEvent {
  return { type: "offers-received", offers };
}

/** The ids of the offers and the tasks of every agent. */
function idsIn({ agents }: Cluster): readonly unknown[] {
  return agents.map(({ offers, running }) => [
    offers.map(({ id }) => id),
    running.map(({ task }) => task.id),
  ]);
}

/** What the only agent is said to be. */
function kindIn({ agents }: Cluster): unknown {
  return agents[0]?.attributes["kind"];
}

function disk(id: string, amount: number): Disk {
  return { id, type: "ssd", amount };
}

function offering(n: number, role: string, ...disks: readonly Disk[]): Offer {
  return offer({ id: `o${n}`, role, disks });
}

/** How the offers are refused where nothing is known. */
function refused(...offers: readonly Offer[]): string {
  return refusalText(() => update(clusterOf([]), [received(...offers)]));
}

describe("offers received", () => {
  it("of the same time take over from those of an event before in the same call, whatever their ids", () => {
    const [z, a] = [
      offer({ id: "z", attributes: { kind: "old" } }),
      offer({ id: "a", attributes: { kind: "new" } }),
    ];
    expect(kindIn(update(clusterOf([]), [received(z), received(a)]))).toBe("new");
    expect(kindIn(update(clusterOf([]), [received(z, a)]))).toBe("old");
  });

  it("that say nothing of an unavailability end it, as executors and attributes", () => {
    const first = offer({ unavailability: { startMs: 9 }, executors: ["e"], attributes: { kind: "old" } });
    const [agent] = update(clusterOf([first]), [received(offer({ id: "o2" }))]).agents;
    expect(agent).toEqual({
      id: "a1",
      hostname: "h1",
      attributes: {},
      devices: [],
      newestOfferAtMs: 0,
      offers: [first, offer({ id: "o2" })],
      running: [],
    });
  });

  it("that say nothing of devices end them", () => {
    const first = offer({ devices: [{ name: "gpu", count: 1, capacity: 1 }] });
    const [agent] = update(clusterOf([first]), [received(offer({ id: "o2" }))]).agents;
    expect(agent?.devices).toEqual([]);
  });

  it("of the same time and event count by their ids, whichever of them stands first", () => {
    const [a, z] = [
      offer({ id: "a", attributes: { kind: "a" } }),
      offer({ id: "z", attributes: { kind: "z" } }),
    ];
    expect(kindIn(update(clusterOf([]), [received(a, z)]))).toBe("z");
    expect(kindIn(update(clusterOf([]), [received(z, a)]))).toBe("z");
  });

  it("before time 0 say what the agent is, if none came before them", () => {
    const [agent] = clusterOf([offer({ receivedAtMs: -5, attributes: { kind: "early" } })]).agents;
    expect(agent).toMatchObject({ hostname: "h1", attributes: { kind: "early" }, newestOfferAtMs: -5 });
  });

  it("to an agent, and tasks that start there, are not seen in the cluster before", () => {
    const before = clusterOf([offer({ id: "o2" })], [runningOn(1, { id: "t1" })]);
    const next = update(before, [
      received(offer({ id: "o3" }), offer({ id: "o1" })),
      { type: "task-started", running: runningOn(1, { id: "t2" }) },
    ]);
    expect(idsIn(before)).toEqual([[["o2"], ["t1"]]]);
    expect(idsIn(next)).toEqual([
      [
        ["o1", "o2", "o3"],
        ["t1", "t2"],
      ],
    ]);
  });

  it("may not name twice an id that was rescinded before it came", () => {
    const events: readonly ClusterEvent[] = [
      { type: "offer-rescinded", offerId: "o1" },
      received(offer(), offer({ agentId: "a2" })),
    ];
    expect(refusalText(() => update(clusterOf([]), events))).toBe(
      'events[1].offers[1].id is "o1", expected the id of an offer that is not held already',
    );
  });
});

describe("rescinds of offers that have not come", () => {
  it("are remembered up to the last 1,000, all of one call or not", () => {
    const rescinds = Array.from({ length: 1001 }, (_, i): ClusterEvent => {
      return { type: "offer-rescinded", offerId: `o${i}` };
    });
    const came = received(offer({ id: "o0" }), offerOf(2, { id: "o1" }));
    const { agents, rescinded } = update(clusterOf([]), [...rescinds, came]);
    expect(agents.map(({ offers }) => offers.map(({ id }) => id))).toEqual([["o0"]]);
    expect([rescinded.length, rescinded[0]]).toEqual([999, "o2"]);
  });
});

describe("the active groups", () => {
  it("stay as they were set, whatever becomes of the list given", () => {
    const values = ["a"];
    const cluster = update(clusterOf([]), [{ type: "active-groups-set", attribute: "x", values }]);
    values.push("b");
    expect(cluster.activeGroups).toEqual({ attribute: "x", values: ["a"] });
    const data = JSON.parse(JSON.stringify(cluster));
    const read = update(data, []);
    data.activeGroups.values.push("b");
    expect(read.activeGroups).toEqual({ attribute: "x", values: ["a"] });
  });

  it.each<readonly [string, ClusterEvent]>([
    ["attribute", { type: "active-groups-set", attribute: "y", values: ["a", "b"] }],
    ["value", { type: "active-groups-set", attribute: "x", values: ["a", "c"] }],
    ["number of values, more", { type: "active-groups-set", attribute: "x", values: ["a", "b", "c"] }],
    ["number of values, fewer", { type: "active-groups-set", attribute: "x", values: ["a"] }],
  ])("are the very same set again, and others with another %s", (_, other) => {
    const set: ClusterEvent = { type: "active-groups-set", attribute: "x", values: ["a", "b"] };
    const cluster = update(clusterOf([]), [set]);
    expect(update(cluster, [set])).toBe(cluster);
    expect(update(cluster, [other]).activeGroups).not.toEqual(cluster.activeGroups);
  });
});

describe("an agent that is disabled", () => {
  it("is the very same once it is disabled again until that time", () => {
    const disable: ClusterEvent = { type: "agent-disabled", agentId: "a1", untilMs: 5 };
    const cluster = update(clusterOf([offer()]), [disable]);
    expect(update(cluster, [disable])).toBe(cluster);
    expect(update(cluster, [{ ...disable, untilMs: 6 }]).agents[0]?.disabledUntilMs).toBe(6);
  });
});

describe("an agent that is disabled until time 0", () => {
  it("is disabled no more once it is enabled", () => {
    const disabled = update(clusterOf([offer()]), [{ type: "agent-disabled", agentId: "a1", untilMs: 0 }]);
    expect(disabled.agents[0]?.disabledUntilMs).toBe(0);
    const enabled = update(disabled, [{ type: "agent-enabled", agentId: "a1" }]);
    expect(enabled).toEqual(clusterOf([offer()]));
  });
});

describe("an agent that is lost", () => {
  it("is disabled anew by an event after that, in the same call too", () => {
    const disable: ClusterEvent = { type: "agent-disabled", agentId: "a1", untilMs: 5 };
    const cluster = update(clusterOf([offer()]), [disable]);
    const { agents } = update(cluster, [{ type: "agent-lost", agentId: "a1" }, disable]);
    expect(agents).toEqual([
      { id: "a1", hostname: "", attributes: {}, devices: [], offers: [], running: [], disabledUntilMs: 5 },
    ]);
  });
});

describe("a task that ended on an agent", () => {
  const cluster = clusterOf([], [runningOn(1, { id: "t1" }), runningOn(2, { id: "t2" })]);

  it("is gone if it runs there", () => {
    const ended = update(cluster, [{ type: "task-ended", taskId: "t1", agentId: "a1" }]);
    expect(idsIn(ended)).toEqual([[[], ["t2"]]]);
  });

  it("stays if it runs elsewhere by now, or nowhere", () => {
    expect(update(cluster, [{ type: "task-ended", taskId: "t1", agentId: "a2" }])).toBe(cluster);
    expect(update(cluster, [{ type: "task-ended", taskId: "t3", agentId: "a2" }])).toBe(cluster);
  });
});

describe("an agent that is not disabled", () => {
  it("is the very same once it is enabled, and so is its cluster", () => {
    const cluster = clusterOf([offer()]);
    expect(update(cluster, [{ type: "agent-enabled", agentId: "a1" }])).toBe(cluster);
  });
});

describe("what can be counted of a disk", () => {
  it("is maxAmount of each, in each role", () => {
    const most = [disk("d1", maxAmount), disk("d2", maxAmount)];
    expect(() => clusterOf([offering(1, "ads", ...most), offering(2, "*", ...most)])).not.toThrow();
    expect(() =>
      clusterOf([offering(1, "*", disk("d1", maxAmount - 1)), offering(2, "*", disk("d1", 1))]),
    ).not.toThrow();
    expect(() => clusterOf([offering(1, "*", ...most), offering(2, "ads", ...most)])).not.toThrow();
    const alike: readonly Disk[] = [
      disk("d1", maxAmount),
      { ...disk("d1", maxAmount), use: "whole" },
      { ...disk("d1", maxAmount), type: "hdd" },
    ];
    expect(() => clusterOf([offering(1, "*", ...alike)])).not.toThrow();
  });

  it("is no more than that, whichever of the disks of an offer it is", () => {
    const offers = [1, 2].map((n) => offering(n, "*", disk("d1", 0), disk("d2", maxAmount)));
    expect(refusalText(() => clusterOf(offers))).toContain('more of disk "d2" for agent "a1"');
  });
});

describe("agents of which several have more than can be counted", () => {
  it("are refused with the least id, in whatever order they come", () => {
    const [one, two] = [1, 2].map((n) => offerOf(n, { resources: { cpus: maxAmount } }));
    const more = [2, 1].map((n) => offerOf(n, { id: `more${n}`, resources: { cpus: 1 } }));
    if (one === undefined || two === undefined) throw new Error("there are two");
    expect(refused(two, one, ...more)).toContain('more cpus for agent "a1"');
    expect(refused(one, two, ...more)).toContain('more cpus for agent "a1"');
  });
});

describe("what can be counted of a resource", () => {
  it("is maxAmount of what is offered and what running tasks hold, whatever they needed", () => {
    const offers = [offer({ resources: { mem: 1 } })];
    const [most, more] = [maxAmount - 1, maxAmount].map((mem) =>
      runningOn(1, { resources: { mem: 1 } }, { resources: { mem } }),
    );
    if (most === undefined || more === undefined) throw new Error("there are two");
    expect(() => clusterOf(offers, [most])).not.toThrow();
    expect(refusalText(() => clusterOf(offers, [more]))).toContain('more mem for agent "a1"');
  });
});
