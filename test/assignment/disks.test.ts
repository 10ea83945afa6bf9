import fc from "fast-check";
import { describe, expect, it } from "vitest";
import {
  clusterOf,
  customConstraint,
  match,
  maxDiskRequests,
  update,
  type Disk,
  type DiskGrant,
  type DiskRequest,
  type Offer,
  type Task,
} from "../../src/index.ts";
import {
  assignmentOf,
  offer,
  offerOf,
  offersOf,
  placesOf,
  roundOver,
  runningOn,
  task,
} from "../support/build.ts";

const ssd = (id: string, amount: number, use?: Disk["use"]): Disk => ({
  id,
  type: "ssd",
  amount,
  ...(use !== undefined && { use }),
});

/** What the task gets of the disks, as id and amount; undefined where it gets nothing. */
function grantsOf(
  disks: readonly Disk[],
  requests: readonly DiskRequest[],
): readonly (readonly [id: string, amount: number])[] | undefined {
  const { assignments } = roundOver([offer({ disks })], [task({ disks: requests })]);
  return assignments[0]?.disks?.map(({ id, amount }) => [id, amount]);
}

/** What each of the tasks gets, one after the other, as ids. */
function idsOf(
  offers: readonly Offer[],
  ...tasks: readonly Partial<Task>[]
): readonly (string | undefined)[] {
  const asked = tasks.map((fields, i) => task({ id: `t${i}`, resources: {}, ...fields }));
  const { assignments } = roundOver(offers, asked);
  return asked.map(({ id }) =>
    assignments
      .find(({ taskId }) => taskId === id)
      ?.disks?.map((grant) => grant.id)
      .join(" "),
  );
}

const sizedAs = (amount: number): Partial<Task> => disks({ type: "ssd", amount });
const disks = (...requests: readonly DiskRequest[]): Partial<Task> => ({ disks: requests });

function nameOf({ id, type, use }: Disk): string {
  return [id, type, use].join(" ");
}

/** All ways to serve the requests, tried in the order of the contract: the first that there is. */
function bruteForce(
  free: readonly Disk[],
  [request, ...later]: readonly DiskRequest[],
): readonly (readonly [string, number])[] | undefined {
  if (request === undefined) return [];
  const { type, id: wanted, amount: asked = 0 } = request;
  const possible = free
    .filter((disk) => disk.type === type && disk.amount >= asked)
    .filter(({ id }) => wanted === undefined || id === wanted)
    .toSorted((a, b) => a.amount - b.amount || (nameOf(a) < nameOf(b) ? -1 : 1));
  for (const disk of possible) {
    const after = free.flatMap((other): readonly Disk[] => {
      if (other !== disk || disk.use === "shared") return [other];
      return disk.use === "whole" ? [] : [{ ...disk, amount: disk.amount - asked }];
    });
    const rest = bruteForce(after, later);
    if (rest !== undefined) return [[disk.id, disk.use === undefined ? asked : disk.amount], ...rest];
  }
  return undefined;
}

describe("a disk in parts", () => {
  it("gives what is asked, and what is left is left", () => {
    expect(grantsOf([ssd("d1", 100)], [{ type: "ssd", amount: 60 }])).toEqual([["d1", 60]]);
    expect(
      idsOf([offer({ disks: [ssd("d1", 100)] })], sizedAs(60), sizedAs(41), sizedAs(40), sizedAs(0.001)),
    ).toEqual(["d1", undefined, "d1", undefined]);
  });

  it("is counted in exact thousandths", () => {
    const asking = disks({ type: "ssd", amount: 0.1 });
    expect(idsOf([offer({ disks: [ssd("d1", 0.3)] })], asking, asking, asking, asking)).toEqual([
      "d1",
      "d1",
      "d1",
      undefined,
    ]);
    expect(grantsOf([ssd("d1", 1)], [{ type: "ssd", amount: 0.30049 }])).toEqual([["d1", 0.3]]);
  });

  it("serves a request for nothing of it as long as it is there, used up too", () => {
    const asking = disks({ type: "ssd" });
    expect(
      idsOf([offer({ disks: [ssd("d1", 5)] })], disks({ type: "ssd", amount: 5 }), asking, asking),
    ).toEqual(["d1", "d1", "d1"]);
    expect(grantsOf([ssd("d1", 0)], [{ type: "ssd", amount: 0 }])).toEqual([["d1", 0]]);
    expect(grantsOf([], [{ type: "ssd" }])).toBeUndefined();
  });

  it("serves several requests of one task", () => {
    const half = { type: "ssd", amount: 50 };
    expect(grantsOf([ssd("d1", 100)], [half, half])).toEqual([
      ["d1", 50],
      ["d1", 50],
    ]);
    expect(grantsOf([ssd("d1", 99)], [half, half])).toBeUndefined();
  });
});

describe("a whole disk", () => {
  it("goes to one request, whatever amount that asks", () => {
    expect(grantsOf([ssd("d1", 100, "whole")], [{ type: "ssd", amount: 1 }])).toEqual([["d1", 100]]);
    expect(grantsOf([ssd("d1", 100, "whole")], [{ type: "ssd" }, { type: "ssd" }])).toBeUndefined();
  });

  it("is never given again, not even where nothing of it is asked, or nothing is on it", () => {
    const asking = disks({ type: "ssd" });
    expect(idsOf([offer({ disks: [ssd("d1", 100, "whole")] })], asking, asking)).toEqual(["d1", undefined]);
    expect(idsOf([offer({ disks: [ssd("d1", 0, "whole")] })], asking, asking)).toEqual(["d1", undefined]);
  });

  it("must be as large as what is asked", () => {
    expect(grantsOf([ssd("d1", 100, "whole")], [{ type: "ssd", amount: 100.001 }])).toBeUndefined();
    expect(grantsOf([ssd("d1", 100, "whole")], [{ type: "ssd", amount: 100 }])).toEqual([["d1", 100]]);
  });

  it("is free if it is offered, whatever a running task was given", () => {
    const grant: DiskGrant = { id: "d1", type: "ssd", amount: 100, use: "whole" };
    const running = [runningOn(1, { id: "r1" }, { disks: [grant] })];
    const round = roundOver(
      [offer({ disks: [ssd("d1", 100, "whole")] })],
      [task(disks({ type: "ssd" }))],
      {},
      running,
    );
    expect(assignmentOf(round).disks).toEqual([grant]);
  });
});

describe("a shared disk", () => {
  it("serves any number of tasks and requests, and nothing of it is used up", () => {
    const twice = disks({ type: "ssd", amount: 100 }, { type: "ssd", amount: 100 });
    expect(idsOf([offer({ disks: [ssd("d1", 100, "shared")] })], twice, twice, twice)).toEqual([
      "d1 d1",
      "d1 d1",
      "d1 d1",
    ]);
    expect(grantsOf([ssd("d1", 100, "shared")], [{ type: "ssd", amount: 1 }])).toEqual([["d1", 100]]);
  });

  it("must have what is asked", () => {
    expect(grantsOf([ssd("d1", 100, "shared")], [{ type: "ssd", amount: 101 }])).toBeUndefined();
  });
});

describe("the disk of a request", () => {
  it("is of its type, and of its id if it names one", () => {
    const hdd: Disk = { id: "d0", type: "hdd", amount: 1 };
    const offered = [hdd, ssd("d1", 10), ssd("d2", 20)];
    expect(grantsOf(offered, [{ type: "ssd", amount: 1 }])).toEqual([["d1", 1]]);
    expect(grantsOf(offered, [{ type: "hdd", amount: 1 }])).toEqual([["d0", 1]]);
    expect(grantsOf(offered, [{ type: "ssd", id: "d2", amount: 1 }])).toEqual([["d2", 1]]);
    expect(grantsOf(offered, [{ type: "ssd", id: "d0" }])).toBeUndefined();
    expect(grantsOf(offered, [{ type: "ssd", id: "d9" }])).toBeUndefined();
    expect(grantsOf(offered, [{ type: "ssd", id: "d2", amount: 21 }])).toBeUndefined();
  });

  it("is the one with the least left that can serve it, by id on ties", () => {
    expect(grantsOf([ssd("a", 30), ssd("b", 10), ssd("c", 20)], [{ type: "ssd", amount: 15 }])).toEqual([
      ["c", 15],
    ]);
    expect(grantsOf([ssd("b", 10), ssd("a", 10)], [{ type: "ssd" }])).toEqual([["a", 0]]);
    // By UTF-16 code unit the surrogates of U+10000 come before U+FFFF.
    expect(grantsOf([ssd("\uffff", 10), ssd("\u{10000}", 10)], [{ type: "ssd" }])).toEqual([
      ["\u{10000}", 0],
    ]);
  });

  it("is chosen by what the requests before it have left", () => {
    const asked = [
      { type: "ssd", amount: 9 },
      { type: "ssd", amount: 1 },
      { type: "ssd", amount: 1 },
    ];
    expect(grantsOf([ssd("a", 10), ssd("b", 5)], asked)).toEqual([
      ["a", 9],
      ["a", 1],
      ["b", 1],
    ]);
  });

  it("is another one where the first choice leaves none for a request after it", () => {
    expect(
      grantsOf([ssd("a", 10), ssd("b", 20, "whole")], [{ type: "ssd" }, { type: "ssd", amount: 10 }]),
    ).toEqual([
      ["a", 0],
      ["a", 10],
    ]);
    expect(
      grantsOf([ssd("a", 10, "whole"), ssd("b", 20)], [{ type: "ssd" }, { type: "ssd", id: "a" }]),
    ).toEqual([
      ["b", 0],
      ["a", 10],
    ]);
    expect(
      grantsOf(
        [ssd("a", 10, "whole"), ssd("b", 20, "whole"), ssd("c", 30, "whole")],
        [
          { type: "ssd", amount: 1 },
          { type: "ssd", amount: 2 },
          { type: "ssd", amount: 10, id: "a" },
        ],
      ),
    ).toEqual([
      ["b", 20],
      ["c", 30],
      ["a", 10],
    ]);
  });

  it("is another one where only a later request leaves enough for two", () => {
    expect(
      grantsOf(
        [ssd("a", 5), ssd("b", 6)],
        [3, 5, 3].map((amount) => ({ type: "ssd", amount })),
      ),
    ).toEqual([
      ["b", 3],
      ["a", 5],
      ["b", 3],
    ]);
  });

  it("is the first of all ways to serve all requests, however they get in each other's way", () => {
    const use = fc.constantFrom<Disk["use"]>(undefined, undefined, "whole", "shared");
    const type = fc.constantFrom("ssd", "ssd", "ssd", "hdd");
    const free = fc.uniqueArray(
      fc
        .tuple(fc.constantFrom("a", "b", "c", "d", "e"), type, fc.nat(12), use)
        .map(([id, kind, amount, how]): Disk => ({ ...ssd(id, amount, how), type: kind })),
      { maxLength: 5, selector: nameOf },
    );
    const request = fc
      .tuple(
        type,
        fc.constantFrom(0, 1, 2, 3, 3, 5, 8),
        fc.constantFrom(undefined, undefined, undefined, "a", "c"),
      )
      .map(([kind, amount, id]): DiskRequest => ({ type: kind, amount, ...(id !== undefined && { id }) }));
    fc.assert(
      fc.property(free, fc.array(request, { minLength: 1, maxLength: 6 }), (offered, asked) => {
        expect(grantsOf(offered, asked)).toEqual(bruteForce(offered, asked));
      }),
      { numRuns: 500 },
    );
  });

  it("is found at once among many that nearly fit", () => {
    const whole = Array.from({ length: 15 }, (_, i) => ssd(`d${i + 10}`, 100, "whole"));
    const asked = Array.from({ length: maxDiskRequests }, (_, i) => ({ type: "ssd", amount: 50 + i }));
    expect(grantsOf(whole, asked)).toBeUndefined();
    expect(grantsOf([...whole, ssd("d9", 50, "whole")], asked)?.[0]).toEqual(["d9", 50]);
    const alike = Array.from({ length: maxDiskRequests }, () => ({ type: "ssd", amount: 50 }));
    expect(grantsOf(whole, alike)).toBeUndefined();
  });
});

describe("disks of several offers", () => {
  it("of one agent and role add up, by id", () => {
    const parts = [
      offer({ disks: [ssd("d1", 60)] }),
      offer({ id: "o2", disks: [ssd("d2", 5), ssd("d1", 40.5)] }),
    ];
    expect(idsOf(parts, disks({ type: "ssd", amount: 100.5 }))).toEqual(["d1"]);
    const whole = parts.map((each) => ({
      ...each,
      disks: each.disks?.map((disk): Disk => ({ ...disk, use: "whole" })) ?? [],
    }));
    const { assignments } = roundOver(whole, [task(disks({ type: "ssd", amount: 50 }))]);
    expect(assignments[0]?.disks).toEqual([{ id: "d1", type: "ssd", amount: 100.5, use: "whole" }]);
    expect(assignments[0]?.offerIds).toEqual(["o1", "o2"]);
  });

  it("are told apart by their types and uses too, whatever the offers are that name them", () => {
    const d1 = ssd("d1", 10);
    const all: readonly Disk[] = [
      { ...d1, type: "hdd" },
      d1,
      { ...d1, use: "shared" },
      { ...d1, amount: 9, use: "whole" },
      { ...d1, amount: 0.5, use: "whole" },
    ];
    const offers = all.map((each, i) => offer({ id: `o${i}`, disks: [each] }));
    const nine = { type: "ssd", id: "d1", amount: 9 };
    const asked = [...[nine, nine, nine].map((each) => [each]), [{ type: "hdd" }, { ...nine, type: "hdd" }]];
    const tasks = asked.map((requests, i) => task({ id: `t${i}`, resources: {}, disks: requests }));
    const { assignments } = roundOver(offers, tasks);
    const shared = { ...d1, use: "shared" };
    const hdd = { ...d1, type: "hdd" };
    expect(assignments.map((each) => each.disks)).toEqual([
      [{ ...d1, amount: 9.5, use: "whole" }],
      [{ ...d1, amount: 9 }],
      [shared],
      [
        { ...hdd, amount: 0 },
        { ...hdd, amount: 9 },
      ],
    ]);
    const one = roundOver([offer({ disks: all.slice(0, 3) })], tasks);
    expect(one.assignments.map((each) => each.disks)).toEqual([
      [{ ...d1, amount: 9 }],
      [shared],
      [shared],
      [
        { ...hdd, amount: 0 },
        { ...hdd, amount: 9 },
      ],
    ]);
  });

  it("are what each role was offered, whatever other roles were given of the same ones", () => {
    const shown = { disks: [ssd("d1", 10)] };
    const offers = [offer(shown), offer({ id: "o2", role: "ads", ...shown })];
    expect(idsOf(offers, sizedAs(5), { role: "ads", ...sizedAs(10) }, sizedAs(5))).toEqual([
      "d1",
      "d1",
      "d1",
    ]);
  });

  it("of other roles are other disks, though they have the same ids", () => {
    const offers = [
      offer({ disks: [ssd("d1", 10, "whole")] }),
      offer({ id: "o2", role: "ads", disks: [{ id: "d1", type: "hdd", amount: 20 }] }),
    ];
    const ads = { role: "ads", ...disks({ type: "hdd", amount: 20 }) };
    expect(idsOf(offers, ads, disks({ type: "ssd" }), ads, disks({ type: "hdd" }))).toEqual([
      "d1",
      "d1",
      undefined,
      undefined,
    ]);
  });
});

describe("an assignment", () => {
  const disk: Disk = ssd("d1", 100, "shared");
  const grant: DiskGrant = { id: "d1", type: "ssd", amount: 100, use: "shared" };

  it("has disks where the task asks any, and so has the running task", () => {
    const asked = task(disks({ type: "ssd" }));
    const { assignments, cluster } = roundOver([offer({ disks: [disk] })], [asked]);
    expect(assignments[0]).toEqual({ ...assignments[0], disks: [grant] });
    expect(cluster.agents[0]?.running).toEqual([
      { task: asked, agentId: "a1", hostname: "h1", disks: [grant] },
    ]);
  });

  it("has none where it asks none", () => {
    const { assignments, cluster } = roundOver(
      [offer({ disks: [disk] })],
      [task(), task({ id: "t2", disks: [] })],
    );
    expect(assignments.map((each) => "disks" in each)).toEqual([false, false]);
    expect(cluster.agents[0]?.running.map((each) => "disks" in each)).toEqual([false, false]);
  });

  it("has them beside ports, devices and what the task can use beyond its needs", () => {
    const offered = offer({
      disks: [disk],
      ports: [[1, 2]],
      devices: [{ name: "gpu", count: 1, capacity: 1 }],
    });
    const asked = task({
      upTo: { cpus: 3 },
      ports: 1,
      devices: [{ name: "gpu", units: 1 }],
      ...disks({ type: "ssd" }),
    });
    const { cluster } = roundOver([offered], [asked]);
    expect(cluster.agents[0]?.running[0]).toEqual({
      task: asked,
      agentId: "a1",
      hostname: "h1",
      ports: [1],
      devices: [{ name: "gpu", index: 0, units: 1 }],
      disks: [grant],
      resources: { cpus: 3 },
    });
  });

  it("scores as one without disks", () => {
    const offers = offersOf({ disks: [ssd("d1", 1000)] }, { disks: [ssd("d1", 10)] });
    const round = roundOver(
      offers,
      [task({ id: "t1" }), task({ id: "t2", ...disks({ type: "ssd", amount: 1 }) })],
      {
        weights: { fitness: 0, preferences: 0, devices: 1 },
      },
    );
    expect(placesOf(round)).toEqual({ t1: "a1", t2: "a1" });
    expect(assignmentOf(round, "t2").score).toEqual({ total: 0, fitness: 0.25, preferences: 0, devices: 0 });
  });
});

describe("disks in a round", () => {
  it("lead a task past agents that lack them", () => {
    const offers = offersOf({}, { disks: [ssd("d1", 10)] }, { disks: [ssd("d1", 20)] });
    expect(placesOf(roundOver(offers, [task(disks({ type: "ssd", amount: 15 }))]))).toEqual({ t1: "a3" });
    expect(placesOf(roundOver(offers, [task(disks({ type: "tape" }))]))).toEqual({});
  });

  it("are found among a thousand agents", () => {
    const offers = Array.from({ length: 1000 }, (_, i) =>
      offerOf(i, { disks: [ssd("d1", i === 777 ? 100 : 10), ssd("d2", 5, "whole")] }),
    );
    const asked = [
      task({ id: "t1", ...disks({ type: "ssd", amount: 50 }) }),
      task({ id: "t2", ...disks({ type: "ssd", amount: 50 }) }),
      task({ id: "t3", ...disks({ type: "ssd", amount: 50 }) }),
      task({ id: "t4", ...disks({ type: "ssd", amount: 11 }) }),
    ];
    const round = roundOver(offers, asked);
    expect(placesOf(round)).toEqual({ t1: "a777", t2: "a777" });
    expect(round.stats.agentsVisited).toBeLessThan(300);
  });

  it("are given back by a gang that is taken back", () => {
    const offered = offer({ disks: [ssd("d1", 100), ssd("d2", 50, "whole")] });
    const asking = disks({ type: "ssd", amount: 40 }, { type: "ssd", id: "d2" });
    const gang = [1, 2].map((n) => task({ id: `g${n}`, resources: {}, group: "g", gang: {}, ...asking }));
    const before = task({ id: "t0", resources: {}, ...disks({ type: "ssd", id: "d1", amount: 10 }) });
    const after = task({
      id: "t1",
      resources: {},
      ...disks({ type: "ssd", id: "d1", amount: 90 }, { type: "ssd", id: "d2" }),
    });
    const other = task({ id: "t2", resources: {}, role: "ads" });
    const { assignments, unmatched } = roundOver(
      [offered, offer({ id: "o2", role: "ads" })],
      [before, other, ...gang, after],
    );
    expect(assignments.map(({ taskId }) => taskId)).toEqual(["t0", "t2", "t1"]);
    expect(unmatched).toEqual([
      { taskId: "g1", reason: "gang-incomplete" },
      { taskId: "g2", reason: "no-agent-fits" },
    ]);
  });

  it("are gone with their offers, and come back with new ones", () => {
    const offered = offer({ disks: [ssd("d1", 100)] });
    const first = roundOver([offered], [task(disks({ type: "ssd", amount: 100 }))]);
    const cluster = update(first.cluster, [
      { type: "offers-received", offers: [offer({ id: "o2", disks: [ssd("d1", 0)] })] },
    ]);
    const second = [task({ id: "t2", ...disks({ type: "ssd", amount: 1 }) })];
    expect(match({ cluster, tasks: second, nowMs: 0 }).assignments).toEqual([]);
    const ended = update(cluster, [
      { type: "task-ended", taskId: "t1" },
      { type: "offers-received", offers: [offer({ id: "o3", disks: [ssd("d1", 100)] })] },
    ]);
    expect(placesOf(match({ cluster: ended, tasks: second, nowMs: 0 }))).toEqual({ t2: "a1" });
  });

  it("are carried on from round to round for agents that have not changed", () => {
    const offers = offersOf({ disks: [ssd("d1", 10)] }, { disks: [ssd("d1", 20)] });
    const hold = { hold: { forMs: 1000 } };
    const cluster = clusterOf(offers);
    const tasks = [task(disks({ type: "ssd", amount: 5 }))];
    const first = match({ cluster, tasks, policy: hold, nowMs: 0 });
    expect(placesOf(first)).toEqual({ t1: "a1" });
    const more = [task({ id: "t2", ...disks({ type: "ssd", amount: 5 }) })];
    expect(placesOf(match({ cluster: first.cluster, tasks: more, policy: hold, nowMs: 0 }))).toEqual({
      t2: "a2",
    });
    expect(placesOf(match({ cluster, tasks, policy: hold, nowMs: 0 }))).toEqual({ t1: "a1" });
  });

  it("are shown to custom evaluators as they stand", () => {
    const offered = offer({ disks: [ssd("d2", 9, "whole"), ssd("d3", 7, "shared"), ssd("d1", 10)] });
    const seen: (readonly Disk[])[] = [];
    const look = customConstraint("look", () => (agent) => {
      seen.push(agent.disks);
      return true;
    });
    const asked = (id: string, more: Partial<Task>) =>
      task({ id, resources: {}, constraints: [look], ...more });
    roundOver(
      [offered, offer({ id: "o2", role: "ads" })],
      [
        asked(
          "t1",
          disks({ type: "ssd", id: "d2" }, { type: "ssd", id: "d1", amount: 10 }, { type: "ssd", id: "d3" }),
        ),
        asked("t2", {}),
        asked("t3", { role: "ads" }),
      ],
    );
    expect(seen).toEqual([
      [ssd("d1", 10), ssd("d2", 9, "whole"), ssd("d3", 7, "shared")],
      [ssd("d1", 0), ssd("d3", 7, "shared")],
      [],
    ]);
  });
});
