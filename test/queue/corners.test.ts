import { describe, expect, it } from "vitest";
import {
  clusterOf,
  configureQueue,
  dequeue,
  emptyCluster,
  emptyQueue,
  enqueue,
  match,
  postpone,
  queueOf,
  sharesOf,
  type QueuedRound,
  type QueueOptions,
  type RunningTask,
  type Task,
} from "../../src/index.ts";
import { holes, offer, refusalText, runningOn, task } from "../support/build.ts";

function roundOf(
  tasks: readonly Task[],
  options: QueueOptions = {},
  running: readonly RunningTask[] = [],
): QueuedRound {
  const cluster = clusterOf([offer({ resources: { cpus: 100, mem: 1000 } })], running);
  return match({ cluster, tasks: queueOf(tasks, options), nowMs: 0 });
}

function orderOf({ assignments }: QueuedRound): readonly string[] {
  return assignments.map(({ taskId }) => taskId);
}

function twoCpus(id: string, bucket: string): Task {
  return task({ id, bucket, resources: { cpus: 2 } });
}

describe("new options of a queue", () => {
  it("leave tasks where they are, in buckets named as what every object has too", () => {
    const tasks = [task({ bucket: "toString" }), task({ id: "t2", bucket: "constructor" })];
    const options = { tiers: [{ buckets: { ada: { weight: 2 } } }] };
    expect(configureQueue(queueOf(tasks), options)).toEqual(queueOf(tasks, options));
  });

  it("leave the buckets sorted by name", () => {
    const options = { tiers: [{ buckets: { d: { weight: 2 }, b: { weight: 2 } } }] };
    const queue = configureQueue(queueOf([task({ bucket: "c" }), task({ id: "t2", bucket: "a" })]), options);
    expect(queue.tiers[0]?.buckets.map(({ name }) => name)).toEqual(["a", "b", "c", "d"]);
  });
});

describe("a queue", () => {
  it("has no bucket that says nothing, however many lose their last tasks at once", () => {
    const tasks = Array.from({ length: 20 }, (_, i) => task({ id: `t${i}`, bucket: `b${i}` }));
    const ids = tasks.map(({ id }) => id);
    expect(dequeue(queueOf(tasks), ids)).toEqual(emptyQueue);
    expect(dequeue(queueOf(tasks), ids.slice(1))).toEqual(queueOf(tasks.slice(0, 1)));
  });

  it("keeps its other buckets where the third and the eleventh lose their last tasks", () => {
    const tasks = Array.from({ length: 12 }, (_, i) => task({ id: `t${i}`, bucket: `b${10 + i}` }));
    const left = tasks.filter((_, i) => i !== 2 && i !== 10);
    expect(dequeue(queueOf(tasks), ["t2", "t10"])).toEqual(queueOf(left));
  });

  it("loses the tasks that are named, though others are named that it has not", () => {
    const queue = queueOf([task(), task({ id: "t2" })]);
    expect(dequeue(queue, ["t9", "t1"])).toEqual(queueOf([task({ id: "t2" })]));
    expect(postpone(queue, ["t9", "t1"], 5)).toEqual(queueOf([task({ readyAtMs: 5 }), task({ id: "t2" })]));
  });

  it("cannot be changed", () => {
    const queue = queueOf([task()]);
    const others = [enqueue(queue, [task({ id: "t2" })]), dequeue(queue, ["t1"]), configureQueue(queue, {})];
    for (const each of [emptyQueue, queue, ...others]) expect(Object.isFrozen(each)).toBe(true);
  });

  it("may have tasks put off to a time before zero", () => {
    const tasks = postpone(queueOf([task()]), ["t1"], -5);
    const reasonsAt = (nowMs: number) =>
      match({ cluster: emptyCluster, tasks, nowMs }).unmatched.map(({ reason }) => reason);
    expect([reasonsAt(-6), reasonsAt(-5)]).toEqual([["not-ready"], ["no-offers"]]);
  });

  it("that was read from JSON stays its owner's, down to its lists of tasks", () => {
    const data = JSON.parse(JSON.stringify(queueOf([task()])));
    const queue = enqueue(data, []);
    const { tasks } = data.tiers[0].buckets[0];
    expect(Object.isFrozen(tasks)).toBe(false);
    tasks.push(task({ id: "t2" }));
    expect(queue).toEqual(queueOf([task()]));
  });

  it("has amounts of its own, whatever becomes of those it was given or read from", () => {
    const options = {
      total: { cpus: 10 },
      tiers: [{ capacity: { cpus: 5 }, buckets: { a: { guarantee: { cpus: 1 } } } }],
    };
    const queue = queueOf([], options);
    const before = structuredClone(queue);
    const data = JSON.parse(JSON.stringify(queue));
    const read = enqueue(data, []);
    options.total.cpus = -5;
    data.total.cpus = -5;
    for (const tier of [options.tiers[0], data.tiers[0]]) tier.capacity.cpus = -5;
    data.tiers[0].buckets[0].guarantee.cpus = -5;
    expect([queue, read]).toEqual([before, before]);
  });

  it("with holes is refused", () => {
    const queue = { tiers: [{ buckets: holes(1) }] };
    expect(refusalText(() => sharesOf(queue, emptyCluster))).toBe(
      "queue.tiers[0].buckets[0] is undefined, expected an object",
    );
  });

  it("with a bad task is refused with the one path of it, though it is the first of its bucket", () => {
    const tasks = queueOf([task({ id: "t1", bucket: "a" }), task({ id: "t2", bucket: "b" })]);
    const cluster = clusterOf([offer()], [runningOn(1, { id: "t2" })]);
    expect(refusalText(() => match({ cluster, tasks, nowMs: 0 }))).toBe(
      'tasks.tiers[0].buckets[1].tasks[0].id is "t2", expected the id of a task that is not running',
    );
  });
});

describe("the shares of a queue", () => {
  it("stand by the numbers of the tiers, not by their digits", () => {
    const queue = queueOf([task({ tier: 10 }), task({ id: "t2", tier: 2 })]);
    expect(sharesOf(queue, emptyCluster).map(({ tier }) => tier)).toEqual([2, 10]);
  });

  it("stand by the names of the buckets, whether tasks of these wait or run", () => {
    const running = ["a", "c"].map((bucket, i) => runningOn(1, { id: `r${i}`, bucket }));
    const shares = sharesOf(queueOf([task({ bucket: "b" })]), clusterOf([], running));
    expect(shares.map(({ bucket, waiting }) => [bucket, waiting])).toEqual([
      ["a", 0],
      ["b", 1],
      ["c", 0],
    ]);
  });

  it("name what is held in the order of the names", () => {
    const running = [runningOn(1, { id: "r", resources: { mem: 1, disk: 1, cpus: 1 } })];
    const [share] = sharesOf(emptyQueue, clusterOf([], running));
    expect(Object.keys(share?.held ?? {})).toEqual(["cpus", "disk", "mem"]);
  });

  it("are shares of the capacity where that names what the total names too", () => {
    const queue = queueOf([], { tiers: [{ capacity: { cpus: 4 } }], total: { cpus: 100 } });
    const cluster = clusterOf([offer({ resources: { cpus: 50 } })], [runningOn(1, { id: "r" })]);
    expect(sharesOf(queue, cluster)).toMatchObject([{ bucket: "default", share: 0.25 }]);
  });
});

describe("a bucket that is guaranteed several resources", () => {
  it("goes before others only while it holds less of each", () => {
    const tasks = [twoCpus("a1", "a"), twoCpus("b1", "b"), twoCpus("b2", "b")];
    const orderWith = (cpus: number) =>
      orderOf(roundOf(tasks, { tiers: [{ buckets: { b: { guarantee: { mem: 9, cpus, disk: 9 } } } }] }));
    expect([orderWith(2), orderWith(3)]).toEqual([
      ["b1", "a1", "b2"],
      ["b1", "b2", "a1"],
    ]);
  });
});

describe("a task that asks several resources of its tier", () => {
  it("waits where there is too little of any of them", () => {
    const options = { tiers: [{ capacity: { cpus: 4, mem: 10, disk: 4 } }] };
    const round = roundOf([task({ resources: { cpus: 1, mem: 11, disk: 1 } })], options);
    expect(round.unmatched).toEqual([{ taskId: "t1", reason: "tier-limit" }]);
  });
});

describe("what a bucket takes of its guarantee", () => {
  it("leaves others no more than was left over, though the bucket held some of it already", () => {
    const round = roundOf(
      [twoCpus("a1", "a"), twoCpus("b1", "b"), twoCpus("b2", "b"), twoCpus("b3", "b")],
      { tiers: [{ capacity: { cpus: 8 }, buckets: { a: { guarantee: { cpus: 4 } } } }] },
      [runningOn(1, { id: "r", bucket: "a", resources: { cpus: 2 } })],
    );
    expect(orderOf(round)).toEqual(["a1", "b1", "b2"]);
    expect(round.unmatched).toEqual([{ taskId: "b3", reason: "tier-limit" }]);
  });
});

describe("a task that a gang brings from behind another of its bucket", () => {
  it("counts for its bucket at once", () => {
    const gang = { group: "g", gang: {} };
    const tasks = [
      task({ id: "t1", bucket: "alice", resources: { cpus: 3 }, ...gang }),
      task({ id: "t2", bucket: "bob" }),
      task({ id: "t3", bucket: "bob", resources: { cpus: 4 }, ...gang }),
      task({ id: "t4", bucket: "carol", resources: { cpus: 2 } }),
    ];
    expect(orderOf(roundOf(tasks))).toEqual(["t1", "t3", "t4", "t2"]);
  });
});
