import { describe, expect, it } from "vitest";
import { InvalidInputError, match, update, emptyCluster } from "../../src/index.ts";
import {
  itemName,
  offersFrom,
  resourceName,
  type MesosOffer,
  type OfferOptions,
} from "../../src/mesos/index.ts";
import { refusalText } from "../support/build.ts";
import { amount, offersEvent, ranges, reserved, wireOffer, type WireResource } from "./wire.ts";

/** The offer that is read of one of these resources and fields. */
function read(resources: readonly unknown[], fields: object = {}, options?: OfferOptions): MesosOffer {
  const { offers, unreadable } = offersFrom(
    offersEvent({ ...wireOffer(1, []), resources, ...fields }),
    options,
  );
  expect(unreadable).toEqual([]);
  const [offer] = offers;
  if (offer === undefined) throw new Error("no offer was read");
  return offer;
}

/** Why an offer of these resources and fields is not read. */
function unreadable(resources: readonly unknown[], fields: object = {}): string {
  const { offers, unreadable: list } = offersFrom(offersEvent({ ...wireOffer(7, []), resources, ...fields }));
  expect(offers).toEqual([]);
  expect(list.map(({ offerId }) => offerId)).toEqual(["o7"]);
  expect(list[0]?.error).toBeInstanceOf(InvalidInputError);
  return list[0]?.error.message ?? "";
}

describe("offersFrom", () => {
  it("reads who offers what to whom, and keeps the resources as they came", () => {
    const resources = [amount("cpus", 4), ranges([[31000, 31009]])];
    const { offers } = offersFrom(offersEvent(wireOffer(1, resources)), { receivedAtMs: 7 });
    expect(offers).toEqual([
      {
        id: "o1",
        agentId: "a1",
        hostname: "h1",
        role: "svc",
        resources: { cpus: 4 },
        ports: [[31000, 31009]],
        receivedAtMs: 7,
        mesos: { resources },
      },
    ]);
    expect(offers[0]?.mesos.resources[0]).toBe(resources[0]);
  });

  it("says nothing of what there is not", () => {
    const event = offersEvent({ id: { value: "o" }, agent_id: { value: "a" }, hostname: "h" });
    const bare = { id: "o", agentId: "a", hostname: "h", role: "*", resources: {}, mesos: { resources: [] } };
    expect(offersFrom(event).offers).toStrictEqual([bare]);
    expect(offersFrom(offersEvent())).toEqual({ offers: [], unreadable: [] });
  });

  it("takes the role of offers that name none from the options", () => {
    const event = offersEvent({ ...wireOffer(1, []), allocation_info: undefined }, wireOffer(2, []));
    expect(offersFrom(event, { role: "ads" }).offers.map(({ role }) => role)).toEqual(["ads", "svc"]);
  });

  it("adds up amounts of one name in thousandths, each rounded by itself, over all reservations", () => {
    const resources = [
      amount("cpus", 0.1, reserved("svc")),
      amount("cpus", 0.2, reserved("svc", "svc/web")),
      amount("cpus", 0.0005),
      amount("cpus", 0.0005, { role: "svc", reservation: { principal: "p" } }),
      amount("tokens", 5.1415),
    ];
    expect(read(resources).resources).toEqual({ cpus: 0.302, tokens: 5.142 });
  });

  it("unites the ports of all reservations", () => {
    const resources = [
      ranges([
        [31010, 31019],
        [31000, 31004],
      ]),
      ranges([[31005, 31006]], reserved("svc")),
      ranges([[31012, 31013]], { role: "svc" }),
      ranges([[31018, 31020]]),
      ranges([], {}),
      { ...ranges([]), ranges: {} },
    ];
    expect(read(resources).ports).toEqual([
      [31000, 31006],
      [31010, 31020],
    ]);
    expect(read([ranges([])])).not.toHaveProperty("ports");
  });

  it("has amounts that may not serve for each other under names of their own", () => {
    const labels = { labels: [{ key: "b", value: "[2]" }, { key: "a" }] };
    const kept = { reservations: [{ type: "DYNAMIC", role: "svc", labels }] };
    const offer = read([
      amount("cpus", 1, { revocable: {} }),
      amount("cpus", 2, kept),
      amount("cpus", 3, { role: "svc", reservation: { labels } }),
      amount("cpus", 4, { reservations: [{ type: "STATIC", role: "svc" }] }),
      amount("cpus", 5, { ...kept, revocable: {} }),
      ranges([[31000, 31009]], { revocable: {} }),
      ranges(
        [
          [5, 9],
          [7, 10],
          [20, 20],
        ],
        { name: "blocks" },
      ),
      ranges([], { name: "none" }),
      { name: "tags", type: "SET", set: { item: ["x", "y"] } },
      { name: "tags", type: "SET", set: {}, revocable: {} },
    ]);
    expect(offer).not.toHaveProperty("ports");
    expect(offer.resources).toEqual({
      "cpus@revocable": 1,
      "cpus@a=&b=%5b2%5d": 5,
      cpus: 4,
      "cpus@a=&b=%5b2%5d@revocable": 5,
      "ports@revocable": 10,
      blocks: 7,
      none: 0,
      tags: 2,
      "tags[x]": 1,
      "tags[y]": 1,
      "tags@revocable": 0,
    });
    expect(resourceName("cpus", { labels: { b: "[2]", a: "" } })).toBe("cpus@a=&b=%5b2%5d");
    expect(resourceName("cpus", { isRevocable: true })).toBe("cpus@revocable");
    expect(resourceName("cpus", {})).toBe("cpus");
    expect(itemName("tags", "x")).toBe("tags[x]");
  });

  it("has disks by where they are, volumes by their id, and the root disk as an amount too", () => {
    const path = { source: { type: "PATH", path: { root: "/a" } } };
    const mount = { source: { type: "MOUNT", mount: { root: "/b" } } };
    const persistence = { id: "v" };
    const ours = { reservations: [{ type: "STATIC", role: "svc" }] };
    const offer = read([
      amount("disk", 5),
      amount("disk", 6, ours),
      amount("disk", 7, { disk: {} }),
      amount("disk", 1, { disk: path }),
      amount("disk", 2, { disk: path, role: "*" }),
      amount("disk", 3, { disk: path, ...ours }),
      amount("disk", 4, { disk: mount }),
      amount("disk", 8, { disk: { source: { type: "MOUNT", id: "m" } } }),
      amount("disk", 9, {
        disk: { source: { type: "PATH" } },
        reservations: [{ type: "DYNAMIC", role: "svc", labels: { labels: [{ key: "k", value: "v" }] } }],
      }),
      amount("disk", 10, { disk: { ...path, persistence }, ...ours }),
      amount("disk", 11, { disk: { persistence: { id: "w" } }, shared: {}, ...ours }),
      amount("disk", 11, { disk: { persistence: { id: "w" } }, shared: {}, ...ours }),
      amount("disk", 12, { disk: { persistence }, shared: {}, ...ours }),
    ]);
    const part = '@{"reservations":[{"role":"svc","type":"STATIC"}]}';
    expect(offer.resources).toEqual({ disk: 18 });
    expect(offer.disks).toEqual([
      { id: "root", type: "root", amount: 12 },
      { id: `root${part}`, type: "root", amount: 6 },
      { id: "path:/a", type: "path", amount: 3 },
      { id: `path:/a${part}`, type: "path", amount: 3 },
      { id: "mount:/b", type: "mount", amount: 4, use: "whole" },
      { id: "mount:#m", type: "mount", amount: 8, use: "whole" },
      {
        id: 'path:@{"reservations":[{"labels":{"labels":[{"key":"k","value":"v"}]},"role":"svc","type":"DYNAMIC"}]}',
        type: "path@k=v",
        amount: 9,
      },
      { id: "v", type: "volume", amount: 10, use: "whole" },
      { id: "w", type: "shared-volume", amount: 11, use: "shared" },
      { id: "v", type: "shared-volume", amount: 12, use: "shared" },
    ]);
  });

  it("leaves what no task can be given where it is", () => {
    const kept: readonly WireResource[] = [
      amount("disk", 1, { disk: { source: { type: "RAW" } } }),
      amount("disk", 1, { disk: { source: { type: "BLOCK", id: "b" } } }),
      amount("disk", 1, { disk: { volume: { container_path: "p" } } }),
      amount("bandwidth", 2 ** 42 + 1),
      amount("disk", 1, { shared: {}, disk: {} }),
      amount("mem", 1, { shared: {} }),
      ranges([[31000, 31009]], { shared: {} }),
      { name: "tags", type: "SET", set: { item: ["x"] }, shared: {} },
      ranges([[0, 2 ** 60]], { name: "blocks" }),
    ];
    const offer = read(kept);
    expect(offer).not.toHaveProperty("ports");
    expect(offer).not.toHaveProperty("disks");
    expect(offer.resources).toEqual({});
    expect(offer.mesos.resources).toEqual(kept);
  });

  it("reads attributes of all kinds, several of one name in order, and the fault domain", () => {
    const attributes = [
      { name: "rack", type: "TEXT", text: { value: "r1" } },
      { name: "label", type: "SET", set: { item: ["a", "b"] } },
      { name: "load", type: "SCALAR", scalar: { value: -1.5 } },
      { name: "slots", type: "RANGES", ranges: { range: [{ begin: 1, end: 4 }] } },
      { name: "label", type: "TEXT", text: { value: "" } },
      { name: "label", type: "RANGES", ranges: { range: [{ begin: 0, end: 2 ** 53 - 1 }] } },
      { name: "none", type: "SET", set: {} },
      { name: "nothing", type: "RANGES", ranges: {} },
      { name: "__proto__", type: "SCALAR", scalar: { value: 1 } },
      { name: "toString", type: "TEXT", text: { value: "a" } },
      { name: "toString", type: "SET", set: { item: ["b", "c"] } },
      { name: "late", type: "SET", set: {} },
      { name: "late", type: "TEXT", text: { value: "x" } },
      { name: "@zone", type: "TEXT", text: { value: "said" } },
    ];
    const domain = { fault_domain: { region: { name: "r" }, zone: { name: "z" } } };
    const read1 = read([], { attributes, domain }).attributes;
    expect(Object.entries(read1 ?? {})).toEqual([
      ["rack", "r1"],
      ["label", ["a", "b", "", "0-9007199254740991"]],
      ["load", -1.5],
      ["slots", "1-4"],
      ["none", []],
      ["nothing", []],
      ["__proto__", 1],
      ["toString", ["a", "b", "c"]],
      ["late", "x"],
      ["@region", "r"],
      ["@zone", "z"],
    ]);
    expect(read([], { domain: {} })).not.toHaveProperty("attributes");
    const said = [{ name: "@region", type: "TEXT", text: { value: "said" } }, ...attributes.slice(-1)];
    expect(read([], { attributes: said })).not.toHaveProperty("attributes");
  });

  it("gives offers that the core keeps as they are", () => {
    const { offers } = offersFrom(offersEvent(wireOffer(1, [amount("cpus", 1)])));
    const cluster = update(emptyCluster, [{ type: "offers-received", offers }]);
    expect(cluster.agents[0]?.offers[0]).toBe(offers[0]);
    const policy = { hold: { forMs: 10 } };
    expect(match({ cluster, tasks: [], policy, nowMs: 0 }).cluster.agents[0]?.offers[0]).toBe(offers[0]);
  });

  it("reads the other offers where one is unreadable", () => {
    const event = offersEvent(wireOffer(1, []), wireOffer(2, [amount("cpus", -1)]), wireOffer(3, []));
    const { offers, unreadable: list } = offersFrom(event);
    expect(offers.map(({ id }) => id)).toEqual(["o1", "o3"]);
    expect(list.map(({ offerId, error }) => [offerId, error.path])).toEqual([
      ["o2", "event.offers.offers[1].resources[0].scalar.value"],
    ]);
  });
});

describe("an offer is unreadable where", () => {
  const cpus = amount("cpus", 1);
  const most = "expected a finite number ≥ 0";
  const at = "event.offers.offers[0]";
  it.each<readonly [string, object]>([
    ["agent_id is undefined, expected an object", { agent_id: undefined }],
    ["agent_id.value is 5, expected a non-empty string", { agent_id: { value: 5 } }],
    ["hostname is undefined, expected a non-empty string", { hostname: undefined }],
    ["allocation_info is 1, expected an object", { allocation_info: 1 }],
    ["allocation_info.role is undefined, expected a non-empty string", { allocation_info: {} }],
    ["resources is an object, expected an array", { resources: {} }],
    ["resources[0] is null, expected an object", { resources: [null] }],
    ["attributes is 1, expected an array", { attributes: 1 }],
    ['attributes[0].name is "", expected a non-empty string', { attributes: [{ name: "" }] }],
    [
      'attributes[0].type is "BLOB", expected TEXT, SCALAR, SET or RANGES',
      { attributes: [{ name: "a", type: "BLOB" }] },
    ],
    ["attributes[0].text is undefined, expected an object", { attributes: [{ name: "a", type: "TEXT" }] }],
    [
      "attributes[0].text.value is 1, expected a string",
      { attributes: [{ name: "a", type: "TEXT", text: { value: 1 } }] },
    ],
    [
      "attributes[0].scalar.value is Infinity, expected a finite number",
      { attributes: [{ name: "a", type: "SCALAR", scalar: { value: Infinity } }] },
    ],
    [
      "attributes[0].set.item[0] is 1, expected a string",
      { attributes: [{ name: "a", type: "SET", set: { item: [1] } }] },
    ],
    [
      "attributes[0].ranges.range[0].begin is 5, expected a number ≤ 4, the end of the range",
      { attributes: [{ name: "a", type: "RANGES", ranges: { range: [{ begin: 5, end: 4 }] } }] },
    ],
    ["attributes[0] is 1, expected an object", { attributes: [1] }],
    [
      "attributes[0].scalar is 1, expected an object",
      { attributes: [{ name: "a", type: "SCALAR", scalar: 1 }] },
    ],
    ["attributes[0].set is 1, expected an object", { attributes: [{ name: "a", type: "SET", set: 1 }] }],
    [
      "attributes[0].ranges is 1, expected an object",
      { attributes: [{ name: "a", type: "RANGES", ranges: 1 }] },
    ],
    ["domain is 1, expected an object", { domain: 1 }],
    ["domain.fault_domain is 1, expected an object", { domain: { fault_domain: 1 } }],
    [
      "domain.fault_domain.region is undefined, expected an object",
      { domain: { fault_domain: { zone: { name: "z" } } } },
    ],
    [
      'domain.fault_domain.zone.name is "", expected a non-empty string',
      { domain: { fault_domain: { region: { name: "r" }, zone: { name: "" } } } },
    ],
  ])("%s", (text, fields) => {
    expect(unreadable([], fields)).toBe(`${at}.${text}`);
  });

  it.each<readonly [string, object]>([
    ["name is undefined, expected a non-empty string", { name: undefined }],
    ['type is "TEXT", expected SCALAR, RANGES or SET', { type: "TEXT" }],
    ["type is undefined, expected SCALAR, RANGES or SET", { type: undefined }],
    ["role is 1, expected a non-empty string", { role: 1 }],
    ["reservations is an object, expected an array", { reservations: {} }],
    ["reservations[0] is null, expected an object", { reservations: [null] }],
    ["allocation_info is 1, expected an object", { allocation_info: 1 }],
    [
      'allocation_info.role is "ads", expected "svc", the role of the offer',
      { allocation_info: { role: "ads" } },
    ],
    ["disk is null, expected an object", { disk: null }],
    ["scalar is undefined, expected an object", { scalar: undefined }],
    [`scalar.value is "1", ${most}`, { scalar: { value: "1" } }],
    [`scalar.value is -0.001, ${most}`, { scalar: { value: -0.001 } }],
    ["ranges is undefined, expected an object", { name: "ports", type: "RANGES" }],
    ["ranges.range is 1, expected an array", { name: "ports", type: "RANGES", ranges: { range: 1 } }],
    ["ranges.range[0] is 1, expected an object", { name: "ports", type: "RANGES", ranges: { range: [1] } }],
    [
      "ranges.range[0].begin is 0.5, expected a whole number within 0..65535",
      { name: "ports", type: "RANGES", ranges: { range: [{ begin: 0.5, end: 1 }] } },
    ],
    [
      "ranges.range[0].end is 65536, expected a whole number within 0..65535",
      { name: "ports", type: "RANGES", ranges: { range: [{ begin: 0, end: 65_536 }] } },
    ],
  ])("a resource's %s", (text, fields) => {
    expect(unreadable([cpus, { ...cpus, ...fields }])).toBe(`${at}.resources[1].${text}`);
  });

  it("its amounts of a name are too much together, though each can be read", () => {
    expect(read([amount("cpus", 2 ** 42)]).resources).toEqual({ cpus: 2 ** 42 });
    expect(unreadable([amount("a b", 2 ** 42), amount("a b", 0.001)])).toBe(
      `${at}.resources["a b"] is 4398046511104.001, expected at most 4398046511104 in all`,
    );
  });
});

describe("an offer without an id of its own is unreadable, and cannot be declined", () => {
  it.each<readonly [string, unknown]>([
    ["is null, expected an object", null],
    [".id is undefined, expected an object", {}],
    [".id.value is 5, expected a non-empty string", { id: { value: 5 } }],
    ['.id.value is "o1", expected an id that no other offer of the event has', wireOffer(1, [])],
  ])("%s", (text, bad) => {
    const { offers, unreadable: list } = offersFrom(offersEvent(wireOffer(1, []), bad, wireOffer(2, [])));
    expect(offers.map(({ id }) => id)).toEqual(["o1", "o2"]);
    expect(list.map(({ error, ...rest }) => [error.message.replace("[1] ", "[1]"), rest])).toEqual([
      [`event.offers.offers[1]${text}`, {}],
    ]);
  });
});

describe("offersFrom refuses", () => {
  it.each<readonly [string, unknown]>([
    ["event is null, expected an object", null],
    ['event.type is "RESCIND", expected "OFFERS"', { type: "RESCIND" }],
    ["event.offers is undefined, expected an object", { type: "OFFERS" }],
    ["event.offers.offers is undefined, expected an array", { type: "OFFERS", offers: {} }],
  ])("%s", (text, event) => {
    expect(refusalText(() => offersFrom(event))).toBe(text);
  });

  it.each<readonly [string, object | null]>([
    ["options is null, expected an object", null],
    ["options.receivedAtMs is NaN, expected a finite number", { receivedAtMs: Number.NaN }],
    ['options.role is "", expected a non-empty string', { role: "" }],
  ])("%s", (text, options) => {
    expect(refusalText(() => offersFrom(offersEvent(), options as OfferOptions))).toBe(text);
  });

  it("nothing that is not the input's fault: what a getter throws comes out", () => {
    const broken = Object.defineProperty({ ...wireOffer(1, []) }, "hostname", {
      get: () => {
        throw new RangeError("broken");
      },
    });
    expect(() => offersFrom(offersEvent(broken))).toThrow(new RangeError("broken"));
  });
});
