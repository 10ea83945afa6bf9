import fc from "fast-check";
import { describe, expect, it } from "vitest";
import {
  attributeIs,
  awayFrom,
  clusterOf,
  match,
  not,
  update,
  type ClusterEvent,
  type DeclineReason,
  type Hold,
  type Offer,
  type Policy,
  type RunningTask,
  type Task,
} from "../../src/index.ts";
import { offer, offerOf, roundOver, runningOn, task } from "../support/build.ts";

/** Per offer declined, why and for how long. */
function declined(
  offers: readonly Offer[],
  tasks: readonly Task[],
  policy: Policy = {},
  {
    running = [],
    events = [],
    nowMs = 0,
  }: { running?: readonly RunningTask[]; events?: readonly ClusterEvent[]; nowMs?: number } = {},
): Readonly<Record<string, readonly [DeclineReason, number]>> {
  const { declines } = match({ cluster: update(clusterOf(offers, running), events), tasks, policy, nowMs });
  return Object.fromEntries(
    declines.map(({ offerId, reason, refuseSeconds }) => [offerId, [reason, refuseSeconds]]),
  );
}

const now = ["no-task-fits-now", 5] as const;
const ever = ["no-task-fits-ever", 120] as const;

const until = (untilMs: number): readonly unknown[] | undefined =>
  declined(
    [offer()],
    [task()],
    {},
    { events: [{ type: "agent-disabled", agentId: "a1", untilMs }], nowMs: 1000 },
  )["o1"];

const asking = (type: string, amount: number, more: Partial<Task> = {}): Task =>
  task({ resources: {}, disks: [{ type, amount }], ...more });
const ssd = (amount: number, use?: "whole" | "shared"): Offer =>
  offer({ disks: [{ id: "d1", type: "ssd", amount, ...(use !== undefined && { use }) }] });
const holding = (type: string, amount: number, fields: Partial<Task> = {}): RunningTask =>
  runningOn(1, { id: "r1", ...fields }, { disks: [{ id: "d1", type, amount }] });
const holdingAll = (amount: number, use: "whole" | "shared"): RunningTask =>
  runningOn(1, { id: "r1" }, { disks: [{ id: "d1", type: "ssd", amount, use }] });

describe("an offer whose agent lacks a disk is declined", () => {
  it("for 120 s where it would be too small were it not in use", () => {
    expect(declined([ssd(10)], [asking("ssd", 11)])).toEqual({ o1: ever });
    expect(declined([ssd(10)], [asking("hdd", 1)])).toEqual({ o1: ever });
    expect(declined([offer()], [asking("ssd", 0)])).toEqual({ o1: ever });
    const other = asking("ssd", 11, { disks: [{ type: "ssd", amount: 11, id: "d2" }] });
    expect(declined([ssd(10)], [other], {}, { running: [holding("ssd", 5)] })).toEqual({ o1: ever });
    const running = [holding("hdd", 5)];
    expect(declined([ssd(10)], [asking("ssd", 11)], {}, { running })).toEqual({ o1: ever });
  });

  it("for 5 s where it is large enough with what tasks of the role hold of it", () => {
    const running = [holding("ssd", 5)];
    expect(declined([ssd(10)], [asking("ssd", 15)], {}, { running })).toEqual({ o1: now });
    expect(declined([ssd(10)], [asking("ssd", 15.001)], {}, { running })).toEqual({ o1: ever });
    expect(declined([offer()], [asking("ssd", 5)], {}, { running })).toEqual({ o1: now });
    const ofOthers = [holding("ssd", 5, { role: "ads" })];
    expect(declined([ssd(10)], [asking("ssd", 15)], {}, { running: ofOthers })).toEqual({ o1: ever });
  });

  it("for 120 s where a whole or shared one is too small: what tasks hold adds nothing", () => {
    for (const use of ["whole", "shared"] as const) {
      const asked = [asking("ssd", 11)];
      expect(declined([ssd(10, use)], asked, {}, { running: [holdingAll(10, use)] })).toEqual({ o1: ever });
      expect(declined([ssd(10, use)], asked, {}, { running: [holding("ssd", 10)] })).toEqual({ o1: ever });
    }
    expect(declined([ssd(10)], [asking("ssd", 11)], {}, { running: [holdingAll(10, "whole")] })).toEqual({
      o1: ever,
    });
  });

  it("for 5 s where a task holds a whole or shared one that is large enough", () => {
    for (const use of ["whole", "shared"] as const) {
      const running = [holdingAll(11, use)];
      for (const one of [offer(), ssd(10), ssd(10, use)]) {
        expect(declined([one], [asking("ssd", 11)], {}, { running })).toEqual({ o1: now });
        expect(declined([one], [asking("ssd", 11.001)], {}, { running })).toEqual({ o1: ever });
      }
    }
  });

  it("though tasks that ask nothing but amounts lack more of these", () => {
    const tasks = [
      task({ resources: { cpus: 100 } }),
      asking("ssd", 10, { id: "t2", resources: { cpus: 101 } }),
    ];
    expect(declined([ssd(10)], tasks)).toEqual({ o1: ever });
    const first = [
      asking("hdd", 10, { resources: { cpus: 1 } }),
      task({ id: "t2", resources: { cpus: 1, mem: 2000 } }),
    ];
    const more = [runningOn(1, { id: "r1", resources: { mem: 1000 } })];
    expect(declined([ssd(10)], first, {}, { running: more })).toEqual({ o1: now });
  });
});

describe("an offer is declined", () => {
  it("with its agent's id", () => {
    expect(roundOver([offer()], []).declines).toEqual([
      { offerId: "o1", agentId: "a1", reason: "no-pending-tasks", refuseSeconds: 5 },
    ]);
  });

  it("for 5 s where its role has no pending task", () => {
    const offers = [offerOf(1), offerOf(2, { role: "ads" })];
    expect(declined(offers, [])).toEqual({ o1: ["no-pending-tasks", 5], o2: ["no-pending-tasks", 5] });
    expect(declined(offers, [task()])).toEqual({ o2: ["no-pending-tasks", 5] });
  });

  it("for 5 s where its role's tasks all went elsewhere", () => {
    const offers = [offerOf(1), offerOf(2)];
    expect(declined(offers, [task(), task({ id: "t2", role: "ads" })], { roles: ["ads"] })).toEqual({
      o2: ["not-needed", 5],
    });
  });

  it("for as long as its agent is disabled, within 5 s and the 365 days that Mesos takes", () => {
    expect(until(61_000)).toEqual(["agent-disabled", 60]);
    expect(until(61_001)).toEqual(["agent-disabled", 61]);
    expect(until(1001)).toEqual(["agent-disabled", 5]);
    expect(until(6000)).toEqual(["agent-disabled", 5]);
    expect(until(6001)).toEqual(["agent-disabled", 6]);
    expect(until(1e300)).toEqual(["agent-disabled", 31_536_000]);
    expect(until(1000)).toBeUndefined();
  });

  it("for 120 s where its agent is in no active group", () => {
    const events: ClusterEvent[] = [{ type: "active-groups-set", attribute: "rack", values: ["r1"] }];
    const offers = [offerOf(1, { attributes: { rack: "r1" } }), offerOf(2, { attributes: { rack: "r2" } })];
    expect(declined(offers, [], {}, { events })).toEqual({
      o1: ["no-pending-tasks", 5],
      o2: ["agent-inactive", 120],
    });
  });

  it("as of any other from the moment on until which it was disabled", () => {
    const events = ([1, 2] as const).map((n) => ({
      type: "agent-disabled" as const,
      agentId: `a${n}`,
      untilMs: 1000 * n,
    }));
    const tooLarge = [task({ resources: { cpus: 9 } })];
    expect(declined([offerOf(1), offerOf(2)], tooLarge, {}, { events, nowMs: 1000 })).toEqual({
      o1: ever,
      o2: ["agent-disabled", 5],
    });
  });

  it("as of a disabled agent rather than an inactive one", () => {
    const events: ClusterEvent[] = [
      { type: "active-groups-set", attribute: "rack", values: [] },
      { type: "agent-disabled", agentId: "a1", untilMs: 9000 },
    ];
    expect(declined([offer()], [], {}, { events })).toEqual({ o1: ["agent-disabled", 9] });
  });
});

/** Why and for how long the offer of an agent that goes away is declined, at 1000. */
function away(unavailability: Offer["unavailability"] & object, tasks: readonly Task[]) {
  return declined([offer({ unavailability })], tasks, {}, { nowMs: 1000 })["o1"];
}

describe("the offer of an agent that goes away", () => {
  it("is declined until it is back, within 5 s and 120 s, while it is unavailable", () => {
    const back = (endMs: number) => away({ startMs: 1000, durationMs: endMs - 1000 }, [task()]);
    expect(back(61_000)).toEqual(["agent-unavailable", 60]);
    expect(back(61_001)).toEqual(["agent-unavailable", 61]);
    expect(back(1001)).toEqual(["agent-unavailable", 5]);
    expect(back(6001)).toEqual(["agent-unavailable", 6]);
    expect(back(1e9)).toEqual(["agent-unavailable", 120]);
    expect(back(1000)).toBeUndefined();
    expect(away({ startMs: 0 }, [])).toEqual(["agent-unavailable", 120]);
    expect(away({ startMs: 1001 }, [])).toEqual(["no-pending-tasks", 5]);
  });

  it("is declined for no other reason where no task that could run there ends in time", () => {
    const later = { startMs: 2000, durationMs: 7000 };
    const long = task({ expectedDurationMs: 1001 });
    const big = task({ id: "t2", resources: { cpus: 5 } });
    expect(away(later, [long])).toEqual(["agent-unavailable", 8]);
    expect(away({ startMs: 2000 }, [long])).toEqual(["agent-unavailable", 120]);
    expect(away(later, [big, long])).toEqual(["agent-unavailable", 8]);
    expect(away(later, [{ ...big, expectedDurationMs: 1001 }])).toEqual(ever);
  });

  it("is declined for 5 s where one could that ends in time, once other tasks have ended", () => {
    const running = [runningOn(1, { id: "r1", resources: { cpus: 1 } })];
    const offers = [offer({ unavailability: { startMs: 2000 } })];
    const big = task({ id: "t2", resources: { cpus: 5 }, expectedDurationMs: 1000 });
    const long = task({ resources: { cpus: 5 }, expectedDurationMs: 1001 });
    const given = { running, nowMs: 1000 };
    expect(declined(offers, [long], {}, given)).toEqual({ o1: ["agent-unavailable", 120] });
    // The second asks as much, but ends in time.
    expect(declined(offers, [long, big], {}, given)).toEqual({ o1: now });
    expect(declined(offers, [big, long], {}, given)).toEqual({ o1: now });
  });

  it("is declined as that of a disabled or an inactive agent, where it is one", () => {
    const gone = [offer({ unavailability: { startMs: 0 } })];
    const inactive: ClusterEvent = { type: "active-groups-set", attribute: "rack", values: [] };
    const disabled: ClusterEvent = { type: "agent-disabled", agentId: "a1", untilMs: 9000 };
    expect(declined(gone, [], {}, { events: [inactive] })).toEqual({ o1: ["agent-inactive", 120] });
    expect(declined(gone, [], {}, { events: [inactive, disabled] })).toEqual({ o1: ["agent-disabled", 9] });
  });
});

describe("the offer of an agent with scarce resources", () => {
  const events: ClusterEvent[] = [{ type: "scarce-set", resources: ["gpus"] }];
  const gpus = offer({ resources: { cpus: 4, gpus: 1 } });

  it("is declined for as long as where no task could ever run there, if none asks what is scarce", () => {
    expect(declined([gpus], [task()], {}, { events })).toEqual({ o1: ever });
    expect(declined([gpus], [], {}, { events })).toEqual({ o1: ["no-pending-tasks", 5] });
  });

  it("is declined for 5 s where a task that asks it could run there, though one that asks less could not", () => {
    const running = [runningOn(1, { id: "r1", resources: { cpus: 4 } })];
    const plain = task({ resources: { cpus: 5 } });
    const asking = task({ id: "t2", resources: { cpus: 5, gpus: 1 } });
    expect(declined([gpus], [plain, asking], {}, { events, running })).toEqual({ o1: now });
    expect(declined([gpus], [plain], {}, { events, running })).toEqual({ o1: ever });
  });
});

describe("an offer that no pending task fits", () => {
  const big = task({ resources: { cpus: 4.001 } });

  it("is declined for an hour where no task that is left could run there, were the agent empty", () => {
    expect(declined([offer()], [big])).toEqual({ o1: ever });
    expect(declined([offer()], [big, task({ id: "t2", resources: { disk: 1 } })])).toEqual({ o1: ever });
    expect(
      declined([offerOf(1), offerOf(2, { resources: { cpus: 5 } })], [big, { ...big, id: "t2" }]),
    ).toEqual({ o1: ever });
  });

  it("is declined for 5 s where one could, once other tasks have ended", () => {
    const running = [runningOn(1, { id: "r1", resources: { cpus: 0.001 } })];
    expect(declined([offer()], [big], {}, { running })).toEqual({ o1: now });
    expect(declined([offer()], [task({ id: "t2", resources: { disk: 1 } }), big], {}, { running })).toEqual({
      o1: now,
    });
  });

  it("counts what was placed in the round as what the agent could have free", () => {
    const ads = offer({ id: "o2", role: "ads", resources: { cpus: 2 } });
    const ask = task({ id: "t2", role: "ads", resources: { cpus: 3 } });
    expect(declined([offer(), ads], [task({ resources: { cpus: 1 } }), ask])).toEqual({ o2: now });
    expect(declined([offer(), ads], [task({ resources: { cpus: 0.999 } }), ask])).toEqual({ o2: ever });
  });

  it("judges ports by how many there are, free or held", () => {
    const ports = [[31000, 31002]] as const;
    const running = [runningOn(1, { id: "r1" }, { ports: [31000, 40000] }), runningOn(1, { id: "r2" })];
    expect(declined([offer({ ports })], [task({ ports: 4 })])).toEqual({ o1: ever });
    expect(declined([offer({ ports })], [task({ ports: 4 })], {}, { running })).toEqual({ o1: now });
    expect(declined([offer({ ports })], [task({ ports: 5 })], {}, { running })).toEqual({ o1: ever });
    expect(declined([offer({ ports })], [task({ ports: [31000] })], {}, { running })).toEqual({ o1: now });
  });

  it("judges ports held by tasks placed in the round, in another role", () => {
    const offers = [offer({ ports: [[1, 3]] }), offer({ id: "o2", role: "ads", ports: [[1, 2]] })];
    const ask = (count: number) =>
      declined(offers, [
        task({ id: "t0" }),
        task({ ports: 2 }),
        task({ id: "t2", role: "ads", ports: count }),
      ]);
    expect(ask(2)).toEqual({ o2: now });
    expect(ask(3)).toEqual({ o2: ever });
  });

  it("judges ports held by running tasks of other roles", () => {
    const running = [runningOn(1, { id: "r1", role: "ads" }, { ports: [31000] })];
    const one = [offer({ ports: [[31001, 31001]] })];
    expect(declined(one, [task({ ports: 2 })], {}, { running })).toEqual({ o1: now });
  });

  it("judges devices one by one, not by what they have together", () => {
    const offers = [
      offer({ devices: [{ name: "gpu", count: 4, capacity: 0.5 }] }),
      offerOf(2, { resources: { cpus: 0.1 }, devices: [{ name: "gpu", count: 1, capacity: 1 }] }),
    ];
    expect(declined(offers, [task({ devices: [{ name: "gpu", units: 1 }] })])).toMatchObject({ o1: ever });
  });

  it("judges devices by their number and capacity", () => {
    const devices = [{ name: "gpu", count: 2, capacity: 1 }];
    const running = [
      runningOn(1, { id: "r1" }, { devices: [{ name: "gpu", index: 0, units: 1 }] }),
      runningOn(1, { id: "r2" }),
    ];
    const ask = (units: number, count: number) =>
      declined([offer({ devices })], [task({ devices: [{ name: "gpu", units, count }] })], {}, { running })[
        "o1"
      ];
    expect(ask(1, 2)).toEqual(now);
    expect(ask(1, 3)).toEqual(ever);
    expect(ask(1.001, 1)).toEqual(ever);
    expect(declined([offer()], [task({ devices: [{ name: "gpu", units: 0 }] })])).toEqual({ o1: ever });
  });

  it("judges constraints that no round can change, and no others", () => {
    const lasting = [attributeIs("rack", "r1")];
    const passing = [awayFrom({ ids: ["r1"] })];
    const running = [runningOn(1, { id: "r1" })];
    expect(declined([offer()], [task({ constraints: lasting })])).toEqual({ o1: ever });
    expect(declined([offer()], [task({ constraints: passing })], {}, { running })).toEqual({ o1: now });
    expect(declined([offer()], [task({ constraints: [...passing, ...lasting] })], {}, { running })).toEqual({
      o1: ever,
    });
    const mixed = (...constraints: Task["constraints"] & object) =>
      declined([offer()], [task({ constraints })], {}, { running })["o1"];
    expect(mixed({ kind: "allOf", constraints: [...lasting, ...passing] })).toEqual(now);
    expect(mixed({ kind: "allOf", constraints: lasting })).toEqual(ever);
    expect(mixed({ kind: "anyOf", constraints: lasting })).toEqual(ever);
    expect(mixed({ kind: "anyOf", constraints: [...lasting, ...passing] })).toEqual(now);
    expect(mixed(not(attributeIs("hostname", "h1")))).toEqual(ever);
    expect(mixed(not(not({ kind: "exclusive" })))).toEqual(now);
    expect(mixed({ kind: "attributeIn", name: "rack", values: [] })).toEqual(ever);
    expect(mixed({ kind: "attributeLike", name: "rack", pattern: ".*" })).toEqual(ever);
    expect(mixed({ kind: "hasAttribute", name: "rack" })).toEqual(ever);
  });

  it("is judged by each of many tasks of which none asks less than another", () => {
    const tasks = Array.from({ length: 40 }, (_, i) =>
      task({ id: `t${i}`, resources: { cpus: 40 - i, mem: 1000 * (i + 1) } }),
    );
    const offers = Array.from({ length: 20 }, (_, i) => offerOf(i, { resources: { cpus: 1, mem: 1000 } }));
    const running = [
      runningOn(3, { id: "r1", resources: { cpus: 40 } }),
      runningOn(4, { id: "r2", resources: { cpus: 1, mem: 40_000 } }),
    ];
    const expected = offers.map(({ id }) => [id, id === "o3" || id === "o4" ? now : ever]);
    expect(declined(offers, tasks, {}, { running })).toEqual(Object.fromEntries(expected));
  });

  it("is judged by tasks of its role, though few agents have what they name, some in another", () => {
    const offers = Array.from({ length: 64 }, (_, i) =>
      offerOf(i, { attributes: { rack: i < 2 ? "few" : "many" }, role: i === 0 ? "ads" : "*" }),
    );
    const pinned = task({ resources: { cpus: 9 }, constraints: [attributeIs("rack", "few")] });
    const running = [0, 1].map((i) => runningOn(i, { id: `r${i}`, resources: { cpus: 8 } }));
    const found = declined(offers, [pinned], {}, { running });
    expect([found["o0"], found["o1"], found["o2"]]).toEqual([["no-pending-tasks", 5], now, ever]);
  });

  it("is judged by each task, though it names few agents, or is like one before it", () => {
    const held = fc.array(fc.nat(4), { minLength: 48, maxLength: 48 });
    const asked = fc.record({
      cpus: fc.integer({ min: 2, max: 6 }),
      place: fc.oneof(fc.record({ rack: fc.nat(15) }), fc.record({ disk: fc.nat(50) }), fc.constant({})),
    });
    fc.assert(
      fc.property(held, fc.array(asked, { minLength: 1, maxLength: 8 }), (cpus, wants) => {
        const offers = cpus.map((_, i) =>
          offerOf(i, {
            resources: { cpus: 1 },
            attributes: { rack: i % 16 },
            disks: i % 2 === 0 ? [{ id: `d${i}`, type: "ssd", amount: 1 }] : [],
          }),
        );
        const running = cpus.map((amount, i) =>
          runningOn(
            i,
            { id: `r${i}`, resources: { cpus: amount } },
            { disks: i % 2 === 0 ? [] : [{ id: `d${i}`, type: "ssd", amount: 1 }] },
          ),
        );
        const tasks = wants.map(({ cpus: amount, place }, i) =>
          task({
            id: `t${i}`,
            resources: { cpus: amount },
            ...("rack" in place && { constraints: [attributeIs("rack", place.rack)] }),
            ...("disk" in place && { disks: [{ type: "ssd", id: `d${place.disk}` }] }),
          }),
        );
        const couldRun = (i: number, { cpus: amount, place }: (typeof wants)[number]): boolean =>
          1 + (cpus[i] ?? 0) >= amount &&
          (!("rack" in place) || place.rack === i % 16) &&
          (!("disk" in place) || place.disk === i);
        const expected = cpus.map((_, i) => [`o${i}`, wants.some((want) => couldRun(i, want)) ? now : ever]);
        expect(declined(offers, tasks, {}, { running })).toEqual(Object.fromEntries(expected));
      }),
    );
  });

  it("is declined for 5 s where a limit kept a task of its role back", () => {
    expect(declined([offer()], [task({ id: "t2" }), big], { maxAssignments: 0 })).toEqual({ o1: now });
    const limited = task({ id: "t2", group: "web" });
    expect(declined([offer()], [big, limited], { groupLimits: { web: { cpus: 0 } } })).toEqual({ o1: now });
    expect(
      declined([offer()], [big, { ...limited, role: "ads" }], {
        groupLimits: { web: { cpus: 0 } },
        roles: ["ads"],
      }),
    ).toEqual({ o1: ever });
  });
});

describe("holding offers", () => {
  const old = [3, 1, 2].map((time) => offerOf(time, { receivedAtMs: time * 10 }));

  function given(hold: Hold | undefined, offers: readonly Offer[] = old, nowMs = 40) {
    const { declines, held } = match({
      cluster: clusterOf(offers),
      tasks: [],
      policy: hold === undefined ? {} : { hold },
      nowMs,
    });
    return [declines.map(({ offerId }) => offerId), held];
  }

  it("is not the default: whatever is not used is declined, the oldest first", () => {
    expect(given(undefined)).toEqual([["o1", "o2", "o3"], []]);
  });

  it("keeps offers that are younger than forMs", () => {
    expect(given({ forMs: 21 })).toEqual([["o1"], ["o2", "o3"]]);
    expect(given({ forMs: 20 })).toEqual([["o1", "o2"], ["o3"]]);
    expect(given({ forMs: 0 })).toEqual([["o1", "o2", "o3"], []]);
    expect(given({ forMs: 1000 })).toEqual([[], ["o1", "o2", "o3"]]);
  });

  it("declines at most maxDeclines, the oldest first, and holds the rest", () => {
    expect(given({ forMs: 0, maxDeclines: 2 })).toEqual([["o1", "o2"], ["o3"]]);
    expect(given({ forMs: 0, maxDeclines: 0 })).toEqual([[], ["o1", "o2", "o3"]]);
    expect(given({ forMs: 20, maxDeclines: 1 })).toEqual([["o1"], ["o2", "o3"]]);
    expect(given({ forMs: 0, maxDeclines: 9 })).toEqual([["o1", "o2", "o3"], []]);
  });

  it("takes an offer without a time as of time 0, and breaks ties by hostname, agent id and offer id", () => {
    const ties = [
      offer({ id: "5", hostname: "b", agentId: "x" }),
      offer({ id: "4", hostname: "a", agentId: "z" }),
      offer({ id: "3", hostname: "a", agentId: "y" }),
      offer({ id: "2", hostname: "a", agentId: "y", receivedAtMs: 0 }),
      offer({ id: "1", hostname: "c", agentId: "w", receivedAtMs: -1 }),
    ];
    expect(given(undefined, ties)).toEqual([["1", "2", "3", "4", "5"], []]);
    expect(given({ forMs: 100 }, ties, 99)).toEqual([["1"], ["2", "3", "4", "5"]]);
  });

  it("concerns offers that are not used", () => {
    const { held, declines } = roundOver([offerOf(1), offerOf(2)], [task()], { hold: { forMs: 1 } });
    expect([held, declines]).toEqual([["o2"], []]);
  });
});

it("an offer is no launch's where its agent has launches in other roles only", () => {
  const offers = ["*", "ads", "db"].map((role, i) => offer({ id: `o${i}`, role }));
  const tasks = [task(), task({ id: "t2", role: "ads" })];
  expect(declined(offers, tasks)).toEqual({ o2: ["no-pending-tasks", 5] });
});

describe("where a task that is left was not tried", () => {
  const limits: readonly (readonly [Partial<Task>, Policy])[] = [
    [{ readyAtMs: 1 }, {}],
    [{ group: "web" }, { groupLimits: { web: { cpus: 0 } } }],
    [{}, { maxAssignments: 0 }],
    [{ group: "web", gang: { least: 2 } }, {}],
  ];
  const reasons = (cpus: number): readonly unknown[] =>
    limits.map(
      ([fields, policy]) => declined([offer()], [task({ resources: { cpus }, ...fields })], policy)["o1"],
    );

  it("an offer is declined for 5 s if the task could run there, for 120 s if it could not", () => {
    expect(reasons(4)).toEqual(limits.map(() => now));
    expect(reasons(5)).toEqual(limits.map(() => ever));
  });
});
