import { describe, expect, it } from "vitest";
import {
  clusterOf,
  configureQueue,
  dequeue,
  emptyCluster,
  emptyQueue,
  enqueue,
  match,
  queueOf,
  sharesOf,
  type QueuedRound,
  type QueueOptions,
  type RunningTask,
  type Task,
} from "../../src/index.ts";
import { offer, refusalText, runningOn, task } from "../support/build.ts";

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
});

describe("a queue", () => {
  it("has no bucket that says nothing, however many lose their last tasks at once", () => {
    const tasks = Array.from({ length: 20 }, (_, i) => task({ id: `t${i}`, bucket: `b${i}` }));
    const ids = tasks.map(({ id }) => id);
    expect(dequeue(queueOf(tasks), ids)).toEqual(emptyQueue);
    expect(dequeue(queueOf(tasks), ids.slice(1))).toEqual(queueOf(tasks.slice(0, 1)));
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
