import { describe, expect, it } from "vitest";
import { clusterOf, match } from "../../src/index.ts";
import {
  callsFrom,
  checkLaunchable,
  eventsFrom,
  itemName,
  offersFrom,
  resourceName,
  type MesosOffer,
  type OfferOptions,
} from "../../src/mesos/index.ts";
import { amount, offersEvent, ranges, reserved, wireOffer, type WireResource } from "./wire.ts";

/** The offer that is read of these resources and fields. */
function read(resources: readonly WireResource[], fields: object = {}, options?: OfferOptions): MesosOffer {
  const { offers, unreadable } = offersFrom(offersEvent(wireOffer(1, resources, fields)), options);
  expect(unreadable).toEqual([]);
  const [offer] = offers;
  if (offer === undefined) throw new Error("no offer was read");
  return offer;
}

function labelled(role: string, key: string): object {
  return { type: "DYNAMIC", role, labels: { labels: [{ key, value: "x" }] } };
}

const path = { source: { type: "PATH", path: { root: "/a" } } };

describe("an offer", () => {
  it("goes down for good where no duration is said", () => {
    const unavailability = { start: { nanoseconds: 5e9 } };
    expect(read([], { unavailability }).unavailability).toStrictEqual({ startMs: 5000 });
  });

  it("names all the executors that run on its agent", () => {
    const executor_ids = [{ value: "e1" }, { value: "e2" }, { value: "e1" }, { value: "e3" }];
    expect(read([], { executor_ids }).executors).toEqual(["e1", "e2", "e3"]);
  });

  it("came at a time, which may be 0", () => {
    expect(read([], {}, { receivedAtMs: 0 }).receivedAtMs).toBe(0);
  });

  it("has the id of another though that one cannot be read", () => {
    const bad = wireOffer(1, [amount("cpus", -1)]);
    const { offers, unreadable } = offersFrom(offersEvent(bad, wireOffer(1, [amount("cpus", 1)])));
    expect(offers).toEqual([]);
    expect(unreadable.map(({ offerId }) => offerId)).toEqual(["o1", undefined]);
    const cluster = clusterOf(offers);
    const round = match({ cluster, tasks: [], nowMs: 0 });
    const { calls } = callsFrom(cluster, round, { frameworkId: "f", taskInfo: () => ({}), unreadable });
    expect(calls).toMatchObject([{ type: "DECLINE", decline: { offer_ids: [{ value: "o1" }] } }]);
  });

  it("is unreadable where one of its resources is allocated to no role", () => {
    const { unreadable } = offersFrom(
      offersEvent(wireOffer(1, [amount("cpus", 1, { allocation_info: {} })])),
    );
    expect(unreadable.map(({ error }) => error.message)).toEqual([
      'event.offers.offers[0].resources[0].allocation_info.role is undefined, expected "svc", the role of the offer',
    ]);
  });

  it("is unreadable where what is no amount has a disk that is none", () => {
    const { unreadable } = offersFrom(offersEvent(wireOffer(1, [ranges([[1, 2]], { disk: 1 })])));
    expect(unreadable.map(({ error }) => error.message)).toEqual([
      "event.offers.offers[0].resources[0].disk is 1, expected an object",
    ]);
  });

  it("of no role may have resources that name theirs", () => {
    const offer = read([amount("cpus", 1)], { allocation_info: undefined }, { role: "svc" });
    expect([offer.role, offer.resources]).toEqual(["svc", { cpus: 1 }]);
  });

  it("has its resources in their order, those too that could be kept up", () => {
    const resources = [amount("cpus", 2, reserved("svc")), amount("cpus", 1), amount("mem", 5)];
    const { mesos } = read(resources, {}, { upkeep: () => undefined });
    expect(mesos).toEqual({ resources });
  });

  it("has what is kept up taken out of it by eventsFrom too", () => {
    const kept = amount("cpus", 2, reserved("svc"));
    const { events } = eventsFrom(offersEvent(wireOffer(1, [kept, amount("cpus", 1)])), {
      upkeep: () => "release",
    });
    const unreserve = { resources: [kept] };
    expect(events).toMatchObject([
      {
        offers: [
          {
            resources: { cpus: 1 },
            mesos: { resources: [amount("cpus", 1)], upkeep: [{ type: "UNRESERVE", unreserve }] },
          },
        ],
      },
    ]);
  });
});

describe("an attribute", () => {
  it("of ranges is a text of both ends each, though they are the same", () => {
    const attributes = [
      { name: "slot", type: "RANGES", ranges: { range: [{ begin: 5, end: 5 }] } },
      {
        name: "slots",
        type: "RANGES",
        ranges: {
          range: [
            { begin: 7, end: 7 },
            { begin: 1, end: 2 },
          ],
        },
      },
    ];
    expect(read([], { attributes }).attributes).toEqual({ slot: "5-5", slots: ["7-7", "1-2"] });
  });

  it("of ranges has numbers as large as a master's", () => {
    const range = [{ begin: 2 ** 53, end: 2 ** 64 }];
    const attributes = [{ name: "wide", type: "RANGES", ranges: { range } }];
    expect(read([], { attributes }).attributes).toEqual({ wide: "9007199254740992-18446744073709552000" });
  });

  it("that comes twice with one value has it twice", () => {
    const rack = { name: "rack", type: "TEXT", text: { value: "r" } };
    expect(read([], { attributes: [rack, rack] }).attributes).toEqual({ rack: ["r", "r"] });
  });
});

describe("a name", () => {
  it("tells its own marks from those in labels", () => {
    expect(resourceName("cpus", { labels: { "a%@[": "]=&" } })).toBe("cpus@a%25%40%5b=%5d%3d%26");
    expect(resourceName("cpus", { labels: { a: "1&b=2" } })).toBe("cpus@a=1%26b%3d2");
    expect(resourceName("cpus", { labels: { a: "1", b: "2" } })).toBe("cpus@a=1&b=2");
    expect(resourceName("cpus", { labels: { a: "x@revocable" } })).toBe("cpus@a=x%40revocable");
    expect(resourceName("cpus", { labels: { a: "%40" } })).toBe("cpus@a=%2540");
  });

  it("has the labels of all reservations, one below the other", () => {
    const { resources } = read([
      amount("cpus", 1, { reservations: [labelled("svc", "a"), { type: "DYNAMIC", role: "svc/b" }] }),
      amount("cpus", 2, { reservations: [{ type: "STATIC", role: "svc" }, labelled("svc/b", "b")] }),
      amount("cpus", 4, { reservations: [labelled("svc", "b"), labelled("svc/b", "a")] }),
    ]);
    expect(resources).toEqual({ "cpus@a=x": 1, "cpus@b=x": 2, "cpus@a=x&b=x": 4 });
  });

  it("is for items of a set by the class of the set", () => {
    const tags = { name: "tags", type: "SET" };
    const offer = read([
      { ...tags, set: { item: ["x", "x"] } },
      { ...tags, set: { item: ["y"] }, reservations: [labelled("svc", "a")] },
      { ...tags, set: { item: ["z"] }, revocable: {} },
    ]);
    expect(offer.resources).toEqual({
      tags: 1,
      "tags[x]": 1,
      "tags@a=x": 1,
      "tags@a=x[y]": 1,
      "tags@revocable": 1,
      "tags@revocable[z]": 1,
    });
    expect(itemName(resourceName("tags", { labels: { a: "x" } }), "y")).toBe("tags@a=x[y]");
  });

  it.each<readonly [string, Readonly<Record<string, number>>]>([
    ["items that are revocable as their set is", { "tags@revocable": 1, "tags@revocable[z]": 1 }],
    ["an item with brackets", { tags: 1, [itemName("tags", "a[b]")]: 1 }],
    ["an amount in brackets", { "[x]": 2 }],
    ["an amount with one bracket", { "a[x": 2 }],
  ])("may be asked for %s", (_, resources) => {
    expect(() => checkLaunchable({ id: "t1", role: "svc", resources })).not.toThrow();
  });
});

describe("a disk", () => {
  it("is none where there is nothing of it", () => {
    const mount = { source: { type: "MOUNT", mount: { root: "/b" } } };
    const offer = read([amount("cpus", 1), amount("disk", 0, { disk: mount }), amount("disk", 0)]);
    expect(offer).not.toHaveProperty("disks");
    const cluster = clusterOf([offer]);
    const task = { id: "t1", role: "svc", resources: { cpus: 1 }, disks: [{ type: "mount" }] };
    expect(match({ cluster, tasks: [task], nowMs: 0 }).assignments).toEqual([]);
  });

  it("of one place is another by another provider", () => {
    const offer = read(["p", "q"].map((value) => amount("disk", 5, { disk: path, provider_id: { value } })));
    expect(offer.disks).toEqual([
      { id: 'path:/a@{"provider_id":{"value":"p"}}', type: "path", amount: 5 },
      { id: 'path:/a@{"provider_id":{"value":"q"}}', type: "path", amount: 5 },
    ]);
  });

  it("is the same with an empty list of reservations as with none", () => {
    const disks = [amount("disk", 1), amount("disk", 2, { reservations: [] })];
    expect(read(disks).disks).toEqual([{ id: "root", type: "root", amount: 3 }]);
  });

  it("adds up in thousandths", () => {
    const parts = [0.1, 0.2].map((size) => amount("disk", size, { disk: path }));
    expect(read(parts).disks).toEqual([{ id: "path:/a", type: "path", amount: 0.3 }]);
  });

  it("that can be taken back is of another type", () => {
    const { disks } = read([
      amount("disk", 5, { disk: path, revocable: {} }),
      amount("disk", 6, { disk: { source: { type: "MOUNT", mount: { root: "/b" } } }, revocable: {} }),
      amount("disk", 7, { revocable: {} }),
    ]);
    expect(disks?.map(({ type }) => type)).toEqual(["path@revocable", "mount@revocable", "root@revocable"]);
  });

  it("is of its class by its labels, the root disk too", () => {
    const kept = { reservations: [labelled("svc", "a")] };
    const { resources, disks } = read([amount("disk", 5, kept), amount("disk", 6)]);
    expect(resources).toEqual({ "disk@a=x": 5, disk: 6 });
    expect(disks?.map(({ type, amount: size }) => [type, size])).toEqual([
      ["root@a=x", 5],
      ["root", 6],
    ]);
  });
});
