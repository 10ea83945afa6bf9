import { describe, expect, it } from "vitest";
import type { Scalars } from "../../src/index.ts";
import { leastAskedBy } from "../../src/feasibility/feasibility.ts";
import { offer, offerOf, offersFrom100, placesOf, roundOver, runningOn, task } from "../support/build.ts";

/** The ids of the tasks that find room on one agent that offers the amounts. */
function placed(offered: Scalars, ...asked: readonly Scalars[]): readonly string[] {
  return Object.keys(
    placesOf(
      roundOver(
        [offer({ resources: offered })],
        asked.map((resources, i) => task({ id: `t${i}`, resources })),
      ),
    ),
  );
}

describe("amounts", () => {
  it("have room where as much is free as is asked, of every resource", () => {
    expect(placed({ cpus: 1, mem: 10 }, { cpus: 1, mem: 10 })).toEqual(["t0"]);
    expect(placed({ cpus: 1, mem: 10 }, { cpus: 1.001 })).toEqual([]);
    expect(placed({ cpus: 1, mem: 10 }, { cpus: 1, mem: 10.001 })).toEqual([]);
    expect(placed({ cpus: 1 }, { cpus: 1, gpus: 1 })).toEqual([]);
  });

  it("of nothing have room anywhere", () => {
    expect(placed({}, {}, { cpus: 0 }, { cpus: 0.0004, gpus: 0 })).toEqual(["t0", "t1", "t2"]);
  });

  it("are rounded to thousandths one by one, and add up exactly", () => {
    expect(placed({ cpus: 0.3 }, { cpus: 0.1 }, { cpus: 0.1 }, { cpus: 0.1 })).toEqual(["t0", "t1", "t2"]);
    expect(placed({ cpus: 1.0005 }, { cpus: 1.001 })).toEqual(["t0"]);
    expect(placed({ cpus: 1.0004 }, { cpus: 1.0005 })).toEqual([]);
    expect(placed({ cpus: 0.3 }, { cpus: 0.1 }, { cpus: 0.2 }, { cpus: 0.001 })).toEqual(["t0", "t1"]);
  });

  it("of several offers of one agent and role add up", () => {
    const offers = [offer({ resources: { cpus: 1, disk: 5 } }), offer({ id: "o2", resources: { cpus: 2 } })];
    expect(placesOf(roundOver(offers, [task({ resources: { cpus: 3, disk: 5 } })]))).toEqual({ t1: "a1" });
    expect(placesOf(roundOver(offers, [task({ resources: { cpus: 3.001 } })]))).toEqual({});
  });

  it("that running tasks hold are not offered, and not taken off what is", () => {
    const running = [runningOn(1, { id: "r1", resources: { cpus: 100 } })];
    expect(placesOf(roundOver([offer()], [task({ resources: { cpus: 4 } })], {}, running))).toEqual({
      t1: "a1",
    });
  });

  it("that a task takes are gone for the next one", () => {
    expect(placed({ cpus: 4, mem: 10 }, { cpus: 3 }, { cpus: 2 }, { cpus: 1, mem: 10 }, { mem: 1 })).toEqual([
      "t0",
      "t2",
    ]);
  });

  it("have room on the one agent of many where they have", () => {
    const offers = Array.from({ length: 300 }, (_, i) =>
      offerOf(i, { resources: { cpus: i === 217 ? 3 : 2 } }),
    );
    const tasks = [task({ resources: { cpus: 3 } }), task({ id: "t2", resources: { cpus: 3 } })];
    expect(placesOf(roundOver(offers, tasks))).toEqual({ t1: "a217" });
  });

  it("of nothing of what few agents have are no reason to go there", () => {
    const many = Object.fromEntries(Array.from({ length: 16 }, (_, i) => [`r${i}`, 1]));
    const offers = offersFrom100(300, (i) => ({ resources: { ...many, ...(i === 117 && { fpga: 1 }) } }));
    const tasks = [many, { r0: 1, fpga: 0 }, { r0: 1, fpga: 0.0004 }, { r0: 1, fpga: 1 }];
    const found = roundOver(
      offers,
      tasks.map((resources, i) => task({ id: `t${i}`, resources })),
    );
    expect(placesOf(found)).toEqual({ t0: "a100", t1: "a101", t2: "a102", t3: "a217" });
  });
});

describe("leastAskedBy", () => {
  it("is the least, in thousandths, of each resource that every task asks", () => {
    const tasks = [
      task({ resources: { cpus: 2, mem: 5, disk: 0, net: 1 } }),
      task({ resources: { mem: 3, cpus: 0.5, gpus: 1, net: 1 } }),
      task({ resources: { cpus: 1, mem: 4, net: 0.0001 } }),
    ];
    expect(Object.fromEntries(leastAskedBy(tasks))).toEqual({ cpus: 500, mem: 3000 });
  });

  it("is of each its own, whichever others not every task asks", () => {
    const tasks = [
      task({ resources: { disk: 5, cpus: 2, mem: 7 } }),
      task({ resources: { cpus: 1, mem: 8 } }),
    ];
    expect(Object.fromEntries(leastAskedBy(tasks))).toEqual({ cpus: 1000, mem: 7000 });
  });

  it("is nothing where there is no task, or one asks nothing", () => {
    expect([...leastAskedBy([])]).toEqual([]);
    expect([...leastAskedBy([task(), task({ resources: {} })])]).toEqual([]);
    expect([...leastAskedBy([task({ resources: {} }), task()])]).toEqual([]);
  });

  it("keeps a single task's own", () => {
    expect([...leastAskedBy([task({ resources: { cpus: 1.5 } })])]).toEqual([["cpus", 1500]]);
  });

  it("names no resource that an object has by nature", () => {
    const odd = task({ resources: { constructor: 1 } });
    expect([...leastAskedBy([odd, task({ resources: {} })])]).toEqual([]);
    expect([...leastAskedBy([odd, odd])]).toEqual([["constructor", 1000]]);
  });
});
