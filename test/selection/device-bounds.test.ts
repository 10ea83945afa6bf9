import { describe, expect, it } from "vitest";
import {
  binPack,
  clusterOf,
  match,
  type DeviceGrant,
  type DeviceRequest,
  type DeviceSet,
  type Offer,
  type Policy,
  type RunningTask,
  type Task,
} from "../../src/index.ts";
import { naiveMatch } from "../oracle/match.ts";
import { offerOf, placesOf, runningOn, task } from "../support/build.ts";

/** An agent: its gpus, or all its devices, and what is in use of them. */
interface Like {
  readonly gpus?: number;
  readonly devices?: readonly DeviceSet[];
  readonly held?: readonly DeviceGrant[];
  readonly cpus?: number;
}

/** The agents `a1`, `a2`, … that have a cpu in use each, whatever they are. */
function agentsOf(...likes: readonly Like[]): readonly [readonly Offer[], readonly RunningTask[]] {
  const offers = likes.map(
    ({ gpus = 1, devices = [{ name: "gpu", count: gpus, capacity: 1 }], cpus = 8 }, i) =>
      offerOf(i + 1, { resources: { cpus }, devices }),
  );
  const running = likes.map(({ held = [] }, i) => runningOn(i + 1, { id: `r${i + 1}` }, { devices: held }));
  return [offers, running];
}

/** Where the tasks go; fails unless the naive oracle has them there too. */
function placesIn(
  agents: readonly [readonly Offer[], readonly RunningTask[]],
  tasks: readonly Task[],
  policy: Policy = { fitness: binPack("cpus") },
): Readonly<Record<string, string>> {
  const input = { cluster: clusterOf(...agents), tasks, policy, nowMs: 0 };
  const round = match(input);
  expect(round.assignments).toEqual(naiveMatch(input).round.assignments);
  return placesOf(round);
}

function asking(...devices: readonly DeviceRequest[]): Task {
  return task({ devices });
}

function gpu(units: number, more: Partial<DeviceRequest> = {}): DeviceRequest {
  return { name: "gpu", units, ...more };
}

function held(units: number, index = 0, binding?: string): DeviceGrant {
  return { name: "gpu", index, units, ...(binding !== undefined && { binding }) };
}

describe("what devices score at most", () => {
  it("counts that requests of the same task get one device after the other", () => {
    const two = asking(gpu(0.25), gpu(0.25));
    // (0.725 + 0.85) / 2, and (0.75 + 0.875) / 2.
    expect(placesIn(agentsOf({ held: [held(0.2)] }, { held: [held(0.25)] }), [two])).toEqual({ t1: "a2" });
    const three = asking(gpu(0.25), gpu(0.25), gpu(0.25));
    // (0.65 + 0.775 + 0.9) / 3, and (0.675 + 0.8 + 0.925) / 3.
    expect(placesIn(agentsOf({ held: [held(0.05)] }, { held: [held(0.1)] }), [three])).toEqual({ t1: "a2" });
  });

  it("counts each request as often as it asks devices", () => {
    const devices = [
      { name: "gpu", count: 2, capacity: 1 },
      { name: "eni", count: 1, capacity: 1 },
    ];
    const agents = agentsOf(
      { devices, held: [held(0.5), { name: "eni", index: 0, units: 0.3 }] },
      { devices, held: [held(0.5), held(0.5, 1)] },
    );
    // (1 + 0.25 + 0.9) / 3, and (1 + 1 + 0.25) / 3.
    expect(placesIn(agents, [asking(gpu(0.5, { count: 2 }), { name: "eni", units: 0.5 })])).toEqual({
      t1: "a2",
    });
  });

  it("counts as much as devices weigh", () => {
    const agents = agentsOf({}, { held: [held(0.25)] }, { held: [held(0.5)], cpus: 0.1 });
    for (const devices of [0.1, 10]) {
      const weights = { fitness: 1, preferences: 0, devices };
      const policy = { fitness: binPack("none"), weights };
      expect(placesIn(agents, [asking(gpu(0.5))], policy)).toEqual({ t1: "a2" });
    }
  });

  it("is found for devices of which about as much is in use, one too much", () => {
    expect(placesIn(agentsOf({ held: [held(0.5)] }, { held: [held(0.52)] }), [asking(gpu(0.49))])).toEqual({
      t1: "a1",
    });
  });

  it("is that of the next task's devices, whatever those before asked", () => {
    const names = ["gpu", "eni"];
    const likes = names.map((name): Like => ({ devices: [{ name, count: 1, capacity: 1 }] }));
    const tasks = names.map((name) => task({ id: name, devices: [{ name, units: 0.5 }] }));
    expect(placesIn(agentsOf(...likes), tasks)).toEqual({ gpu: "a1", eni: "a2" });
    const agents = agentsOf({}, { held: [held(0.5)] }, { held: [held(0.5, 0, "x")] });
    const bound = [gpu(0.25, { binding: "y" }), gpu(0.25), gpu(0.25, { binding: "x" })];
    const tasksInTurn = bound.map((each, i) => task({ id: `t${i}`, devices: [each] }));
    expect(placesIn(agents, tasksInTurn)).toEqual({ t0: "a1", t1: "a2", t2: "a3" });
  });
});

describe("rows whose devices serve a binding", () => {
  it("are those of which one device still gives something, be others full", () => {
    const agents = agentsOf({}, { gpus: 2, held: [held(1, 0, "x"), held(0.5, 1, "x")] });
    expect(placesIn(agents, [asking(gpu(0.5, { binding: "x" }))])).toEqual({ t1: "a2" });
  });

  it("are found where devices serve another binding already", () => {
    const agents = agentsOf({ gpus: 2, held: [held(0.5, 0, "x")] });
    const tasks = ["a", "b"].map((id) => task({ id, devices: [gpu(0.5, { binding: "y" })] }));
    expect(placesIn(agents, tasks)).toEqual({ a: "a1", b: "a1" });
  });
});

describe("rows whose devices are about alike", () => {
  it("are told apart by each of the names asked", () => {
    const devices = ["gpu", "eni"].map((name) => ({ name, count: 1, capacity: 1 }));
    const agents = agentsOf({ devices }, { devices, held: [{ name: "eni", index: 0, units: 0.5 }] });
    expect(placesIn(agents, [asking(gpu(0.5), { name: "eni", units: 0.5 })])).toEqual({ t1: "a2" });
  });

  it("are told apart where nothing but a device is in use", () => {
    const offers = Array.from({ length: 64 }, (_, i) =>
      offerOf(i, { devices: [{ name: "gpu", count: 1, capacity: 1 }] }),
    );
    const running = [runningOn(42, { id: "r1", resources: {} }, { devices: [held(0.5)] })];
    expect(placesIn([offers, running], [asking(gpu(0.5))])).toEqual({ t1: "a42" });
  });

  it("are told apart by bindings of which nothing is used", () => {
    const agents = agentsOf({ gpus: 2, held: [held(0, 0, "y")] }, { gpus: 2, held: [held(0, 0, "x")] });
    expect(placesIn(agents, [asking(gpu(0.5, { binding: "x" }))])).toEqual({ t1: "a2" });
  });

  it("are told apart by how much of each is in use, though all give as much together", () => {
    const likes = [
      [0.1, 0.42, 0.42],
      [0.1, 0.41, 0.43],
    ].map((used): Like => ({ gpus: 3, held: used.map((of, i) => held(of, i)) }));
    const agents = agentsOf(...likes);
    expect(placesIn(agents, [asking(gpu(0.57))])).toEqual({ t1: "a2" });
  });

  it("are told apart by how many there are, be what one has more full", () => {
    const agents = agentsOf({}, { held: [held(1)], cpus: 0.1 }, { gpus: 2, held: [held(1, 1)] });
    expect(placesIn(agents, [asking(gpu(0))])).toEqual({ t1: "a3" });
  });
});
