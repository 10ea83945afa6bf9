import { describe, expect, it } from "vitest";
import { clusterOf, match, type Round } from "../../src/index.ts";
import {
  callsFrom,
  itemName,
  offersFrom,
  resourceName,
  type CallOptions,
  type MesosCall,
  type MesosResource,
  type MesosTask,
} from "../../src/mesos/index.ts";
import { refusalText } from "../support/build.ts";
import { launchedBy } from "./launched.ts";
import { verdictOn } from "./master.ts";
import {
  amount,
  offersEvent,
  ranges,
  reserved,
  wireOffer,
  type WireOffer,
  type WireResource,
} from "./wire.ts";

const base: CallOptions = { frameworkId: "f", taskInfo: () => ({ command: {} }) };

function task(fields: Partial<MesosTask>): MesosTask {
  return { id: "t1", role: "svc", resources: {}, ...fields };
}

/** The calls of a round over the offers, with which a master finds nothing wrong. */
function callsOf(
  offers: readonly WireOffer[],
  tasks: readonly MesosTask[],
  change = (round: Round): Round => round,
): readonly MesosCall[] {
  const cluster = clusterOf(offersFrom(offersEvent(...offers)).offers);
  const round = match({ cluster, tasks, nowMs: 0 });
  const { calls } = callsFrom(cluster, change(round), base);
  expect(verdictOn(calls, { offers }).findings).toEqual([]);
  return calls;
}

/** What the tasks are given of one offer. */
function given(
  resources: readonly WireResource[],
  ...tasks: readonly MesosTask[]
): readonly (readonly MesosResource[])[] {
  return launchedBy(callsOf([wireOffer(1, resources)], tasks)).map((info) => info.resources);
}

/** The round with 6 MiB of the root disk for its task. */
function more(round: Round): Round {
  const [launch] = round.launches;
  const disks = [{ type: "root", id: "root", amount: 6 }];
  const assignments = launch?.assignments.map((each) => ({ ...each, resources: { disk: 6 }, disks }));
  return { ...round, launches: [{ ...launch, assignments }] } as Round;
}

function set(item: readonly string[], fields: object = {}): WireResource {
  return { name: "tags", type: "SET", set: { item }, allocation_info: { role: "svc" }, ...fields };
}

const labels = { labels: [{ key: "app", value: "db" }] };
const kept = { reservations: [{ type: "DYNAMIC", role: "svc", labels }] };
const ours = { reservations: [{ type: "DYNAMIC", role: "svc" }] };
const fixed = { reservations: [{ type: "STATIC", role: "svc" }] };
const app = { labels: { app: "db" } };
const path = { source: { type: "PATH", path: { root: "/a" } } };

function volume(id: string, size: number, fields: object): WireResource {
  return amount("disk", size, { disk: { persistence: { id }, volume: { mode: "RW" } }, ...fields });
}

describe("a task that names an item", () => {
  it("is given it out of the set of its class", () => {
    const name = resourceName("tags", app);
    const asked = task({ resources: { [name]: 1, [itemName(name, "y")]: 1 } });
    expect(given([set(["x", "y"]), set(["w", "y"], kept)], asked)).toEqual([[set(["y"], kept)]]);
  });

  it("is given as many as its number says, all that it names among them", () => {
    const asked = task({ resources: { tags: 3, "tags[y]": 1, "tags[z]": 1 } });
    expect(given([set(["w", "x", "y", "z"])], asked)).toEqual([[set(["w"]), set(["y"]), set(["z"])]]);
  });

  it("has it reserved with the rest", () => {
    const asked = task({ resources: { tags: 1, "tags[y]": 1 }, mesos: { reserve: {} } });
    expect(given([set(["x", "y"])], asked)).toEqual([[set(["y"], ours)]]);
  });
});

describe("a task that asks ports of a class", () => {
  it("is given the least of them, and none of the others", () => {
    const asked = task({ resources: { [resourceName("ports", app)]: 2 }, ports: 1 });
    expect(given([ranges([[1, 9]]), ranges([[20, 29]], kept)], asked)).toEqual([
      [ranges([[20, 21]], kept), ranges([[1, 1]])],
    ]);
  });
});

describe("a task that reserves", () => {
  it("takes the numbers that can be reserved before those that are", () => {
    const vlans = [ranges([[1, 3]], { name: "vlans" }), ranges([[9, 9]], { name: "vlans", ...fixed })];
    const asked = task({ resources: { vlans: 2 }, mesos: { reserve: {} } });
    expect(given(vlans, asked)).toEqual([[ranges([[1, 2]], { name: "vlans", ...ours })]]);
  });

  it("has a disk reserved on which it makes no volume", () => {
    const asked = task({ disks: [{ type: "path", amount: 3 }], mesos: { reserve: {} } });
    expect(given([amount("disk", 5, { disk: path })], asked)).toEqual([
      [amount("disk", 3, { disk: path, ...ours })],
    ]);
  });

  it("adds to all reservations that there are, with labels of no text too", () => {
    const allocation_info = { role: "svc/web/x" };
    const stack = [fixed.reservations[0], { type: "DYNAMIC", role: "svc/web" }];
    const offer = wireOffer(1, [amount("cpus", 1, { allocation_info, reservations: stack })], {
      allocation_info,
    });
    const asked = task({
      role: "svc/web/x",
      resources: { cpus: 1 },
      mesos: { reserve: { labels: { a: "" } } },
    });
    const own = { type: "DYNAMIC", role: "svc/web/x", labels: { labels: [{ key: "a", value: "" }] } };
    expect(launchedBy(callsOf([offer], [asked])).map(({ resources }) => resources)).toEqual([
      [amount("cpus", 1, { allocation_info, reservations: [...stack, own] })],
    ]);
  });

  it("leaves what its own role has refined, and a volume of a role above", () => {
    const allocation_info = { role: "svc/web" };
    const refined = { allocation_info, ...reserved("svc", "svc/web") };
    const above = volume("v", 5, { allocation_info, ...fixed });
    const offer = wireOffer(1, [amount("cpus", 1, refined), above], { allocation_info });
    const asked = task({
      role: "svc/web",
      resources: { cpus: 1 },
      disks: [{ type: "volume", id: "v" }],
      mesos: { reserve: {} },
    });
    expect(callsOf([offer], [asked])).toMatchObject([
      {
        accept: {
          operations: [
            { type: "LAUNCH", launch: { task_infos: [{ resources: [amount("cpus", 1, refined), above] }] } },
          ],
        },
      },
    ]);
  });
});

describe("a task with a volume", () => {
  it("takes the deepest reservation first of all else, where it reserves nothing", () => {
    const asked = task({
      resources: { cpus: 1, disk: 5 },
      disks: [{ type: "root", amount: 5 }],
      mesos: { volumes: [{ disk: 0, id: "v", containerPath: "data" }] },
    });
    const [resources] = given([amount("cpus", 1), amount("cpus", 1, fixed), amount("disk", 9)], asked);
    expect(resources?.[0]).toEqual(amount("cpus", 1, fixed));
  });

  it("is given that of its type where another has its id", () => {
    const shared = volume("v", 5, { ...fixed, shared: {} });
    const own = volume("v", 5, fixed);
    const asked = task({ disks: [{ type: "volume", id: "v" }] });
    expect(given([shared, own], asked)).toEqual([[own]]);
  });

  it("is given the one that is reserved deeper, of two that are as large", () => {
    const allocation_info = { role: "svc/web" };
    const wide = volume("v", 5, { allocation_info, ...fixed });
    const deep = volume("v", 5, { allocation_info, ...reserved("svc", "svc/web") });
    const asked = task({ role: "svc/web", disks: [{ type: "volume", id: "v" }] });
    const calls = callsOf([wireOffer(1, [wide, deep], { allocation_info })], [asked]);
    expect(launchedBy(calls).map(({ resources }) => resources)).toEqual([[deep]]);
  });

  it("is given the one that the round counts, whole, though another of its id is reserved deeper", () => {
    const allocation_info = { role: "svc/web" };
    const small = volume("v", 5, { allocation_info, ...fixed });
    const great = volume("v", 7, { allocation_info, ...reserved("svc", "svc/web") });
    const asked = task({ role: "svc/web", disks: [{ type: "volume", id: "v" }] });
    const calls = callsOf([wireOffer(1, [small, great], { allocation_info })], [asked]);
    expect(launchedBy(calls).map(({ resources }) => resources)).toEqual([[small]]);
  });
});

describe("a part of the root disk", () => {
  it("is among what is asked by its name, with labels too", () => {
    const asked = task({
      resources: { "disk@app=db": 30 },
      disks: [{ type: "root@app=db", amount: 30 }],
    });
    expect(given([amount("disk", 60, kept)], asked)).toEqual([[amount("disk", 30, kept)]]);
  });

  it("is counted with all other parts that the task asks", () => {
    const disks = [10, 20].map((size) => ({ type: "root", amount: size }));
    const [resources] = given([amount("disk", 60)], task({ resources: { disk: 31 }, disks }));
    expect(resources?.map(({ scalar }) => scalar?.value)).toEqual([1, 10, 20]);
  });

  it("is refused where parts of it together have less", () => {
    const offer = wireOffer(1, [amount("disk", 2), amount("disk", 3)]);
    const asked = task({ resources: { disk: 5 }, disks: [{ type: "root", amount: 5 }] });
    expect(refusalText(() => callsOf([offer], [asked], more))).toBe(
      'round.launches[0].assignments[0].disks[0] is "root", expected a disk that its offers have left',
    );
  });
});

describe("what differs in its provider", () => {
  it("is given as an amount each", () => {
    const cpus = ["p", "q"].map((value) => amount("cpus", 1, { provider_id: { value } }));
    expect(given(cpus, task({ resources: { cpus: 2 } }))).toEqual([cpus]);
  });
});

describe("what differs in nothing but the number", () => {
  const principals = Array.from({ length: 20 }, (_, i) => ({
    reservations: [{ type: "DYNAMIC", role: "svc", principal: `p${i % 10}` }],
  }));

  it("is given as one amount each of many", () => {
    const cpus = principals.map((fields) => amount("cpus", 1, fields));
    const [resources] = given(cpus, task({ resources: { cpus: 20 } }));
    expect(resources?.map(({ scalar }) => scalar?.value)).toEqual([2, 2, 2, 2, 2, 2, 2, 2, 2, 2]);
  });

  it("is given as ranges of each of many", () => {
    const ports = principals.map((fields, i) => ranges([[i, i]], fields));
    const [resources] = given(ports, task({ ports: 20 }));
    expect(resources?.map((each) => each.ranges?.range?.map(({ begin }) => begin))).toEqual(
      Array.from({ length: 10 }, (_, i) => [i, i + 10]),
    );
  });

  it("is given as one set, of few and of many", () => {
    expect(given([set(["a"]), set(["b"])], task({ resources: { tags: 2 } }))).toEqual([[set(["a", "b"])]]);
    const tags = principals.map((fields, i) => set([`x${i}`], fields));
    const [resources] = given(tags, task({ resources: { tags: 20 } }));
    expect(resources?.map((each) => each.set?.item)).toEqual(
      Array.from({ length: 10 }, (_, i) => [`x${i}`, `x${i + 10}`]),
    );
  });
});

describe("taskInfo", () => {
  it("is told what the task is given", () => {
    const cluster = clusterOf(offersFrom(offersEvent(wireOffer(1, [amount("cpus", 4)]))).offers);
    const round = match({ cluster, tasks: [task({ resources: { cpus: 2 } })], nowMs: 0 });
    const seen: unknown[] = [];
    callsFrom(cluster, round, {
      ...base,
      taskInfo: (_, __, { resources }) => {
        seen.push(resources);
        return { command: {} };
      },
    });
    expect(seen).toEqual([[amount("cpus", 2)]]);
  });
});

describe("callsFrom refuses", () => {
  const revocable = { revocable: {} };
  const resources = [
    amount("cpus", 4),
    amount("cpus", 4, revocable),
    ranges([[1, 9]]),
    ranges([[20, 29]], revocable),
    amount("disk", 5, revocable),
    amount("disk", 5, { disk: path }),
  ];
  const executor = { id: "e", resources: { "cpus@revocable": 1 } };

  it.each<readonly [string, Partial<MesosTask>]>([
    [
      "cpus@revocable is 1, expected none beside cpus: a task and its executor have revocable or other cpus, not both",
      { resources: { cpus: 1 }, executor },
    ],
    [
      "cpus@revocable is 1, expected none beside cpus: a task and its executor have revocable or other cpus, not both",
      { resources: { cpus: 1, "cpus@revocable": 1 } },
    ],
    [
      "ports is undefined, expected none beside ports@revocable: a task and its executor have revocable or other ports, not both",
      { resources: { "ports@revocable": 1 }, ports: 1 },
    ],
    [
      "disk is undefined, expected none beside disk@revocable: a task and its executor have revocable or other disk, not both",
      { resources: { "disk@revocable": 1 }, disks: [{ type: "path", amount: 1 }] },
    ],
  ])("%s", (text, fields) => {
    expect(refusalText(() => given(resources, task(fields)))).toBe(
      `round.launches[0].assignments[0].resources.${text}`,
    );
  });

  it("a task that mixes with its executor though that runs already", () => {
    const offer = wireOffer(1, resources, { executor_ids: [{ value: "e" }] });
    expect(refusalText(() => callsOf([offer], [task({ resources: { cpus: 1 }, executor })]))).toBe(
      "round.launches[0].assignments[0].resources.cpus@revocable is 1, expected none beside cpus: a task and its executor have revocable or other cpus, not both",
    );
  });
});
