import { describe, expect, it } from "vitest";
import {
  clusterOf,
  customFitness,
  match,
  maxAmount,
  preferHigh,
  type AgentShape,
  type Disk,
  type DiskGrant,
  type Offer,
  type RunningTask,
} from "../../src/index.ts";
import { disksCover, disksInAll, disksLeft, withDisksOfOneRole } from "../../src/autoscale/disks.ts";
import { settle } from "../../src/autoscale/scene.ts";
import { keyOfDisk } from "../../src/model/disk.ts";
import { covers, shapeOf } from "../../src/autoscale/shapes.ts";
import { runningOn } from "../support/build.ts";
import { asked, givenBack, rule, small, turn } from "./turn.ts";

const part: Disk = { id: "d1", type: "ssd", amount: 10 };
const whole: Disk = { id: "d2", type: "ssd", amount: 20, use: "whole" };
const shared: Disk = { id: "d3", type: "hdd", amount: 30, use: "shared" };

/** A disk of the id and type of the first, used and sized otherwise. */
function as(use: Disk["use"], amount = 10): Disk {
  return { id: "d1", type: "ssd", amount, ...(use !== undefined && { use }) };
}

function shapeWith(disks: readonly Disk[]): AgentShape {
  return { offers: [{ resources: {}, disks }] };
}

function holding(id: string, ...disks: readonly DiskGrant[]): RunningTask {
  return runningOn(1, { id, resources: {} }, { disks });
}

function shapesOffers(offers: readonly Offer[], running: readonly RunningTask[] = []): readonly unknown[] {
  const { agents } = clusterOf(offers, running);
  return agents.map((agent) => shapeOf(agent).offers);
}

describe("the disks of a shape", () => {
  it("are those of an only offer, and absent where there are none", () => {
    const resources = { cpus: 4 };
    expect(shapesOffers([small(1, { disks: [shared, part] })])).toEqual([
      [{ role: "*", resources, disks: [shared, part] }],
    ]);
    expect(shapesOffers([small(1, { disks: [] })])).toEqual([[{ role: "*", resources }]]);
  });

  it("are put together per role, with what tasks hold of those given in parts", () => {
    const offers = [
      small(1, { disks: [part, whole], resources: {} }),
      small(1, { id: "o2", disks: [{ ...part, amount: 0.5 }, shared], resources: {} }),
      small(1, { id: "o3", role: "ads", disks: [{ ...part, type: "tape" }], resources: {} }),
    ];
    const running = [
      holding("r1", { id: "d1", type: "ssd", amount: 2 }, { ...whole, amount: 20 }),
      holding("r2", shared),
      runningOn(
        1,
        { id: "r3", role: "ops", resources: {} },
        { disks: [{ id: "d1", type: "ssd", amount: 7 }] },
      ),
    ];
    expect(shapesOffers(offers, running)).toEqual([
      [
        { role: "*", resources: {}, disks: [{ ...part, amount: 12.5 }, whole, shared] },
        { role: "ads", resources: {}, disks: [{ ...part, type: "tape" }] },
        { role: "ops", resources: {}, disks: [{ ...part, amount: 7 }] },
      ],
    ]);
  });

  it("that tasks alone tell of are as large as all parts held, or as a whole or shared one that is held", () => {
    const running = [
      holding("r1", shared, { ...part, amount: 7 }, { ...part, amount: 5 }),
      holding("r2", { ...part, amount: 0.5 }, whole, { ...part, use: "whole" }, shared),
    ];
    expect(disksInAll([], running)).toEqual([
      { ...part, amount: 12.5 },
      { ...part, use: "whole" },
      whole,
      shared,
    ]);
    const smaller = [{ ...shared, amount: 29 }];
    expect(disksInAll([small(1, { disks: smaller })], running.slice(0, 1)).at(-1)).toEqual(shared);
    expect(disksInAll([small(1, { disks: [shared] })], [holding("r3", ...smaller)])).toEqual([shared]);
  });

  it("add up over the offers that name them, to the thousandth, also where they are given whole", () => {
    const offers = [
      small(1, { disks: [{ ...part, amount: 0.1 }, whole] }),
      small(1, { id: "o2", disks: [{ ...part, amount: 0.2 }, whole] }),
    ];
    expect(disksInAll(offers, [])).toEqual([
      { ...part, amount: 0.3 },
      { ...whole, amount: 40 },
    ]);
  });

  it("are never more than can be counted", () => {
    const much = { ...part, amount: maxAmount };
    expect(
      disksInAll([small(1, { disks: [much] })], [holding("r1", { id: "d1", type: "ssd", amount: 5 })]),
    ).toEqual([much]);
  });

  it("cover others of the same ids and types that serve no more", () => {
    expect(disksCover([part, whole], [part])).toBe(true);
    expect(disksCover(undefined, undefined)).toBe(true);
    expect(disksCover([part], undefined)).toBe(true);
    expect(disksCover(undefined, [part])).toBe(false);
    expect(disksCover([part], [{ ...part, id: "d9" }])).toBe(false);
    expect(disksCover([part], [{ ...part, type: "hdd" }])).toBe(false);
    expect(disksCover([part], [as(undefined, 10.001)])).toBe(false);
    expect(disksCover([as("shared")], [as(undefined)])).toBe(true);
    expect(disksCover([as(undefined)], [as("whole")])).toBe(true);
    expect(disksCover([as("whole")], [as(undefined)])).toBe(false);
    expect(disksCover([as(undefined)], [as("shared")])).toBe(false);
    expect(covers(shapeWith([part]), shapeWith([part]))).toBe(true);
    expect(covers(shapeWith([part]), shapeWith([whole]))).toBe(false);
  });
});

describe("the agents asked for", () => {
  it("are as many as tasks need for their disks, which new agents have", () => {
    const shapes = [{ offers: [{ resources: { cpus: 100 }, disks: [part, whole] }] }];
    const tasks = Array.from({ length: 6 }, (_, i) => ({
      id: `t${i}`,
      resources: { cpus: 1 },
      disks: [{ type: "ssd", amount: i < 3 ? 20 : 6 }],
    }));
    expect(asked(turn({ tasks, rules: [rule({ shapes })] }))).toEqual({ small: 3 });
    const hopeless = [{ id: "t", resources: {}, disks: [{ type: "hdd" }] }];
    expect(asked(turn({ tasks: hopeless, rules: [rule({ shapes })] }))).toEqual({});
  });
});

describe("a round that is settled", () => {
  it("leaves of an agent's disks what its tasks do not hold", () => {
    const offers = [
      small(1, { disks: [part, whole, shared] }),
      small(1, {
        id: "o2",
        disks: [
          { ...part, amount: 5 },
          { ...part, id: "d4" },
        ],
      }),
      small(1, { id: "o3" }),
    ];
    const cluster = clusterOf(offers);
    const tasks = [
      { id: "t1", resources: {}, disks: [{ type: "ssd", amount: 12, id: "d1" }] },
      { id: "t2", resources: {}, disks: [{ type: "ssd", id: "d2" }, { type: "hdd" }] },
      { id: "t3", resources: {} },
    ];
    const [agent] = settle(cluster, match({ cluster, tasks, nowMs: 0 })).agents;
    expect(agent?.offers.map(({ disks }) => disks)).toEqual([
      [{ ...part, amount: 0 }, shared],
      [
        { ...part, amount: 3 },
        { ...part, id: "d4" },
      ],
      undefined,
    ]);
  });

  it("leaves of a disk what all its tasks do not hold", () => {
    const cluster = clusterOf([small(1, { disks: [part] })]);
    const tasks = ["t1", "t2"].map((id) => ({ id, resources: {}, disks: [{ type: "ssd", amount: 3 }] }));
    const [agent] = settle(cluster, match({ cluster, tasks, nowMs: 0 })).agents;
    expect(agent?.offers[0]?.disks).toEqual([{ ...part, amount: 4 }]);
  });

  it("leaves what is not covered for the next offer", () => {
    const held = new Map([[keyOfDisk(part), 12_000]]);
    const others: readonly Disk[] = [
      { ...part, use: "whole" },
      { ...part, type: "hdd" },
    ];
    expect(disksLeft([part, ...others], held)).toEqual([{ ...part, amount: 0 }, ...others]);
    expect(held).toEqual(new Map([[keyOfDisk(part), 2000]]));
  });
});

describe("agents that give back", () => {
  it("may have disks in several roles that are different ones, though named alike: the first role's count", () => {
    const offers = [
      small(1, { disks: [part] }),
      small(1, { id: "o1b", role: "ads", disks: [{ ...part, amount: 3 }, shared] }),
      small(1, { id: "o1c" }),
      small(1, { id: "o1d", disks: [{ ...part, amount: 1 }] }),
    ];
    expect(withDisksOfOneRole(offers).map(({ disks }) => disks)).toEqual([
      [part],
      [shared],
      undefined,
      [{ ...part, amount: 1 }],
    ]);
    const most = customFitness(
      "most disks",
      () =>
        ({ disks }) =>
          disks.length / 10,
    );
    const out = turn({
      offers: [...offers, small(2)],
      rules: [rule({ maxIdle: 1 })],
      settings: { giveBack: { preferences: [preferHigh(most)] } },
    });
    expect(givenBack(out)).toEqual(["a1"]);
  });

  it("have no more of a disk than one role offers", () => {
    const largest = customFitness(
      "largest disk",
      () =>
        ({ disks }) =>
          Math.max(...disks.map(({ amount }) => amount)) / 100,
    );
    const out = turn({
      offers: [
        small(1, { disks: [part] }),
        small(1, { id: "o1b", role: "ads", disks: [part] }),
        small(2, { disks: [{ ...part, amount: 11 }] }),
      ],
      rules: [rule({ maxIdle: 1 })],
      settings: { giveBack: { preferences: [preferHigh(largest)] } },
    });
    expect(givenBack(out)).toEqual(["a2"]);
  });
});
