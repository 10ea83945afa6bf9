import { describe, expect, it } from "vitest";
import { attributeIs, clusterOf, match, type Round, type Task } from "../../src/index.ts";
import {
  callsFrom,
  claimOn,
  offersFrom,
  resourceName,
  type CallOptions,
  type Calls,
  type MesosCall,
  type MesosResource,
  type MesosTask,
  type OfferOptions,
} from "../../src/mesos/index.ts";
import { refusalText } from "../support/build.ts";
import { launchedBy } from "./launched.ts";
import { verdictOn } from "./master.ts";
import { amount, offersEvent, ranges, wireOffer, type WireOffer, type WireResource } from "./wire.ts";

const base: CallOptions = {
  frameworkId: "f",
  taskInfo: () => ({ command: { value: "run" } }),
  principal: "p",
};

interface Played {
  readonly round: Round;
  readonly calls: Calls["calls"];
}

/** A round over the offers, with calls in which a master finds nothing wrong. */
function played(
  offers: readonly WireOffer[],
  tasks: readonly Task[],
  {
    options = {},
    reading = {},
  }: { readonly options?: Partial<CallOptions>; readonly reading?: OfferOptions } = {},
): Played {
  const cluster = clusterOf(offersFrom(offersEvent(...offers), reading).offers);
  const round = match({ cluster, tasks, nowMs: 0 });
  const { calls } = callsFrom(cluster, round, { ...base, ...options });
  expect(verdictOn(calls, { offers }).findings).toEqual([]);
  return { round, calls };
}

function operationsIn(calls: readonly MesosCall[]): readonly unknown[] {
  return calls.flatMap((call) => (call.type === "ACCEPT" ? call.accept.operations : []));
}

function typesIn(calls: readonly MesosCall[]): readonly unknown[] {
  return calls.flatMap((call) =>
    call.type === "ACCEPT" ? call.accept.operations.map(({ type }) => type) : [call.type],
  );
}

function given(calls: readonly MesosCall[], taskId = "t1"): readonly MesosResource[] {
  return launchedBy(calls).find(({ task_id }) => task_id.value === taskId)?.resources ?? [];
}

function task(fields: Partial<MesosTask>): MesosTask {
  return { id: "t1", role: "svc", resources: { cpus: 1 }, ...fields };
}

const ours = { type: "DYNAMIC", role: "svc", principal: "p" };
const labels = { labels: [{ key: "app", value: "db" }] };
const kept = { reservations: [{ ...ours, labels }] };
const reserve = { labels: { app: "db" } };
const path = { source: { type: "PATH", path: { root: "/a" } } };
const mount = { source: { type: "MOUNT", mount: { root: "/b" } } };

describe("a task that reserves", () => {
  it("has all that nobody has reserved reserved first, with its labels, but for ports", () => {
    const offer = wireOffer(1, [amount("cpus", 4), amount("mem", 100), ranges([[1, 9]])]);
    const asked = task({ resources: { cpus: 2, mem: 50 }, ports: 2, mesos: { reserve } });
    const { calls } = played([offer], [asked]);
    const resources = [amount("cpus", 2, kept), amount("mem", 50, kept)];
    const all = [...resources, ranges([[1, 2]])];
    expect(operationsIn(calls)).toMatchObject([
      { type: "RESERVE", id: { value: "o1.0" }, reserve: { resources } },
      { type: "LAUNCH", launch: { task_infos: [{ task_id: { value: "t1" }, resources: all }] } },
    ]);
  });

  it("takes what can be reserved before what its role has already, which stays as it is", () => {
    const fixed = { reservations: [{ type: "STATIC", role: "svc" }] };
    const offer = wireOffer(1, [
      amount("cpus", 2, fixed),
      amount("cpus", 1),
      amount("cpus", 1, { revocable: {} }),
    ]);
    const { calls } = played([offer], [task({ resources: { cpus: 2.5 }, mesos: { reserve: {} } })]);
    expect(given(calls)).toEqual([amount("cpus", 1, { reservations: [ours] }), amount("cpus", 1.5, fixed)]);
  });

  it("refines what a role above its own has reserved", () => {
    const above = { reservations: [{ type: "STATIC", role: "svc" }] };
    const role = "svc/web";
    const allocation_info = { role };
    const offer = wireOffer(1, [amount("cpus", 2, { ...above, allocation_info })], { allocation_info });
    const { calls } = played([offer], [task({ role, mesos: { reserve: {} } })], {
      options: { principal: "q" },
    });
    expect(given(calls)).toEqual([
      amount("cpus", 1, {
        allocation_info,
        reservations: [...above.reservations, { type: "DYNAMIC", role, principal: "q" }],
      }),
    ]);
  });

  it("reserves as frameworks without RESERVATION_REFINEMENT do", () => {
    const offer = wireOffer(1, [amount("cpus", 1, { role: "svc" }), amount("cpus", 2, { role: "*" })]);
    const asked = task({ resources: { cpus: 3 }, mesos: { reserve } });
    const { calls } = played([offer], [asked]);
    const reserved = amount("cpus", 2, { role: "svc", reservation: { principal: "p", labels } });
    expect(operationsIn(calls)).toMatchObject([{ type: "RESERVE", reserve: { resources: [reserved] } }, {}]);
    expect(given(calls)).toEqual([reserved, amount("cpus", 1, { role: "svc" })]);
  });

  it("leaves what it reserved to itself: others of the role do not get it, unless they ask it", () => {
    const offer = wireOffer(1, [amount("cpus", 2, kept), amount("cpus", 1)]);
    const others = [task({ resources: { cpus: 2 } }), task({ id: "t2" })];
    expect(played([offer], others).round.assignments.map(({ taskId }) => taskId)).toEqual(["t2"]);
    const again = task({ resources: { [resourceName("cpus", { labels: { app: "db" } })]: 2 } });
    expect(given(played([offer], [again]).calls)).toEqual([amount("cpus", 2, kept)]);
  });

  it("makes no RESERVE where there is nothing to reserve", () => {
    const asked = task({
      resources: { [resourceName("cpus", { labels: { app: "db" } })]: 1 },
      mesos: { reserve },
    });
    expect(typesIn(played([wireOffer(1, [amount("cpus", 2, kept)])], [asked]).calls)).toEqual(["LAUNCH"]);
  });
});

describe("a task with volumes", () => {
  const volume = { containerPath: "data", id: "v1" };
  const made = { persistence: { id: "v1", principal: "p" }, volume: { container_path: "data", mode: "RW" } };

  it("has the disk reserved and the volume made before it is launched", () => {
    const offer = wireOffer(1, [amount("cpus", 4), amount("disk", 100)]);
    const disks = [{ type: "root", amount: 30 }];
    const asked = task({
      resources: { cpus: 1, disk: 40 },
      disks,
      mesos: { volumes: [{ disk: 0, ...volume }] },
    });
    const { calls } = played([offer], [asked]);
    const plain = { reservations: [ours] };
    expect(operationsIn(calls)).toMatchObject([
      { type: "RESERVE", id: { value: "o1.0" }, reserve: { resources: [amount("disk", 30, plain)] } },
      {
        type: "CREATE",
        id: { value: "o1.1" },
        create: { volumes: [amount("disk", 30, { ...plain, disk: made })] },
      },
      { type: "LAUNCH" },
    ]);
    expect(given(calls)).toEqual([
      amount("cpus", 1),
      amount("disk", 10),
      amount("disk", 30, { ...plain, disk: made }),
    ]);
  });

  it("has one of one part of the disk, whatever others take of it", () => {
    const fixed = { reservations: [{ type: "STATIC", role: "svc" }] };
    const offer = wireOffer(1, [amount("cpus", 4), amount("disk", 50, fixed), amount("disk", 60)]);
    const first = task({ resources: { cpus: 1, disk: 45 } });
    const disks = [{ type: "root", amount: 55 }];
    const second = task({
      id: "t2",
      resources: { disk: 55 },
      disks,
      mesos: { volumes: [{ disk: 0, ...volume }] },
    });
    const { calls } = played([offer], [first, second]);
    expect(given(calls, "t2")).toEqual([amount("disk", 55, { reservations: [ours], disk: made })]);
    const tooMuch = { ...second, resources: { disk: 65 }, disks: [{ type: "root", amount: 65 }] };
    expect(played([offer], [tooMuch]).round.assignments).toEqual([]);
  });

  it("has a part of a PATH disk, a MOUNT disk whole, and shared ones if it wants", () => {
    const offer = wireOffer(1, [
      amount("cpus", 4),
      amount("disk", 100, { disk: path }),
      amount("disk", 70, { disk: mount }),
    ]);
    const asked = task({
      disks: [
        { type: "path", amount: 20 },
        { type: "mount", amount: 5 },
      ],
      mesos: {
        reserve,
        volumes: [
          { disk: 0, ...volume, isShared: true },
          { disk: 1, id: "v2", containerPath: "more", mode: "RO" },
        ],
      },
    });
    const { calls } = played([offer], [asked], { options: { principal: "q" } });
    const byQ = { reservations: [{ ...ours, principal: "q", labels }] };
    const onPath = { ...path, persistence: { id: "v1", principal: "q" }, volume: made.volume };
    const onMount = {
      ...mount,
      persistence: { id: "v2", principal: "q" },
      volume: { container_path: "more", mode: "RO" },
    };
    expect(given(calls).slice(1)).toEqual([
      amount("disk", 20, { ...byQ, disk: onPath, shared: {} }),
      amount("disk", 70, { ...byQ, disk: onMount }),
    ]);
  });

  it("is kept apart from other tasks, and from other providers", () => {
    const far = { provider_id: { value: "p" } };
    const offer = wireOffer(1, [
      amount("cpus", 4),
      amount("disk", 50, { disk: path }),
      amount("disk", 60, { disk: mount, ...far }),
    ]);
    const disks = [
      { type: "path", amount: 5 },
      { type: "mount", amount: 5 },
    ];
    const volumes = [
      { disk: 0, ...volume },
      { disk: 1, id: "v2", containerPath: "b" },
    ];
    const other = {
      id: "t2",
      disks: [{ type: "path", amount: 5 }],
      mesos: { volumes: [{ disk: 0, id: "v3", containerPath: "c" }] },
    };
    const { calls } = played([offer], [task({ disks, mesos: { volumes } }), task(other)]);
    expect(typesIn(calls)).toEqual(["RESERVE", "RESERVE", "CREATE", "CREATE", "RESERVE", "CREATE", "LAUNCH"]);
  });

  it("goes back to its volume, and only there, by what it claims", () => {
    const offer = wireOffer(1, [amount("cpus", 4), amount("disk", 100), ranges([[1, 9]])]);
    const disks = [{ type: "root", amount: 30 }];
    const asked = task({
      resources: { cpus: 1, disk: 30 },
      disks,
      ports: 1,
      mesos: { reserve, volumes: [{ disk: 0, ...volume }] },
    });
    const first = given(played([offer], [asked]).calls);
    const claim = claimOn(first);
    expect(claim).toEqual({
      resources: { "cpus@app=db": 1 },
      disks: [{ type: "volume", id: "v1" }],
    });
    const elsewhere = wireOffer(2, [amount("cpus", 9), amount("disk", 100), ranges([[1, 9]])]);
    const back = wireOffer(1, [...first, amount("cpus", 3), ranges([[2, 9]])] as readonly WireResource[]);
    const again = { ...asked, id: "t1-2", ...claim, mesos: { reserve } };
    const { calls, round } = played([back, elsewhere], [again, task({ id: "t3", ...claim })]);
    expect(round.assignments.map(({ agentId }) => agentId)).toEqual(["a1"]);
    expect(typesIn(calls)).toEqual(["LAUNCH", "DECLINE"]);
    expect(given(calls, "t1-2").toSorted(byName)).toEqual(first.toSorted(byName));
  });

  it("is given one of those of its id, whichever of the offers have them", () => {
    const cpus = amount("cpus", 1);
    const [small, great] = [5, 7].map((size, i) =>
      amount("disk", size, { reservations: [{ ...ours, principal: `q${i}` }], disk: made }),
    );
    const asked = task({ id: "t1", resources: { cpus: 2 }, disks: [{ type: "volume", id: "v1" }] });
    const taken = (...offers: readonly WireOffer[]): readonly MesosResource[] =>
      given(played(offers, [asked]).calls).filter(({ disk }) => disk !== undefined);
    expect(taken(wireOffer(1, [cpus, cpus, great!, small!]))).toEqual([great]);
    const next = wireOffer(1, [cpus, great!], { id: { value: "o2" } });
    expect(taken(wireOffer(1, [cpus, small!]), next)).toEqual([small]);
    expect(taken(wireOffer(1, [cpus, cpus, small!, small!]))).toEqual([small]);
  });

  it("shares one that several may use", () => {
    const shared = amount("disk", 30, { ...kept, disk: made, shared: {} });
    const offer = wireOffer(1, [amount("cpus", 4), shared]);
    const claim = claimOn([shared as MesosResource]);
    const { calls } = played(
      [offer],
      [task(claim), task({ id: "t2", ...claim })].map((each) => ({ ...each, resources: { cpus: 1 } })),
    );
    expect([given(calls), given(calls, "t2")]).toEqual([
      [amount("cpus", 1), shared],
      [amount("cpus", 1), shared],
    ]);
  });
});

function byName(a: MesosResource, b: MesosResource): number {
  return a.name < b.name ? -1 : 1;
}

describe("what a task claims again", () => {
  it("is amounts, numbers and items by their names, and disks", () => {
    const resources = [
      amount("cpus", 0.1),
      amount("cpus", 0.2, kept),
      amount("cpus", 0.3, { reservations: [ours] }),
      amount("mem", 1, { revocable: {} }),
      ranges([
        [1, 2],
        [4, 4],
      ]),
      ranges([[5, 9]], { name: "vlans" }),
      { name: "tags", type: "SET", set: { item: ["x", "y"] } },
      { name: "tags", type: "SET", set: { item: ["z"] }, ...kept },
      { name: "none", type: "SET", set: {} },
      amount("disk", 5, { disk: path }),
      amount("disk", 6, { disk: mount, ...kept }),
      amount("disk", 7, { disk: { source: { type: "RAW" } } }),
      amount("disk", 8, { disk: { ...path, persistence: { id: "v" } }, ...kept }),
    ] as readonly MesosResource[];
    expect(claimOn(resources)).toEqual({
      resources: {
        cpus: 0.4,
        "cpus@app=db": 0.2,
        "mem@revocable": 1,
        vlans: 5,
        tags: 2,
        "tags@app=db": 1,
        none: 0,
      },
      disks: [
        { type: "path", amount: 5 },
        { type: "mount@app=db", amount: 6 },
        { type: "volume", id: "v" },
      ],
    });
    expect(claimOn([])).toEqual({ resources: {} });
    expect(refusalText(() => claimOn([{ name: "" }] as never))).toBe(
      'resources[0].name is "", expected a non-empty string',
    );
  });
});

/** A task that makes a volume of the id. */
function making(n: number, id: string): MesosTask {
  return task({
    id: `t${n}`,
    disks: [{ type: "path", amount: 10 }],
    mesos: { volumes: [{ disk: 0, id, containerPath: "data" }] },
  });
}

describe("a volume that is made", () => {
  const onPaths = wireOffer(1, [amount("cpus", 4), amount("disk", 90, { disk: path })]);

  it("has an id that no other has which its launch makes", () => {
    expect(typesIn(played([onPaths], [making(1, "v1"), making(2, "v2")]).calls)).toContain("LAUNCH");
    expect(refusalText(() => played([onPaths], [making(1, "v1"), making(2, "v1")]))).toBe(
      'round.launches[0].assignments[1].mesos.volumes is "v1", expected the id of a volume that nothing else of the launch makes',
    );
    const elsewhere = { ...onPaths, id: { value: "o2" }, agent_id: { value: "a2" }, hostname: "h2" };
    const apart = [making(1, "v1"), { ...making(2, "v1"), constraints: [attributeIs("hostname", "h2")] }];
    const { round } = played([onPaths, elsewhere], apart);
    expect(round.launches).toHaveLength(2);
  });
});

describe("upkeep", () => {
  const made = { persistence: { id: "v1" }, volume: { container_path: "data", mode: "RW" } };

  it("destroys volumes and ends reservations before anything else, and tasks do not get them", () => {
    const fixed = { reservations: [{ type: "STATIC", role: "svc" }] };
    const onPath = amount("disk", 30, { ...kept, disk: { ...path, ...made } });
    const onFixed = amount("disk", 10, { ...fixed, disk: { persistence: { id: "v2" }, volume: {} } });
    const old = { role: "svc", reservation: { principal: "p" } };
    const offers = [
      wireOffer(1, [amount("cpus", 4), amount("cpus", 2, { reservations: [ours] }), onPath, onFixed]),
      wireOffer(2, [amount("cpus", 1, old), amount("disk", 5, { ...old, disk: made })]),
      wireOffer(3, [amount("cpus", 0.5, fixed)]),
    ];
    const seen: unknown[] = [];
    const reading: OfferOptions = {
      upkeep: (resource, agentId) => {
        seen.push([agentId, resource.name]);
        return "release";
      },
    };
    const { calls } = played(
      offers,
      [task({ resources: { cpus: 4 } }), task({ id: "t2", resources: { cpus: 1 } })],
      { reading },
    );
    expect(seen).toEqual([
      ["a1", "cpus"],
      ["a1", "disk"],
      ["a1", "disk"],
      ["a2", "cpus"],
      ["a2", "disk"],
    ]);
    expect(operationsIn(calls)).toMatchObject([
      {
        type: "UNRESERVE",
        id: { value: "o1.0" },
        unreserve: { resources: [amount("cpus", 2, { reservations: [ours] })] },
      },
      { type: "DESTROY", id: { value: "o1.1" }, destroy: { volumes: [onPath] } },
      {
        type: "UNRESERVE",
        id: { value: "o1.2" },
        unreserve: { resources: [amount("disk", 30, { ...kept, disk: path })] },
      },
      { type: "DESTROY", id: { value: "o1.3" }, destroy: { volumes: [onFixed] } },
      { type: "LAUNCH" },
      { type: "UNRESERVE", id: { value: "o2.0" }, unreserve: { resources: [amount("cpus", 1, old)] } },
      {
        type: "DESTROY",
        id: { value: "o2.1" },
        destroy: { volumes: [amount("disk", 5, { ...old, disk: made })] },
      },
      { type: "UNRESERVE", id: { value: "o2.2" }, unreserve: { resources: [amount("disk", 5, old)] } },
    ]);
    expect(calls.map(({ type }) => type)).toEqual(["ACCEPT", "ACCEPT", "DECLINE"]);
  });

  it("is not for the time of a decline: what is released comes again at once, or as the options say", () => {
    const offers = [wireOffer(1, [amount("cpus", 3, kept)]), wireOffer(2, [amount("cpus", 1)])];
    const tasks = [task({ resources: { cpus: 2 } })];
    const secondsOf = (options: Partial<CallOptions>): readonly unknown[] => {
      const { round, calls } = played(offers, tasks, { options, reading: { upkeep: () => "release" } });
      expect(round.declines.map(({ refuseSeconds }) => refuseSeconds)).toEqual([120, 120]);
      return calls.map((call) => {
        if (call.type === "ACCEPT") return ["ACCEPT", call.accept.filters?.refuse_seconds];
        return call.type === "DECLINE" ? ["DECLINE", call.decline.filters?.refuse_seconds] : call.type;
      });
    };
    expect(secondsOf({})).toEqual([
      ["ACCEPT", 0],
      ["DECLINE", 120],
    ]);
    expect(secondsOf({ refuseSeconds: 7 })).toEqual([
      ["ACCEPT", 7],
      ["DECLINE", 120],
    ]);
  });

  it("grows a volume by what is kept beside it, and shrinks it", () => {
    const volume = amount("disk", 30, { ...kept, disk: { ...path, ...made } });
    const beside = amount("disk", 20, { ...kept, disk: path });
    const resize = (size: number): unknown => {
      const offer = wireOffer(1, [volume, amount("disk", 50, { disk: path }), beside]);
      const reading: OfferOptions = {
        upkeep: ({ disk }) => (disk?.persistence === undefined ? undefined : size),
      };
      const ask = task({ resources: {}, disks: [{ type: "path@app=db", amount: 12 }] });
      const { calls, round } = played([offer], [ask], { reading });
      return [operationsIn(calls).map((operation) => operation), round.assignments.length];
    };
    expect(resize(35)).toMatchObject([
      [
        { type: "GROW_VOLUME", grow_volume: { volume, addition: { ...beside, scalar: { value: 5 } } } },
        { type: "LAUNCH" },
      ],
      1,
    ]);
    expect(resize(50)).toMatchObject([[{ type: "GROW_VOLUME", grow_volume: { addition: beside } }], 0]);
    expect(resize(10.5)).toMatchObject([
      [{ type: "SHRINK_VOLUME", shrink_volume: { volume, subtract: { value: 19.5 } } }, {}],
      1,
    ]);
    expect(resize(30)).toMatchObject([[{ type: "LAUNCH" }], 1]);
    expect(resize(51)).toMatchObject([[{ type: "LAUNCH" }], 1]);
  });

  it.each<readonly [string, object]>([
    ["shared", { ...kept, disk: { ...path, ...made }, shared: {} }],
    ["a MOUNT disk", { ...kept, disk: { ...mount, ...made } }],
    ["of a provider", { ...kept, disk: { ...path, ...made }, provider_id: { value: "p" } }],
  ])("leaves a volume that is %s as it is: a master resizes none", (_, fields) => {
    const volume = amount("disk", 30, fields);
    const { offers } = offersFrom(offersEvent(wireOffer(1, [volume])), { upkeep: () => 10 });
    expect(offers[0]?.mesos).toEqual({ resources: [volume] });
  });

  it.each([0, -1, 0.0004, Number.NaN, 2 ** 43, "keep", null, true])(
    "refuses an answer that is none: %s",
    (answer) => {
      const volume = amount("disk", 30, { ...kept, disk: made });
      const { offers, unreadable } = offersFrom(offersEvent(wireOffer(1, [volume])), {
        upkeep: () => answer as never,
      });
      expect(offers).toEqual([]);
      expect(unreadable.map(({ error }) => error.path)).toEqual([
        "event.offers.offers[0].upkeep(resources[0])",
      ]);
    },
  );

  it("refuses a size for what is no volume, and an upkeep that is no function", () => {
    const read = offersFrom(offersEvent(wireOffer(1, [amount("cpus", 1, kept)])), { upkeep: () => 5 });
    expect(read.unreadable).toHaveLength(1);
    expect(refusalText(() => offersFrom(offersEvent(), { upkeep: 1 } as never))).toBe(
      "options.upkeep is 1, expected a function",
    );
  });
});
