import { describe, expect, it } from "vitest";
import {
  binPack,
  clusterOf,
  explain,
  spread,
  type DeviceGrant,
  type DeviceRequest,
  type DeviceSet,
  type RunningTask,
} from "../../src/index.ts";
import {
  assignmentOf,
  offer,
  offerOf,
  placesOf,
  round,
  roundOver,
  runningOn,
  task,
} from "../support/build.ts";

const gpus: readonly DeviceSet[] = [{ name: "gpu", count: 4, capacity: 1 }];

function holding(...devices: readonly DeviceGrant[]): RunningTask {
  return runningOn(1, { id: "r1" }, { devices });
}

function grant(index: number, units: number, binding?: string): DeviceGrant {
  return { name: "gpu", index, units, ...(binding !== undefined && { binding }) };
}

/** The assignment of a task with the requests to an agent with the sets; undefined where it gets none. */
function served(
  requests: readonly DeviceRequest[],
  running: readonly RunningTask[] = [],
  devices: readonly DeviceSet[] = gpus,
) {
  return roundOver([offer({ devices })], [task({ devices: requests })], {}, running).assignments[0];
}

/** The indexes granted. */
function indexes(...args: Parameters<typeof served>): readonly number[] | undefined {
  return served(...args)?.devices.map(({ index }) => index);
}

const half: DeviceRequest = { name: "gpu", units: 0.5 };

describe("the devices of a request", () => {
  it("are the fullest that can serve it, then idle ones, the lowest index on ties", () => {
    expect(indexes([half])).toEqual([0]);
    expect(indexes([half], [holding(grant(2, 0.25))])).toEqual([2]);
    expect(indexes([half], [holding(grant(1, 0.25), grant(2, 0.5), grant(3, 0.25))])).toEqual([2]);
    expect(indexes([half], [holding(grant(3, 0.25), grant(1, 0.25))])).toEqual([1]);
    expect(indexes([half], [holding(grant(0, 0.75))])).toEqual([1]);
  });

  it("are as many as it counts, all different, listed by index", () => {
    expect(indexes([{ ...half, count: 3 }])).toEqual([0, 1, 2]);
    expect(indexes([{ ...half, count: 3 }], [holding(grant(3, 0.5), grant(1, 0.25))])).toEqual([0, 1, 3]);
    expect(indexes([{ ...half, count: 4 }])).toEqual([0, 1, 2, 3]);
    expect(indexes([{ ...half, count: 5 }])).toBeUndefined();
    expect(indexes([{ ...half, count: 4 }], [holding(grant(2, 0.75))])).toBeUndefined();
    expect(indexes([{ ...half, count: 3 }], [holding(grant(0, 0.1), grant(2, 0.3), grant(3, 0.2))])).toEqual([
      0, 2, 3,
    ]);
  });

  it("have the units free, to the thousandth", () => {
    expect(indexes([{ name: "gpu", units: 0.5 }], [holding(grant(0, 0.5))])).toEqual([0]);
    expect(indexes([{ name: "gpu", units: 0.501 }], [holding(grant(0, 0.5))])).toEqual([1]);
    expect(indexes([{ name: "gpu", units: 1 }])).toEqual([0]);
    expect(indexes([{ name: "gpu", units: 1.001 }])).toBeUndefined();
  });

  it("are idle or serve the same binding, none being one of its own", () => {
    const blue = { ...half, binding: "blue" };
    const running = [holding(grant(0, 0.25, "red"), grant(1, 0.25), grant(2, 0.1, "blue"))];
    expect(indexes([blue], running)).toEqual([2]);
    expect(indexes([{ ...half, binding: "red" }], running)).toEqual([0]);
    expect(indexes([half], running)).toEqual([1]);
    expect(indexes([{ ...half, binding: "green" }], running)).toEqual([3]);
    expect(indexes([{ ...blue, count: 2 }], running)).toEqual([2, 3]);
    expect(indexes([{ ...blue, count: 3 }], running)).toBeUndefined();
  });

  it("are none on an agent without the set, or with none of it", () => {
    expect(indexes([half], [], [])).toBeUndefined();
    expect(indexes([half], [], [{ name: "eni", count: 4, capacity: 1 }])).toBeUndefined();
    expect(indexes([half], [], [{ name: "gpu", count: 0, capacity: 1 }])).toBeUndefined();
  });

  it("are bound though no unit is asked", () => {
    const bind = { name: "gpu", units: 0, binding: "blue" };
    const { assignments } = roundOver(
      [offer({ devices: [{ name: "gpu", count: 1, capacity: 1 }] })],
      [
        task({ devices: [bind] }),
        task({ id: "t2", devices: [half] }),
        task({ id: "t3", devices: [{ ...half, binding: "blue" }] }),
      ],
    );
    expect(assignments.map(({ taskId, devices }) => [taskId, devices])).toEqual([
      ["t1", [grant(0, 0, "blue")]],
      ["t3", [grant(0, 0.5, "blue")]],
    ]);
  });

  it("that are granted over their capacity serve only requests of no units", () => {
    const over = [holding(grant(0, 5))];
    const one = [{ name: "gpu", count: 1, capacity: 1 }];
    expect(indexes([{ name: "gpu", units: 0.001 }], over, one)).toBeUndefined();
    expect(indexes([{ name: "gpu", units: 0 }], over, one)).toEqual([0]);
    expect(indexes([{ name: "gpu", units: 0, binding: "blue" }], over, one)).toBeUndefined();
  });

  it("are counted without the grants to devices that do not exist", () => {
    expect(indexes([{ name: "gpu", units: 1, count: 4 }], [holding(grant(4, 1), grant(99, 1))])).toEqual([
      0, 1, 2, 3,
    ]);
    expect(indexes([half], [holding({ name: "eni", index: 0, units: 1 })])).toEqual([0]);
  });
});

describe("several requests", () => {
  it("are served in order, a later one with what the earlier ones left", () => {
    expect(served([{ name: "gpu", units: 1 }, half, half])?.devices).toEqual([
      grant(0, 1),
      grant(1, 0.5),
      grant(1, 0.5),
    ]);
    expect(
      indexes([
        { ...half, count: 2 },
        { name: "gpu", units: 0.5, count: 4 },
      ]),
    ).toEqual([0, 1, 0, 1, 2, 3]);
    expect(indexes([{ ...half, binding: "blue" }, half])).toEqual([0, 1]);
  });

  it("may be for devices of several names", () => {
    const sets = [...gpus, { name: "eni", count: 2, capacity: 3 }];
    expect(
      served([{ name: "eni", units: 2 }, half, { name: "eni", units: 2, binding: "sg" }], [], sets)?.devices,
    ).toEqual([
      { name: "eni", index: 0, units: 2 },
      grant(0, 0.5),
      { name: "eni", index: 1, units: 2, binding: "sg" },
    ]);
  });

  it("are refused together, and leave nothing behind where they are tried in vain", () => {
    const offers = [
      offerOf(1, { devices: [{ name: "gpu", count: 1, capacity: 1 }] }),
      offerOf(2, { devices: gpus }),
    ];
    const two = {
      devices: [
        { ...half, binding: "blue" },
        { name: "gpu", units: 0.6, binding: "blue" },
      ],
    };
    const small = { id: "t2", devices: [{ name: "gpu", units: 1 }] };
    const { assignments } = roundOver(offers, [task(two), task(small)], { fitness: spread("cpus") });
    expect(assignments.map(({ agentId, devices }) => [agentId, devices])).toEqual([
      ["a2", [grant(0, 0.5, "blue"), grant(1, 0.6, "blue")]],
      ["a1", [grant(0, 1)]],
    ]);
  });

  it("leave a device as it was that serves a binding already", () => {
    const offers = [offer({ devices: [{ name: "gpu", count: 1, capacity: 1 }] })];
    const vain = task({
      devices: [
        { ...half, binding: "blue" },
        { ...half, binding: "blue" },
      ],
    });
    const cluster = clusterOf(offers, [holding(grant(0, 0.25, "blue"))]);
    expect(placesOf(round(cluster, [vain, task({ id: "t2", devices: [half] })]))).toEqual({});
    expect(
      placesOf(round(cluster, [vain, task({ id: "t2", devices: [{ ...half, binding: "blue" }] })])),
    ).toEqual({ t2: "a1" });
  });
});

describe("the devices part of a score", () => {
  const policy = { fitness: binPack("none"), weights: { fitness: 0, preferences: 0, devices: 1 } };

  function scoreOf(
    requests: readonly DeviceRequest[],
    running: readonly RunningTask[] = [],
    capacity = 1,
  ): number {
    const devices = [{ name: "gpu", count: 4, capacity }];
    return assignmentOf(roundOver([offer({ devices })], [task({ devices: requests })], policy, running)).score
      .devices;
  }

  it("is 0.5 / (capacity + 1) for a device that was idle", () => {
    expect(scoreOf([half])).toBe(0.25);
    expect(scoreOf([half], [], 3)).toBe(0.125);
    expect(scoreOf([{ name: "gpu", units: 1 }])).toBe(0.25);
  });

  it("is min(1, (used + units + 1) / (capacity + 1)) for one in use", () => {
    expect(scoreOf([half], [holding(grant(0, 0.25))])).toBe(1.75 / 2);
    expect(scoreOf([half], [holding(grant(0, 0.5))])).toBe(1);
    expect(scoreOf([{ name: "gpu", units: 1 }], [holding(grant(0, 1))], 3)).toBe(3 / 4);
    expect(scoreOf([{ name: "gpu", units: 0 }], [holding(grant(0, 0))])).toBe(1 / 2);
    expect(scoreOf([{ name: "gpu", units: 0 }], [holding(grant(0, 9))])).toBe(1);
  });

  it("is the mean over the granted devices, in the order granted", () => {
    expect(scoreOf([{ ...half, count: 2 }], [holding(grant(1, 0.25))])).toBe((0.25 + 0.875) / 2);
    expect(scoreOf([half, half, half])).toBe((0.25 + 1 + 0.25) / 3);
  });

  it("is 0 and does not count for a task whose list of requests is empty", () => {
    const { score } = assignmentOf(roundOver([offer()], [task({ devices: [] })]));
    expect(score).toEqual({ total: score.fitness, fitness: score.fitness, preferences: 0, devices: 0 });
  });

  it("leads to the agent whose device is in use", () => {
    const offers = [offerOf(1, { devices: gpus }), offerOf(2, { devices: gpus })];
    const running = [runningOn(2, { id: "r1", resources: {} }, { devices: [grant(3, 0.25)] })];
    const placed = assignmentOf(roundOver(offers, [task({ devices: [half] })], {}, running));
    expect([placed.agentId, placed.devices]).toEqual(["a2", [grant(3, 0.5)]]);
  });
});

describe("the devices of an agent", () => {
  it("are its own, whatever the role of the offer", () => {
    const offers = [offer({ devices: gpus }), offer({ id: "o2", role: "ads", devices: gpus })];
    const all = { devices: [{ name: "gpu", units: 1, count: 4 }] };
    expect(
      placesOf(roundOver(offers, [task(all), task({ id: "t2", role: "ads", devices: [half] })])),
    ).toEqual({ t1: "a1" });
  });

  it("are held by the task that runs on", () => {
    const first = roundOver([offer({ devices: gpus })], [task({ devices: [{ ...half, binding: "blue" }] })]);
    const [running] = first.cluster.agents[0]?.running ?? [];
    expect(running?.devices).toEqual([grant(0, 0.5, "blue")]);
    expect(explain(first, "t1").agents[0]?.score?.devices).toBe(0.25);
  });

  it("are granted with the binding asked, and with none where none is asked", () => {
    expect(served([{ ...half, binding: "blue" }])?.devices).toStrictEqual([
      { name: "gpu", index: 0, units: 0.5, binding: "blue" },
    ]);
    expect(served([half])?.devices).toStrictEqual([{ name: "gpu", index: 0, units: 0.5 }]);
  });

  it("are found among thousands, in use or idle", () => {
    const many = [{ name: "gpu", count: 4096, capacity: 1 }];
    expect(indexes([{ name: "gpu", units: 1, count: 4096 }], [], many)).toHaveLength(4096);
    expect(indexes([{ ...half, count: 2 }], [holding(grant(4000, 0.5), grant(17, 0.4))], many)).toEqual([
      17, 4000,
    ]);
  });
});
