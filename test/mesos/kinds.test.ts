import { describe, expect, it } from "vitest";
import { clusterOf, match, type Round } from "../../src/index.ts";
import {
  callsFrom,
  claimOn,
  itemName,
  offersFrom,
  resourceName,
  type CallOptions,
  type MesosResource,
  type MesosTask,
} from "../../src/mesos/index.ts";
import { reservationDepth, thousandthsOf } from "../../src/mesos/resource.ts";
import { refusalText } from "../support/build.ts";
import { launchedBy } from "./launched.ts";
import { verdictOn } from "./master.ts";
import { amount, offersEvent, ranges, reserved, wireOffer, type WireResource } from "./wire.ts";

const options: CallOptions = { frameworkId: "f", taskInfo: () => ({ command: {} }) };

function task(id: string, fields: Partial<MesosTask>): MesosTask {
  return { id, role: "svc", resources: {}, ...fields };
}

interface Played {
  readonly round: Round;
  readonly given: readonly (readonly MesosResource[])[];
}

/** What the tasks are given of one offer; a master finds nothing wrong with it. */
function played(
  resources: readonly WireResource[],
  tasks: readonly MesosTask[],
  change = (round: Round): Round => round,
): Played {
  const offers = [wireOffer(1, resources)];
  const cluster = clusterOf(offersFrom(offersEvent(...offers)).offers);
  const round = match({ cluster, tasks, nowMs: 0 });
  const { calls } = callsFrom(cluster, change(round), options);
  expect(verdictOn(calls, { offers }).findings).toEqual([]);
  return { round, given: launchedBy(calls).map((info) => info.resources) };
}

function set(name: string, item: readonly string[], fields: object = {}): WireResource {
  return { name, type: "SET", set: { item }, allocation_info: { role: "svc" }, ...fields };
}

/** The PATH disk, told from others by a field. */
function onDisk(x: number): object {
  return { disk: { source: { type: "PATH", path: { root: "/a" }, x } } };
}

/** The round with other fields in all of its assignments. */
function change(fields: object): (round: Round) => Round {
  return (round) => {
    const [launch] = round.launches;
    const assignments = launch?.assignments.map((each) => ({ ...each, ...fields }));
    return { ...round, launches: [{ ...launch, assignments }] } as Round;
  };
}

describe("sets", () => {
  const tags = [set("tags", ["a", "b", "c"]), set("tags", ["d"], reserved("svc")), set("none", [])];

  it("are given item by item, those that a task names to it", () => {
    const tasks = [
      task("t1", { resources: { tags: 2 } }),
      task("t2", { resources: { tags: 2, [itemName("tags", "b")]: 1, [itemName("tags", "a")]: 0 } }),
    ];
    expect(played(tags, tasks).given).toEqual([
      [set("tags", ["d"], reserved("svc")), set("tags", ["a"])],
      [set("tags", ["c"]), set("tags", ["b"])],
    ]);
  });

  it("give an item once, and no more than there are", () => {
    const b = { tags: 1, [itemName("tags", "b")]: 1 };
    const { round, given } = played(tags, [
      task("t1", { resources: b }),
      task("t2", { resources: b }),
      task("t3", { resources: { tags: 4 } }),
    ]);
    expect(round.unmatched.map(({ taskId }) => taskId)).toEqual(["t2", "t3"]);
    expect(given).toEqual([[set("tags", ["b"])]]);
  });

  it("are reserved like the rest, what can be first", () => {
    const [first] = played(tags, [task("t1", { resources: { tags: 3 }, mesos: { reserve: {} } })]).given;
    const ours = { reservations: [{ type: "DYNAMIC", role: "svc" }] };
    expect(first).toEqual([set("tags", ["a", "b", "c"], ours)]);
  });

  it("refuse a part of an item, an item without its number, and one that is not left", () => {
    const at = "round.launches[0].assignments[0].resources";
    expect(refusalText(() => played(tags, [task("t1", { resources: { tags: 0.5 } })]))).toBe(
      `${at}.tags is 0.5, expected a whole number of what is counted`,
    );
    const named = task("t1", { resources: { "tags[a]": 1 } });
    expect(refusalText(() => played(tags, [named, task("t2", { resources: { tags: 4 } })]))).toBe(
      "round.launches[0].assignments[1].resources.tags is 4, expected at most 3, what its offers have left",
    );
  });
});

describe("ranges other than ports", () => {
  const vlans = [
    ranges(
      [
        [5, 6],
        [1, 2],
      ],
      { name: "vlans" },
    ),
    ranges([[9, 9]], { name: "vlans", ...reserved("svc") }),
  ];

  it("give the least numbers, of what is reserved first", () => {
    const { given } = played(vlans, [
      task("t1", { resources: { vlans: 2 } }),
      task("t2", { resources: { vlans: 3 } }),
    ]);
    expect(given).toEqual([
      [ranges([[9, 9]], { name: "vlans", ...reserved("svc") }), ranges([[1, 1]], { name: "vlans" })],
      [
        ranges(
          [
            [2, 2],
            [5, 6],
          ],
          { name: "vlans" },
        ),
      ],
    ]);
    expect(claimOn(given[1] ?? [])).toEqual({ resources: { vlans: 3 } });
  });

  it("refuse a part of a number", () => {
    expect(refusalText(() => played(vlans, [task("t1", { resources: { vlans: 0.5 } })]))).toBe(
      "round.launches[0].assignments[0].resources.vlans is 0.5, expected a whole number of what is counted",
    );
  });

  it("may be empty, and may have more than can be counted", () => {
    const wide = ranges([[0, Number.MAX_SAFE_INTEGER]], { name: "wide" });
    const bare = { name: "bare", type: "RANGES", ranges: {}, allocation_info: { role: "svc" } };
    const { round, given } = played(
      [wide, bare],
      [task("t1", { resources: { wide: 1 } }), task("t2", { resources: { bare: 1 } })],
    );
    expect(given).toEqual([[ranges([[0, 0]], { name: "wide" })]]);
    expect(round.unmatched.map(({ taskId }) => taskId)).toEqual(["t2"]);
  });
});

describe("what is kept apart", () => {
  it("is found among many reservations of one name", () => {
    const principals = Array.from({ length: 12 }, (_, i) => ({
      reservations: [{ type: "DYNAMIC", role: "svc", principal: `p${i % 10}` }],
    }));
    const [given] = played(
      principals.map((fields) => amount("cpus", 1, fields)),
      [task("t1", { resources: { cpus: 12 } })],
    ).given;
    expect(given?.map(({ scalar }) => scalar?.value)).toEqual([2, 2, 1, 1, 1, 1, 1, 1, 1, 1]);
  });

  it("is named by labels in whatever order they come, of equal keys by their values", () => {
    const labels = {
      labels: [
        { key: "b", value: "2" },
        { key: "b", value: "1" },
        { key: "a", value: "x" },
      ],
    };
    const { offers } = offersFrom(
      offersEvent(wireOffer(1, [amount("cpus", 1, { reservations: [{ role: "svc", labels }] })])),
    );
    expect(offers[0]?.resources).toEqual({ "cpus@a=x&b=1&b=2": 1 });
    expect(resourceName("cpus", { labels: { b: "1", a: "x" }, isRevocable: true })).toBe(
      "cpus@a=x&b=1@revocable",
    );
  });

  it("is named by labels without a key too, since a task may reserve with such", () => {
    const labels = { labels: [{ key: "", value: "x" }] };
    const { offers } = offersFrom(
      offersEvent(wireOffer(1, [amount("cpus", 1, { reservations: [{ role: "svc", labels }] })])),
    );
    expect(offers[0]?.resources).toEqual({ [resourceName("cpus", { labels: { "": "x" } })]: 1 });
  });

  it("has a name only by labels that are texts", () => {
    const labels = JSON.parse('{"a":"x","b":1}');
    expect(refusalText(() => resourceName("cpus", { labels }))).toBe("kind.labels.b is 1, expected a string");
    const none = JSON.parse("null");
    expect(refusalText(() => resourceName("cpus", { labels: none }))).toBe(
      "kind.labels is null, expected an object",
    );
    expect(refusalText(() => resourceName("cpus", none))).toBe("kind is null, expected an object");
    expect(refusalText(() => resourceName(none, {}))).toBe("name is null, expected a non-empty string");
  });

  it("is written with its labels in order", () => {
    const reserve = { labels: { b: "2", a: "1", c: "3" } };
    const [given] = played(
      [amount("cpus", 1)],
      [task("t1", { resources: { cpus: 1 }, mesos: { reserve } })],
    ).given;
    expect(given?.[0]?.reservations?.[0]?.labels?.labels?.map(({ key }) => key)).toEqual(["a", "b", "c"]);
  });

  it("is one disk of several parts to who asks no volume, and no place for a volume of both", () => {
    const parts = [amount("disk", 5, onDisk(1)), amount("disk", 6, onDisk(2)), amount("disk", 0, onDisk(3))];
    const asked = { disks: [{ type: "path", amount: 8 }] };
    expect(played(parts, [task("t1", asked)]).given).toEqual([
      [amount("disk", 5, onDisk(1)), amount("disk", 3, onDisk(2))],
    ]);
    const volumes = [{ disk: 0, id: "v", containerPath: "data" }];
    expect(refusalText(() => played(parts, [task("t1", { ...asked, mesos: { volumes } })]))).toBe(
      "round.launches[0].assignments[0].disks[0] is 2, expected one part of a disk, for a volume",
    );
  });
});

describe("a launch", () => {
  it("leaves what no task can be given, and takes what comes in several parts", () => {
    const old = { role: "svc", reservation: { principal: "p" } };
    const resources = [
      amount("disk", 5, { disk: { source: { type: "RAW" } } }),
      { name: "tags", type: "SET", set: {}, allocation_info: { role: "svc" } },
      set("tags", ["a"]),
      amount("disk", 2),
      amount("disk", 3),
      amount("disk", 4, old),
    ];
    const asked = task("t1", { resources: { tags: 1, disk: 8 } });
    expect(played(resources, [asked]).given).toEqual([
      [set("tags", ["a"]), amount("disk", 4, old), amount("disk", 4)],
    ]);
    const { offers } = offersFrom(offersEvent(wireOffer(1, resources)));
    expect(offers[0]?.disks?.map(({ id }) => id)).toEqual([
      "root",
      'root@{"reservation":{"principal":"p"},"role":"svc"}',
    ]);
  });

  it("reserves neither what can be taken back nor a volume", () => {
    const spare = amount("cpus", 2, { revocable: {} });
    const volume = amount("disk", 5, { ...reserved("svc"), disk: { persistence: { id: "v" }, volume: {} } });
    const asked = task("t1", {
      resources: { "cpus@revocable": 1 },
      disks: [{ type: "volume", id: "v" }],
      mesos: { reserve: {} },
    });
    expect(played([spare, volume], [asked]).given).toEqual([[{ ...spare, scalar: { value: 1 } }, volume]]);
  });
});

describe("a round that does not go with the offers is refused", () => {
  const at = "round.launches[0].assignments[0]";
  const disk = { disk: { source: { type: "PATH", path: { root: "/a" } } } };
  const resources = [amount("cpus", 4), amount("disk", 5, disk), amount("disk", 7), set("tags", ["a"])];
  const volumes = [{ disk: 0, id: "v", containerPath: "data" }];

  it.each<readonly [string, Partial<MesosTask>, object]>([
    [
      `${at}.disks[0] is "path:/b", expected a disk that its offers have left`,
      {},
      { disks: [{ type: "path", id: "path:/b", amount: 1 }] },
    ],
    [
      `${at}.disks[0] is "path:/a", expected a disk that its offers have left`,
      {},
      { disks: [{ type: "path", id: "path:/a", amount: 6 }] },
    ],
    [
      `${at}.disks[0] is 0, expected one part of a disk, for a volume`,
      { disks: [{ type: "path", amount: 1 }], mesos: { volumes } },
      { disks: [{ type: "path", id: "path:/a", amount: 0 }] },
    ],
    [
      `${at}.resources.disk is 0, expected no less than what it is given by its own name`,
      { resources: { cpus: 1, disk: 0 } },
      { disks: [{ type: "root", id: "root", amount: 1 }] },
    ],
    [
      `${at}.resources["tags[a]"] is 0.5, expected no less than what it is given by its own name`,
      { resources: { tags: 1, "tags[a]": 0.5 } },
      {},
    ],
  ])("%s", (text, fields, changed) => {
    const own = task("t1", { resources: { cpus: 1 }, ...fields });
    expect(refusalText(() => played(resources, [own], change(changed)))).toBe(text);
  });

  it("an item that another has", () => {
    const tasks = [task("t1", { resources: { cpus: 1 } }), task("t2", { resources: { cpus: 1 } })];
    const same = change({ resources: { tags: 1, "tags[a]": 1 } });
    expect(refusalText(() => played(resources, tasks, same))).toBe(
      'round.launches[0].assignments[1].resources["tags[a]"] is "a", expected an item that its offers have left',
    );
  });
});

describe("offersFrom", () => {
  it("refuses one name for an amount and a set", () => {
    const { unreadable } = offersFrom(offersEvent(wireOffer(1, [amount("tags", 1), set("tags", ["a"])])));
    expect(unreadable.map(({ error }) => error.message)).toEqual([
      'event.offers.offers[0].resources.tags is "set", expected amount, as before',
    ]);
  });

  it("reads when agents go down, and which executors run there", () => {
    const unavailability = { start: { nanoseconds: 5e9 }, duration: { nanoseconds: 1e9 } };
    const { offers } = offersFrom(
      offersEvent(wireOffer(1, [], { unavailability, executor_ids: [{ value: "e" }, { value: "e" }] })),
    );
    expect(offers[0]).toMatchObject({
      unavailability: { startMs: 5000, durationMs: 1000 },
      executors: ["e"],
    });
    expect(offersFrom(offersEvent(wireOffer(1, [], { executor_ids: [] }))).offers[0]).not.toHaveProperty(
      "executors",
    );
  });

  it.each<readonly [string, object]>([
    [
      "reservations[0].labels.labels[0].key is undefined, expected a string",
      { reservations: [{ labels: { labels: [{}] } }] },
    ],
    [
      "reservations[0].labels.labels[0].value is 1, expected a string",
      { reservations: [{ labels: { labels: [{ key: "k", value: 1 }] } }] },
    ],
    ["reservations[0].role is 1, expected a non-empty string", { reservations: [{ role: 1 }] }],
    ["reservation.role is 1, expected a non-empty string", { reservation: { role: 1 } }],
    ["reservation is 1, expected an object", { reservation: 1 }],
    ["disk is 1, expected an object", { disk: 1 }],
    ["disk.source is 1, expected an object", { disk: { source: 1 } }],
    ["disk.source.type is undefined, expected a non-empty string", { disk: { source: {} } }],
    ["disk.source.path is 1, expected an object", { disk: { source: { type: "PATH", path: 1 } } }],
    [
      "disk.source.mount.root is 1, expected a non-empty string",
      { disk: { source: { type: "MOUNT", mount: { root: 1 } } } },
    ],
    ["disk.source.id is 1, expected a non-empty string", { disk: { source: { type: "MOUNT", id: 1 } } }],
    ["disk.persistence is 1, expected an object", { disk: { persistence: 1 } }],
    ["disk.persistence.id is undefined, expected a non-empty string", { disk: { persistence: {} } }],
    [
      "disk.persistence.id is undefined, expected a non-empty string",
      { disk: { source: { type: "PATH" }, persistence: {} } },
    ],
    ["disk.volume is 1, expected an object", { disk: { volume: 1 } }],
    ["set is undefined, expected an object", { type: "SET" }],
    ["set.item[0] is 1, expected a string", { type: "SET", set: { item: [1] } }],
    ["ranges is undefined, expected an object", { type: "RANGES" }],
    [
      "ranges.range[0].end is 36893488147419103000, expected a whole number within 0..18446744073709552000",
      { type: "RANGES", ranges: { range: [{ begin: 0, end: 2 ** 65 }] } },
    ],
  ])("refuses a resource where %s", (text, fields) => {
    const { unreadable } = offersFrom(
      offersEvent(wireOffer(1, [{ name: "x", type: "SCALAR", scalar: { value: 1 }, ...fields }])),
    );
    expect(unreadable.map(({ error }) => error.message)).toEqual([
      `event.offers.offers[0].resources[0].${text}`,
    ]);
  });

  it("takes what need not be there", () => {
    const plain = { source: { type: "PATH", path: {} } };
    const { offers } = offersFrom(
      offersEvent(
        wireOffer(1, [
          amount("disk", 1, { disk: plain }),
          amount("cpus", 1, { reservations: [{ labels: {} }], reservation: { labels: { labels: [] } } }),
        ]),
      ),
    );
    expect(offers[0]?.disks).toEqual([{ id: "path:", type: "path", amount: 1 }]);
    expect(offers[0]?.resources).toEqual({ cpus: 1 });
  });
});

describe("a resource", () => {
  it("has an amount, or none, and is under so many reservations", () => {
    expect([thousandthsOf({}), thousandthsOf({ scalar: { value: 0.0015 } })]).toEqual([0, 2]);
    expect(
      [{ role: "svc" }, { role: "*" }, {}, { reservations: [] }, { reservations: [{}, {}] }].map((each) =>
        reservationDepth({ name: "x", type: "SCALAR", ...each }),
      ),
    ).toEqual([1, 0, 0, 0, 2]);
  });
});

describe("callsFrom", () => {
  it("refuses a task that is neither a command nor of an executor, or both", () => {
    const cluster = clusterOf(offersFrom(offersEvent(wireOffer(1, [amount("cpus", 1)]))).offers);
    const round = match({ cluster, tasks: [task("t1", { resources: { cpus: 1 } })], nowMs: 0 });
    const at =
      'round.launches[0].assignments[0].taskInfo("t1") is an object, expected a command or an executor';
    const refused = (taskInfo: CallOptions["taskInfo"]): string =>
      refusalText(() => callsFrom(cluster, round, { ...options, taskInfo }));
    expect(refused(() => ({ name: "x" }))).toBe(at);
    expect(refused(() => ({ command: {}, executor: {} }))).toBe(`${at}, not both`);
  });

  it("refuses what it fills in, and an executorInfo that is none", () => {
    const cluster = clusterOf(offersFrom(offersEvent(wireOffer(1, [amount("cpus", 1)]))).offers);
    const round = match({ cluster, tasks: [task("t1", { resources: { cpus: 1 } })], nowMs: 0 });
    for (const field of ["task_id", "agent_id", "resources"]) {
      const taskInfo = (): never => ({ [field]: 1 }) as never;
      expect(refusalText(() => callsFrom(cluster, round, { ...options, taskInfo }))).toBe(
        `round.launches[0].assignments[0].taskInfo("t1").${field} is 1, expected nothing: it is filled in`,
      );
    }
    expect(refusalText(() => callsFrom(cluster, round, { ...options, executorInfo: 1 } as never))).toBe(
      "options.executorInfo is 1, expected a function",
    );
    expect(refusalText(() => callsFrom(cluster, round, { ...options, principal: "" }))).toBe(
      'options.principal is "", expected a non-empty string',
    );
  });
});
