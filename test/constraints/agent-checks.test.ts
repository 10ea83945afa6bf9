import { describe, expect, it } from "vitest";
import {
  attributeIs,
  attributeLike,
  clusterOf,
  exclusive,
  match,
  spread,
  update,
  type Cluster,
  type Offer,
  type Policy,
  type Task,
} from "../../src/index.ts";
import { offer, offerOf, offersOf, placesOf, round, roundOver, runningOn, task } from "../support/build.ts";

/** Whether a task finds the only agent, which goes away. */
function isPlaced(
  unavailability: Offer["unavailability"] & object,
  nowMs: number,
  fields: Partial<Task> = {},
  policy: Policy = {},
): boolean {
  const cluster = clusterOf([offer({ unavailability })]);
  return match({ cluster, tasks: [task(fields)], policy, nowMs }).assignments.length === 1;
}

/** The tasks, each under an executor of its own that takes so much. */
function startingOwn(tasks: readonly Task[], mem: number): readonly Task[] {
  return tasks.map((each) => ({ ...each, executor: { id: `under ${each.id}`, resources: { mem } } }));
}

describe("an agent that is unavailable", () => {
  const away = { startMs: 100, durationMs: 50 };

  it("takes no task, from its start until just before its end", () => {
    expect([99, 100, 149, 150].map((nowMs) => isPlaced(away, nowMs))).toEqual([true, false, false, true]);
    expect([99, 100, 1e15].map((nowMs) => isPlaced({ startMs: 100 }, nowMs))).toEqual([true, false, false]);
  });

  it("takes before a task that ends by then, if it runs as long as expected", () => {
    const durations = [0, 19.5, 20, 20.001, 1e308];
    const placed = durations.map((expectedDurationMs) => isPlaced(away, 80, { expectedDurationMs }));
    expect(placed).toEqual([true, true, true, false, false]);
  });

  it("takes a task again once it is back, for as long as that wants", () => {
    expect(isPlaced(away, 150, { expectedDurationMs: 1e308 })).toBe(true);
  });

  it("takes a task that does not say how long it runs as the policy has it, or as one that ends at once", () => {
    expect(isPlaced(away, 80, {}, { assumedDurationMs: 20 })).toBe(true);
    expect(isPlaced(away, 80, {}, { assumedDurationMs: 21 })).toBe(false);
    expect(isPlaced(away, 80, { expectedDurationMs: 20 }, { assumedDurationMs: 21 })).toBe(true);
    expect(isPlaced(away, 80)).toBe(true);
  });

  it("is no candidate meanwhile", () => {
    const offers = offersOf({ unavailability: { startMs: 0 } }, { unavailability: { startMs: 1 } });
    expect(roundOver(offers, [task()]).stats.agents).toBe(1);
  });

  it("is so as its newest offer says, and one that says nothing says that it stays", () => {
    const first = offer({ receivedAtMs: 5, unavailability: { startMs: 0 } });
    const later = offer({ id: "o2", receivedAtMs: 6 });
    const tasks = [task({ expectedDurationMs: 1 })];
    expect(roundOver([first, later], tasks).assignments).toHaveLength(1);
    expect(roundOver([first, { ...later, receivedAtMs: 4 }], tasks).assignments).toEqual([]);
    expect(clusterOf([first, later]).agents[0]).not.toHaveProperty("unavailability");
    expect(clusterOf([first]).agents[0]?.unavailability).toEqual({ startMs: 0 });
  });

  it("keeps off a task with constraints of its own, too", () => {
    const offers = offersOf({ unavailability: { startMs: 50 }, resources: { cpus: 9 } }, {});
    const fields = { expectedDurationMs: 51, constraints: [attributeIs("hostname", "h1")] };
    expect(placesOf(roundOver(offers, [task(fields)]))).toEqual({});
    expect(placesOf(roundOver(offers, [task({ ...fields, expectedDurationMs: 50 })]))).toEqual({ t1: "a1" });
  });
});

describe("an agent with scarce resources", () => {
  it("takes tasks whose executor asks some of them, where that runs too", () => {
    const offers = offersOf({ resources: { cpus: 4, gpus: 1 } }, { resources: { cpus: 4 } });
    const executor = { id: "e1", resources: { gpus: 1 } };
    const tasks = [task({ id: "t1", executor }), task({ id: "t2", executor }), task({ id: "t3" })];
    expect(placesWhileScarce(offers, tasks)).toEqual({ t1: "a1", t2: "a1", t3: "a2" });
    const idle = { id: "e1", resources: { gpus: 0.0004, cpus: 1 } };
    expect(placesWhileScarce(offers, [task({ executor: idle })])).toEqual({ t1: "a2" });
  });

  const gpus = { type: "scarce-set", resources: ["gpus", "fpga"] } as const;
  const fpgas = [{ name: "fpga", count: 1, capacity: 2 }];

  function placesWhileScarce(offers: readonly Offer[], tasks: readonly Task[], policy: Policy = {}) {
    return placesOf(round(update(clusterOf(offers), [gpus]), tasks, policy));
  }

  it("takes no task that asks none of them, however good it is", () => {
    const offers = offersOf({ resources: { cpus: 1, gpus: 1 } }, { resources: { cpus: 8 } });
    expect(placesOf(roundOver(offers, [task()]))).toEqual({ t1: "a1" });
    expect(placesWhileScarce(offers, [task()])).toEqual({ t1: "a2" });
    expect(placesWhileScarce(offers.slice(0, 1), [task()])).toEqual({});
  });

  it("takes a task that asks some, an amount or devices", () => {
    const offers = offersOf({ resources: { cpus: 4, gpus: 1 } }, { resources: { cpus: 4 }, devices: fpgas });
    expect(
      placesWhileScarce(offers, [
        task({ resources: { cpus: 1, gpus: 0.001 } }),
        task({ id: "t2", devices: [{ name: "fpga", units: 0.5 }] }),
      ]),
    ).toEqual({ t1: "a1", t2: "a2" });
  });

  it("takes a task that asks some of a class, and no other, where all of them are of classes, too", () => {
    const labelled = offersOf({ resources: { cpus: 4, "gpus@app=db": 1 } }, { resources: { cpus: 4 } });
    const claiming = task({ id: "t2", resources: { cpus: 1, "gpus@app=db": 1 } });
    expect(placesWhileScarce(labelled, [task(), claiming])).toEqual({ t1: "a2", t2: "a1" });
    const mixed = offersOf({ resources: { cpus: 4, gpus: 1, "gpus@revocable": 1 } });
    const spare = task({ resources: { cpus: 1, "gpus@revocable": 1 } });
    expect(placesWhileScarce(mixed, [spare, task({ id: "t2", resources: { gpus: 1 } })])).toEqual({
      t1: "a1",
      t2: "a1",
    });
    const ofClass = [{ name: "fpga@slot=1", count: 1, capacity: 1 }];
    const asking = task({ id: "t2", devices: [{ name: "fpga@slot=1", units: 1 }] });
    const devices = [offerOf(1, { resources: { cpus: 4 }, devices: ofClass }), offerOf(2)];
    expect(placesWhileScarce(devices, [task(), asking])).toEqual({ t1: "a2", t2: "a1" });
    const besides = offersOf({ resources: { cpus: 4, gpus: 1, "gpusets@k": 1 } });
    expect(placesWhileScarce(besides, [task({ resources: { cpus: 1, "gpusets@k": 1 } })])).toEqual({});
  });

  it("takes no task that asks nothing of them, or what only others have", () => {
    const offers = offersOf({ resources: { cpus: 4, gpus: 1 } }, { resources: { cpus: 4 }, devices: fpgas });
    expect(
      placesWhileScarce(offers, [
        task({ resources: { cpus: 1, gpus: 0.0004 } }),
        task({ id: "t2", devices: [{ name: "fpga", units: 0 }] }),
        task({ id: "t3", upTo: { cpus: 1, gpus: 1 } }),
      ]),
    ).toEqual({});
    const both = offerOf(1, { resources: { cpus: 4, gpus: 1 }, devices: fpgas });
    expect(placesWhileScarce([both], [task({ resources: { gpus: 1 } })])).toEqual({ t1: "a1" });
  });

  it("stays one when all of them are in use", () => {
    const offers = [offer({ resources: { cpus: 4, gpus: 1 } })];
    const asking = task({ resources: { cpus: 1, gpus: 1 } });
    const used = round(update(clusterOf(offers), [gpus]), [asking]).cluster;
    const rest = { type: "offers-received", offers: [offer({ id: "o2", resources: { cpus: 3 } })] } as const;
    const next = round(update(used, [rest]), [task({ id: "t2" })]);
    expect(next.unmatched).toEqual([{ taskId: "t2", reason: "no-agent-fits" }]);
    const ended = update(next.cluster, [{ type: "task-ended", taskId: "t1" }]);
    expect(placesOf(round(update(ended, [rest]), [task({ id: "t3" })]))).toEqual({});
  });

  it("is left alone where an exclusive task runs elsewhere, too", () => {
    const cluster = update(
      clusterOf(offersOf({}, { resources: { cpus: 4, gpus: 1 } }), [
        runningOn(1, { id: "r1", constraints: [exclusive()] }),
      ]),
      [gpus],
    );
    const named = { constraints: [attributeIs("hostname", "h2")] };
    const tasks = [task(), task({ id: "t2", ...named }), task({ id: "t3", resources: { gpus: 1 } })];
    expect(placesOf(round(cluster, tasks))).toEqual({ t3: "a2" });
  });

  it("is left alone by exclusive tasks and around them too", () => {
    const cluster = update(
      clusterOf(
        [offer({ resources: { cpus: 4, gpus: 2 } })],
        [runningOn(1, { id: "r1", resources: { gpus: 1 }, constraints: [exclusive()] })],
      ),
      [gpus],
    );
    expect(placesOf(round(cluster, [task(), task({ id: "t2", resources: { gpus: 1 } })]))).toEqual({});
    expect(
      placesWhileScarce([offer({ resources: { cpus: 4, gpus: 2 } })], [task({ constraints: [exclusive()] })]),
    ).toEqual({});
  });
});

/** Forty tasks that are alike but for their ids. */
function alike(fields: Partial<Task>): readonly Task[] {
  return Array.from({ length: 40 }, (_, i) => task({ id: `t${i}`, resources: { cpus: 0.1 }, ...fields }));
}

describe("many agents that are no use to most tasks", () => {
  // 640 agents of one shape, ten blocks; every agent of the first nine is no use, and spreading would have it first.
  const useless = 576;
  const offersWith = (fields: Partial<Offer>): readonly Offer[] =>
    Array.from({ length: 640 }, (_, i) =>
      offerOf(i, { hostname: `h${String(i).padStart(3, "0")}`, ...(i < useless && fields) }),
    );
  const policy = { fitness: spread("cpus") };

  it("are passed over by the block once they are known to go away too soon", () => {
    const offers = offersWith({ unavailability: { startMs: 100 } });
    const { assignments, stats } = roundOver(offers, alike({ expectedDurationMs: 500 }), policy);
    expect(assignments.map(({ agentId }) => Number(agentId.slice(1)) < useless)).not.toContain(true);
    expect(assignments).toHaveLength(40);
    expect(stats.agentsVisited).toBeLessThan((40 * useless) / 8);
  });

  it("are passed over by the block once they are known to be kept for others", () => {
    const offers = offersWith({ devices: [{ name: "gpu", count: 1, capacity: 1 }] });
    const cluster = update(clusterOf(offers), [{ type: "scarce-set", resources: ["gpu"] }]);
    const { assignments, stats } = round(cluster, alike({}), policy);
    expect(assignments.map(({ agentId }) => Number(agentId.slice(1)) < useless)).not.toContain(true);
    expect(assignments).toHaveLength(40);
    expect(stats.agentsVisited).toBeLessThan((40 * useless) / 8);
  });

  /** The first agent that a task is placed on, if any: whether it goes at 100, at 1000, or never. */
  function firstPlaceOf(placed: string | undefined): string {
    const place = Number(placed?.slice(1));
    return placed === undefined ? "nowhere" : place < 288 ? "early" : place < useless ? "late" : "never";
  }

  it("are looked at for tasks of another kind: those that end sooner, and those that ask what is scarce", () => {
    const gpu = { name: "gpu", count: 1, capacity: 1 };
    const fpga = { ...gpu, name: "fpga" };
    const offers = offersWith({}).map((each, i) => {
      if (i >= useless) return each;
      return i < 288
        ? { ...each, unavailability: { startMs: 100 }, devices: [gpu] }
        : { ...each, unavailability: { startMs: 1000 }, devices: [fpga, gpu] };
    });
    const free = clusterOf(offers);
    const guarded = update(free, [{ type: "scarce-set", resources: ["gpu", "fpga"] }]);
    const asking = { devices: [{ name: "gpu", units: 0.01 }] };
    const constrained = { group: "web", constraints: [attributeLike("hostname", "h.*")] };
    for (const more of [{}, constrained]) {
      const found = (cluster: Cluster, kinds: readonly Partial<Task>[]) => {
        const tasks = alike(more).map((each, i) => ({ ...each, ...kinds[i % kinds.length] }));
        const places = placesOf(round(cluster, tasks, policy));
        return tasks.map(({ id }) => firstPlaceOf(places[id]));
      };
      const times = [{ expectedDurationMs: 5000 }, { expectedDurationMs: 500 }, { expectedDurationMs: 50 }];
      const ends = alike({}).map((_, i) => ["never", "late", "early"][i % 3]);
      expect(found(free, times)).toEqual(ends);
      const lasting = { ...asking, expectedDurationMs: 5000 };
      const both = alike({}).map((_, i) => ["never", "early", "nowhere", "late"][i % 4]);
      expect(found(guarded, [{}, asking, lasting, { ...asking, expectedDurationMs: 500 }])).toEqual(both);
    }
  });

  it("are passed over by the block once they are known to have no room for an executor", () => {
    const offers = offersWith({ resources: { cpus: 4, mem: 4 } });
    const { assignments, stats } = roundOver(offers, startingOwn(alike({}), 5), policy);
    expect(assignments.map(({ agentId }) => Number(agentId.slice(1)) < useless)).not.toContain(true);
    expect(assignments).toHaveLength(40);
    expect(stats.agentsVisited).toBeLessThan((40 * useless) / 8);
  });

  it("are looked at for tasks whose executors take less, or that have none, and that end sooner", () => {
    const offers = offersWith({}).map((each, i) => {
      if (i >= useless) return each;
      return i < 288
        ? { ...each, resources: { cpus: 4 }, unavailability: { startMs: 1000 } }
        : { ...each, resources: { cpus: 4, mem: 10 }, unavailability: { startMs: 100 } };
    });
    const tasks = alike({ expectedDurationMs: 500 });
    const short = alike({ expectedDurationMs: 50 });
    const kinds = [startingOwn(tasks, 5), tasks, startingOwn(short, 5), startingOwn(short, 10.001)];
    const mixed = tasks.flatMap((each, i) => kinds[i % 4]?.[i] ?? each);
    const places = placesOf(roundOver(offers, mixed, policy));
    expect(mixed.map(({ id }) => firstPlaceOf(places[id]))).toEqual(
      mixed.map((_, i) => ["never", "early", "late", "never"][i % 4]),
    );
  });

  it("are looked at for tasks that ask what only some of them have", () => {
    const offers = offersWith({}).map((each, i) => {
      if (i >= useless) return each;
      return { ...each, resources: { cpus: 4, [i < 288 ? "gpus" : "fpgas"]: 1 } };
    });
    const cluster = update(clusterOf(offers), [{ type: "scarce-set", resources: ["gpus", "fpgas"] }]);
    const kinds = [{}, { resources: { cpus: 0.1, fpgas: 0.001 } }, { resources: { cpus: 0.1, gpus: 0.001 } }];
    const tasks = alike({}).map((each, i) => ({ ...each, ...kinds[i % 3] }));
    const places = placesOf(round(cluster, tasks, policy));
    expect(tasks.map(({ id }) => places[id])).toEqual(
      tasks.map((_, i) => `a${([useless, 288, 0][i % 3] ?? 0) + Math.floor(i / 3)}`),
    );
  });
});
