import { describe, expect, it } from "vitest";
import {
  binPack,
  exclusive,
  clusterOf,
  match,
  prefer,
  uniqueBy,
  update,
  type DeviceRequest,
  type Offer,
  type Policy,
  type RunningTask,
  type Task,
} from "../../src/index.ts";
import { naiveMatch } from "../oracle/match.ts";
import { offerOf, placesOf, runningOn, task } from "../support/build.ts";

/** Where the tasks go; fails unless the naive oracle has them there too. */
function placesIn(
  offers: readonly Offer[],
  tasks: readonly Task[],
  policy: Policy = { fitness: binPack("cpus") },
  running: readonly RunningTask[] = [],
): Readonly<Record<string, string>> {
  const input = { cluster: clusterOf(offers, running), tasks, policy, nowMs: 0 };
  const round = match(input);
  expect(round.assignments).toEqual(naiveMatch(input).round.assignments);
  return placesOf(round);
}

const gpu = (more: Partial<DeviceRequest> = {}): DeviceRequest => ({ name: "gpu", units: 0.25, ...more });

/** A task that asks something of every kind that the agent 7 alone has, or has as others do. */
function asking(id: string): Task {
  const disks = [{ type: "ssd", id: "d7" }];
  return task({ id, resources: { cpus: 1, own: 1 }, devices: [gpu()], disks });
}

describe("what blocks are known to have at most", () => {
  it("is found out of preferences that co-tasks decide", () => {
    const offers = Array.from({ length: 400 }, (_, i) => offerOf(i));
    const tasks = Array.from({ length: 150 }, (_, i) =>
      task({ id: `t${i}`, group: "web", preferences: [prefer(uniqueBy("hostname"))] }),
    );
    expect(new Set(Object.values(placesIn(offers, tasks))).size).toBe(150);
  });

  it("is nothing where rows lie in tie order", () => {
    const offers = Array.from({ length: 130 }, (_, i) => offerOf(i));
    const running = Array.from({ length: 130 }, (_, i) => runningOn(i, { id: `r${i}` })).slice(0, 129);
    const tasks = Array.from({ length: 6 }, (_, i) =>
      task({ id: `t${i}`, preferences: [prefer(exclusive())] }),
    );
    const policy = { weights: { devices: 1, preferences: 1, fitness: 0 } };
    expect(placesIn(offers, tasks, policy, running)).toMatchObject({ t0: "a129" });
  });

  it("is less than agents have whose devices serve the task's binding", () => {
    const offers = Array.from({ length: 64 }, (_, i) =>
      offerOf(i, { devices: [{ name: "gpu", count: 2, capacity: 1 }] }),
    );
    const bound = { devices: [gpu({ binding: "b" })] };
    const running = [
      runningOn(
        40,
        { id: "r1", ...bound },
        { devices: [{ name: "gpu", index: 0, units: 0.25, binding: "b" }] },
      ),
    ];
    const tasks = ["a", "b", "c", "d", "e"].map((id) => task({ id, ...bound }));
    const places = placesIn(offers, tasks, undefined, running);
    expect(places).toMatchObject({ a: "a40", b: "a40", c: "a40" });
  });

  it("does not count behind a row that is good enough", () => {
    const offers = Array.from({ length: 64 }, (_, i) =>
      offerOf(i, { devices: [{ name: "gpu", count: 2, capacity: 1 }] }),
    );
    const running = [40, 10, 20].map((i) =>
      runningOn(
        i,
        { id: `r${i}`, devices: [gpu({ binding: "b" })] },
        { devices: [{ name: "gpu", index: 0, units: 0.25, binding: "b" }] },
      ),
    );
    const tasks = ["a", "b"].map((id) => task({ id, devices: [gpu({ binding: "b" })] }));
    const policy = { fitness: binPack("cpus"), goodEnough: 0.1 };
    expect(placesIn(offers, tasks, policy, running)).toEqual({ a: "a0", b: "a0" });
  });
});

describe("an agent whose offers have gone", () => {
  it("counts for nobody until it offers again", () => {
    const offers = Array.from({ length: 64 }, (_, i) =>
      offerOf(i, {
        resources: { cpus: 4, ...(i === 7 && { own: 1 }) },
        devices: [{ name: "gpu", count: 1, capacity: 1 }],
        disks: [{ id: `d${i}`, type: "ssd", amount: 10 }],
      }),
    );
    const many = task({
      id: "asks-many",
      resources: Object.fromEntries(Array.from({ length: 16 }, (_, i) => [`other-${i}`, 1])),
    });
    const policy = { hold: { forMs: 1e9 } };
    const first = match({ cluster: clusterOf(offers), tasks: [many, asking("a")], policy, nowMs: 0 });
    expect(placesOf(first)).toEqual({ a: "a7" });
    const second = match({ cluster: first.cluster, tasks: [many, asking("b")], policy, nowMs: 1 });
    expect(placesOf(second)).toEqual({});
    const cluster = update(second.cluster, [
      { type: "task-ended", taskId: "a" },
      { type: "offers-received", offers: offers.slice(7, 8).map((each) => ({ ...each, id: "again" })) },
    ]);
    expect(placesOf(match({ cluster, tasks: [many, asking("b")], policy, nowMs: 2 }))).toEqual({ b: "a7" });
  });
});
