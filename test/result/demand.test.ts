import { describe, expect, it } from "vitest";
import { attributeIs, type Offer, type RunningTask, type Task } from "../../src/index.ts";
import { offerOf, offersFrom100, roundOver, runningOn, task } from "../support/build.ts";

const gpus = (count: number, capacity: number) => ({ devices: [{ name: "gpu", count, capacity }] });

/** It has 4 cpus in all, of which a task holds 3, and all units of its devices. */
const busy = offerOf(1, { resources: { cpus: 1, mem: 10 }, ports: [[31000, 31002]], ...gpus(2, 4) });
const running: readonly RunningTask[] = [
  runningOn(
    1,
    { id: "r", resources: { cpus: 3 } },
    { devices: [0, 1].map((index) => ({ name: "gpu", index, units: 4 })) },
  ),
];
/** It has more of all that is asked here than the other, but no mem. */
const other = offerOf(2, { resources: { cpus: 99, disk: 99 }, ports: [[31000, 31099]], ...gpus(9, 1) });

/** What the tasks, of which none is placed, make of the busy agent. */
function reasonOf(tasks: readonly Task[], fields: Partial<Offer> = {}): string | undefined {
  const { assignments, declines } = roundOver([{ ...busy, ...fields }, other], tasks, {}, running);
  expect(assignments).toEqual([]);
  return declines.find(({ offerId }) => offerId === "o1")?.reason;
}

function asking(id: string, cpus: number, fields: Partial<Task> = {}): Task {
  return task({ id, resources: { cpus, mem: 1 }, ...fields });
}

const takes = (id: string, cpus: number) => ({ executor: { id, resources: { cpus } } });

describe("a task that an agent could run, were it empty, though one that asks less could not", () => {
  it.each<readonly [string, Task, Task, Partial<Offer>]>([
    ["since it asks more ports", asking("t1", 2, { ports: 4 }), asking("t2", 2, { ports: 3 }), {}],
    [
      "since it asks more devices, of fewer units each",
      asking("t1", 2, { devices: [{ name: "gpu", units: 1, count: 3 }] }),
      asking("t2", 2, { devices: [{ name: "gpu", units: 3 }] }),
      {},
    ],
    ["since it has an executor", asking("t1", 2, takes("e", 3)), asking("t2", 3), {}],
    [
      "since its executor of the same id takes more",
      asking("t1", 2, takes("e", 3)),
      asking("t2", 2, takes("e", 1)),
      {},
    ],
    [
      "since its executor of the same id takes as much of another resource",
      asking("t1", 2, takes("e", 3)),
      asking("t2", 2, { executor: { id: "e", resources: { mem: 3 } } }),
      {},
    ],
    [
      "since it asks a resource that the agent lacks",
      asking("t1", 2, { resources: { cpus: 2, mem: 1, disk: 1 } }),
      asking("t2", 2),
      {},
    ],
    [
      "since its executor does not run there",
      asking("t1", 2, takes("e", 3)),
      asking("t2", 2, takes("f", 3)),
      { executors: ["f"] },
    ],
  ])("%s, is why its offer is declined for 5 s", (_, less, more, fields) => {
    expect(reasonOf([less], fields)).toBe("no-task-fits-ever");
    expect(reasonOf([more], fields)).toBe("no-task-fits-now");
    expect(reasonOf([less, more], fields)).toBe("no-task-fits-now");
  });

  it("since it asks a resource that few others have, is why its offer is declined for 5 s", () => {
    const many = Object.fromEntries(Array.from({ length: 20 }, (_, i) => [`r${i}`, 1]));
    const offers = Array.from({ length: 64 }, (_, i) =>
      offerOf(i, { resources: { cpus: 1, ...(i === 0 ? { rare: 1 } : many) } }),
    );
    offers[1] = offerOf(1, { resources: { cpus: 1 } });
    const tasks = [
      task({ id: "t0", resources: { cpus: 1, ...many } }),
      task({ id: "t1", resources: { cpus: 3, rare: 1 } }),
      task({ id: "t2", resources: { cpus: 3 } }),
    ];
    const held = [runningOn(1, { id: "r", resources: { cpus: 2 } })];
    const { declines } = roundOver(offers, tasks, {}, held);
    expect(declines.find(({ offerId }) => offerId === "o1")?.reason).toBe("no-task-fits-now");
    expect(declines.find(({ offerId }) => offerId === "o0")?.reason).toBe("no-task-fits-ever");
    const { declines: without } = roundOver(offers, tasks.slice(0, 2), {}, held);
    expect(without.find(({ offerId }) => offerId === "o1")?.reason).toBe("no-task-fits-ever");
  });

  it("since another agent is named, is why its offer is declined for 5 s, whatever agents of other roles there are", () => {
    const offers = offersFrom100(33, (i) => (i === 0 ? { role: "ads" } : {}));
    const tasks = [task({ resources: { cpus: 8 }, constraints: [attributeIs("hostname", "h117")] })];
    const held = [runningOn(117, { id: "r", resources: { cpus: 4 } })];
    const { declines } = roundOver(offers, tasks, {}, held);
    expect(declines.filter(({ reason }) => reason === "no-task-fits-now")).toEqual([
      { offerId: "o117", agentId: "a117", reason: "no-task-fits-now", refuseSeconds: 5 },
    ]);
  });

  it("since it asks several such resources, whose names together are that of another, is why its offer is declined for 5 s", () => {
    const many = Object.fromEntries(Array.from({ length: 20 }, (_, i) => [`r${i}`, 1]));
    const offers = Array.from({ length: 64 }, (_, i) => offerOf(i, { resources: { cpus: 1, ...many } }));
    offers[0] = offerOf(0, { resources: { cpus: 1, "x,1000 y": 1 } });
    offers[1] = offerOf(1, { resources: { cpus: 1, x: 1, y: 1 } });
    const tasks = [
      task({ id: "t0", resources: { cpus: 1, ...many } }),
      task({ id: "t1", resources: { cpus: 5, "x,1000 y": 1 } }),
      task({ id: "t2", resources: { cpus: 5, x: 1, y: 1 } }),
    ];
    const { declines } = roundOver(offers, tasks, {}, [runningOn(1, { id: "r", resources: { cpus: 4 } })]);
    expect(declines.find(({ offerId }) => offerId === "o1")?.reason).toBe("no-task-fits-now");
  });
});
