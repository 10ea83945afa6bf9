import { describe, expect, it } from "vitest";
import {
  clusterOf,
  configureQueue,
  dequeue,
  emptyCluster,
  emptyQueue,
  enqueue,
  explain,
  match,
  postpone,
  queueOf,
  renderExplanation,
  sharesOf,
  type Queue,
  type QueuedRound,
  type QueueOptions,
  type Task,
} from "../../src/index.ts";
import { offer, offerOf, refusalText, runningOn, task } from "../support/build.ts";

function roundOf(
  tasks: readonly Task[],
  options: QueueOptions = {},
  cpus: number = 100,
  nowMs: number = 0,
): QueuedRound {
  const cluster = clusterOf([offer({ resources: { cpus, mem: 1000 } })]);
  return match({ cluster, tasks: queueOf(tasks, options), nowMs });
}

function orderOf({ assignments }: QueuedRound): readonly string[] {
  return assignments.map(({ taskId }) => taskId);
}

function reasonsOf({ unmatched }: QueuedRound): Readonly<Record<string, string>> {
  return Object.fromEntries(unmatched.map(({ taskId, reason }) => [taskId, reason]));
}

/** What waits, per tier and bucket. */
function waitingIn({ tiers }: Queue): readonly Readonly<Record<string, readonly string[]>>[] {
  return tiers.map(({ buckets }) =>
    Object.fromEntries(buckets.map(({ name, tasks }) => [name, tasks.map(({ id }) => id)])),
  );
}

/** A task of the gang `g`. */
function member(id: string, least?: number, fields: Partial<Task> = {}): Task {
  return task({ id, group: "g", gang: least === undefined ? {} : { least }, ...fields });
}

describe("a queue", () => {
  it("keeps tasks by tier and bucket, in the order in which they came", () => {
    const queue = queueOf([
      task({ id: "t1", bucket: "bob" }),
      task({ id: "t2" }),
      task({ id: "t3", bucket: "alice", tier: 2 }),
      task({ id: "t4", bucket: "bob" }),
    ]);
    expect(waitingIn(queue)).toEqual([{ bob: ["t1", "t4"], default: ["t2"] }, {}, { alice: ["t3"] }]);
    const later = enqueue(queue, [task({ id: "t5" }), task({ id: "t6", bucket: "alice" })]);
    expect(waitingIn(later)).toEqual([
      { alice: ["t6"], bob: ["t1", "t4"], default: ["t2", "t5"] },
      {},
      { alice: ["t3"] },
    ]);
    expect(waitingIn(queue)[0]).toEqual({ bob: ["t1", "t4"], default: ["t2"] });
  });

  it("is the same whether tasks come and go one by one or together", () => {
    const tasks = Array.from({ length: 60 }, (_, i) => {
      return task({ id: `t${i}`, tier: i % 2, bucket: `b${(i * 7) % 20}` });
    });
    const oneByOne = tasks.reduce((queue, each) => enqueue(queue, [each]), emptyQueue);
    expect(oneByOne).toEqual(queueOf(tasks));
    // Every second task of a bucket, and of some buckets all, in another order than that in which they came.
    const gone = tasks.filter((_, i) => i % 3 === 0 || i < 30).map(({ id }) => id);
    const goneOneByOne = gone.toReversed().reduce((queue, id) => dequeue(queue, [id]), oneByOne);
    expect(goneOneByOne).toEqual(queueOf(tasks.filter(({ id }) => !gone.includes(id))));
    expect(goneOneByOne).toEqual(dequeue(oneByOne, gone));
    const back = tasks.filter(({ id }) => gone.includes(id));
    expect(enqueue(goneOneByOne, back)).toEqual(
      queueOf([...tasks.filter(({ id }) => !gone.includes(id)), ...back]),
    );
    const none = tasks.reduce((queue, { id }) => dequeue(queue, [id]), oneByOne);
    expect(none).toEqual(emptyQueue);
  });

  it("has its tasks in the order in which they came, whichever of them go, are put off or come again", () => {
    const ids = Array.from({ length: 30 }, (_, i) => `t${i}`);
    const queue = queueOf(ids.map((id) => task({ id })));
    const some = ["t29", "t3", "t17", "t0"];
    expect(waitingIn(dequeue(queue, some))).toEqual([{ default: ids.filter((id) => !some.includes(id)) }]);
    const again = enqueue(
      dequeue(queue, some),
      some.map((id) => task({ id })),
    );
    expect(waitingIn(dequeue(again, ["t3", "t1"]))).toEqual([
      { default: [...ids.filter((id) => ![...some, "t1"].includes(id)), "t29", "t17", "t0"] },
    ]);
    expect(waitingIn(dequeue(queue, ids.slice(5, 25)))).toEqual([
      { default: [...ids.slice(0, 5), ...ids.slice(25)] },
    ]);
    for (const postponed of [some, ids.slice(5, 25)]) {
      expect(postpone(queue, postponed, 9).tiers[0]?.buckets[0]?.tasks).toEqual(
        ids.map((id) => (postponed.includes(id) ? task({ id, readyAtMs: 9 }) : task({ id }))),
      );
    }
  });

  it("stays the very same where nothing is put in or taken out", () => {
    const queue = queueOf([task()]);
    expect(enqueue(queue, [])).toBe(queue);
    expect(dequeue(queue, ["t9"])).toBe(queue);
    expect(postpone(queue, ["t9"], 5)).toBe(queue);
    expect(queueOf()).toEqual(emptyQueue);
  });

  it("gives back the tasks that a round placed, and keeps the others", () => {
    const tasks = [task({ id: "t1" }), task({ id: "t2" }), task({ id: "t3", bucket: "bob" })];
    const round = roundOf(tasks, {}, 2);
    expect(orderOf(round)).toEqual(["t3", "t1"]);
    expect(waitingIn(round.queue)).toEqual([{ default: ["t2"] }]);
    expect(round.unmatched).toEqual([{ taskId: "t2", reason: "no-agent-fits" }]);
  });

  it("is frozen down to its lists", () => {
    const { tiers } = queueOf([task()], { tiers: [{ buckets: { default: { weight: 2 } } }] });
    expect(Object.isFrozen(tiers)).toBe(true);
    expect(tiers.every((tier) => Object.isFrozen(tier) && Object.isFrozen(tier.buckets))).toBe(true);
    const buckets = tiers.flatMap((tier) => tier.buckets);
    expect(buckets.every((bucket) => Object.isFrozen(bucket) && Object.isFrozen(bucket.tasks))).toBe(true);
  });

  it("that was read from JSON is one: it is checked, copied and goes on as before", () => {
    const queue = queueOf([task({ id: "t1" }), task({ id: "t2", tier: 1, bucket: "bob" })], {
      tiers: [{ capacity: { cpus: 9 }, buckets: { bob: { weight: 2, guarantee: { cpus: 1 } } } }],
      total: { cpus: 50 },
    });
    const read = JSON.parse(JSON.stringify(queue)) as Queue;
    expect(enqueue(read, [])).toEqual(queue);
    expect(waitingIn(dequeue(read, ["t1"]))).toEqual([{ bob: [] }, { bob: ["t2"] }]);
  });

  it("says what each bucket holds and is due", () => {
    const queue = queueOf([task({ id: "t1", bucket: "alice" }), task({ id: "t2", tier: 1 })], {
      tiers: [
        {
          capacity: { cpus: 8 },
          buckets: { alice: { weight: 2, guarantee: { cpus: 3 } }, bob: { guarantee: { cpus: 1 } } },
        },
      ],
    });
    const cluster = clusterOf(
      [offer({ resources: { cpus: 4, mem: 100 } })],
      [
        runningOn(1, { id: "r1", bucket: "alice", resources: { mem: 50, cpus: 2 } }),
        runningOn(1, { id: "r2", bucket: "bob", resources: { cpus: 1, gpus: 0 } }),
        runningOn(1, { id: "r3", bucket: "carol", tier: 3, resources: { mem: 50 } }),
      ],
    );
    expect(sharesOf(queue, cluster)).toEqual([
      {
        tier: 0,
        bucket: "alice",
        weight: 2,
        waiting: 1,
        held: { cpus: 2, mem: 50 },
        share: 0.125,
        isBelowGuarantee: true,
      },
      {
        tier: 0,
        bucket: "bob",
        weight: 1,
        waiting: 0,
        held: { cpus: 1 },
        share: 0.125,
        isBelowGuarantee: false,
      },
      { tier: 1, bucket: "default", weight: 1, waiting: 1, held: {}, share: 0, isBelowGuarantee: false },
      {
        tier: 3,
        bucket: "carol",
        weight: 1,
        waiting: 0,
        held: { mem: 50 },
        share: 0.25,
        isBelowGuarantee: false,
      },
    ]);
    expect(sharesOf(emptyQueue, emptyCluster)).toEqual([]);
  });
});

describe("the options of a queue", () => {
  const buckets = { alice: { weight: 2 }, bob: { guarantee: { cpus: 1 } } };

  it("keep a bucket that is empty, others go with their last task", () => {
    const queue = queueOf([task({ id: "t1", bucket: "carol" }), task({ id: "t2", bucket: "alice" })], {
      tiers: [{ buckets }],
    });
    expect(waitingIn(dequeue(queue, ["t1", "t2"]))).toEqual([{ alice: [], bob: [] }]);
  });

  it("can change while tasks wait", () => {
    const queue = queueOf(
      [task({ id: "t1", bucket: "carol", tier: 1 }), task({ id: "t2", bucket: "alice" })],
      {
        tiers: [{ buckets }],
        total: { cpus: 1 },
      },
    );
    const later = configureQueue(queue, { tiers: [{ capacity: { cpus: 5 }, buckets: { carol: {} } }] });
    expect(later).toEqual({
      tiers: [
        { capacity: { cpus: 5 }, buckets: [{ name: "alice", tasks: [task({ id: "t2", bucket: "alice" })] }] },
        { buckets: [{ name: "carol", tasks: [task({ id: "t1", bucket: "carol", tier: 1 })] }] },
      ],
    });
    const named = configureQueue(later, { tiers: [{ buckets: { alice: { weight: 3 } } }] });
    expect(named.tiers[0]?.buckets).toEqual([{ ...later.tiers[0]?.buckets[0], weight: 3 }]);
    expect(configureQueue(later, {})).toEqual(
      queueOf(later.tiers.flatMap((tier) => tier.buckets[0]?.tasks ?? [])),
    );
  });
});

describe("turns", () => {
  it("come tier by tier, whatever the shares are", () => {
    const tasks = [task({ id: "t1", tier: 1, bucket: "alice" }), task({ id: "t2" }), task({ id: "t3" })];
    expect(orderOf(roundOf(tasks))).toEqual(["t2", "t3", "t1"]);
  });

  it("pass over a task that fits nowhere, and go on with its bucket", () => {
    const tasks = [
      task({ id: "t1", bucket: "alice", resources: { cpus: 500 } }),
      task({ id: "t2", bucket: "alice" }),
      task({ id: "t3", bucket: "bob" }),
    ];
    const round = roundOf(tasks);
    expect(orderOf(round)).toEqual(["t2", "t3"]);
    expect(reasonsOf(round)).toEqual({ t1: "no-agent-fits" });
  });

  it("leave out tasks that are not ready, which keep their places", () => {
    const tasks = [task({ id: "t1", readyAtMs: 10 }), task({ id: "t2", readyAtMs: 9 }), task({ id: "t3" })];
    const early = roundOf(tasks, {}, 100, 9);
    expect(orderOf(early)).toEqual(["t2", "t3"]);
    expect(reasonsOf(early)).toEqual({ t1: "not-ready" });
    expect(orderOf(roundOf(tasks, {}, 100, 10))).toEqual(["t1", "t2", "t3"]);
    const later = postpone(queueOf(tasks), ["t2", "t3"], 20);
    expect(later.tiers[0]?.buckets[0]?.tasks.map(({ readyAtMs }) => readyAtMs)).toEqual([10, 20, 20]);
    expect(waitingIn(later)).toEqual([{ default: ["t1", "t2", "t3"] }]);
  });

  it("take no heed of a resource that nobody has, of which a task asks nothing", () => {
    const tasks = [
      task({ id: "t1", bucket: "alice", resources: { cpus: 2, tokens: 0 } }),
      task({ id: "t2", bucket: "alice" }),
      task({ id: "t3", bucket: "bob" }),
    ];
    expect(orderOf(roundOf(tasks))).toEqual(["t1", "t3", "t2"]);
  });

  it("of a gang bring its tasks from other tiers", () => {
    const ofGang = { group: "g", gang: {} };
    const tasks = [task({ id: "t1", ...ofGang }), task({ id: "t2", tier: 1, ...ofGang }), task({ id: "t3" })];
    expect(orderOf(roundOf(tasks))).toEqual(["t1", "t2", "t3"]);
  });

  it("are counted for tasks that a gang brings from another bucket", () => {
    const gang = { least: 2 };
    const tasks = [
      task({ id: "t1", bucket: "alice", group: "g", gang, resources: { cpus: 3 } }),
      task({ id: "t2", bucket: "alice" }),
      task({ id: "t3", bucket: "bob", group: "g", gang, resources: { cpus: 4 } }),
      task({ id: "t4", bucket: "bob" }),
      task({ id: "t5", bucket: "carol", resources: { cpus: 3.5 } }),
    ];
    expect(orderOf(roundOf(tasks))).toEqual(["t1", "t3", "t5", "t2", "t4"]);
  });
});

describe("the options of a queue", () => {
  it("count where a bucket has them from a prototype", () => {
    const plain = { weight: 5, guarantee: { cpus: 1 } };
    const bucket: typeof plain = Object.create(plain);
    const ofBucket = (ada: typeof plain) =>
      queueOf([task({ bucket: "ada" })], { tiers: [{ buckets: { ada } }] });
    expect(ofBucket(bucket)).toEqual(ofBucket(plain));
  });
});

describe("the capacity of a tier", () => {
  const tier = { capacity: { cpus: 4 } };

  it("is never exceeded by what runs and what is placed", () => {
    const tasks = [task({ id: "t1" }), task({ id: "t2" }), task({ id: "t3", tier: 1 })];
    const cluster = clusterOf([offer()], [runningOn(1, { id: "r1", resources: { cpus: 3 }, bucket: "bob" })]);
    const round = match({ cluster, tasks: queueOf(tasks, { tiers: [tier] }), nowMs: 0 });
    expect(orderOf(round)).toEqual(["t1", "t3"]);
    expect(reasonsOf(round)).toEqual({ t2: "tier-limit" });
    expect(explain(round, "t2").limits).toEqual([
      { of: "tier", name: "0", bucket: "default", resource: "cpus", asked: 1, used: 1, limit: 1 },
    ]);
    expect(explain(round, "t2").fitsNow).toBe(false);
    expect(renderExplanation(explain(round, "t2")).split("\n").slice(0, 2)).toEqual([
      'Task "t2" is pending: it would take more of its tier than is left for its bucket',
      "  limit of bucket default of tier 0: cpus 1 used + 1 asked > 1",
    ]);
    expect(explain(round, "t1").limits).toEqual([]);
  });

  it("does not hinder tasks that ask none of what it names", () => {
    const tasks = [task({ id: "t1", resources: { mem: 5 } })];
    expect(orderOf(roundOf(tasks, { tiers: [{ capacity: { cpus: 0 } }] }))).toEqual(["t1"]);
  });

  it("keeps what a bucket is guaranteed for it, though it uses none", () => {
    const tasks = [task({ id: "t1" }), task({ id: "t2" }), task({ id: "t3" })];
    const reserved = { ...tier, buckets: { bob: { guarantee: { cpus: 2 } } } };
    const round = roundOf(tasks, { tiers: [reserved] });
    expect(orderOf(round)).toEqual(["t1", "t2"]);
    expect(reasonsOf(round)).toEqual({ t3: "tier-limit" });
    const guest = task({ id: "t4", bucket: "bob", resources: { cpus: 3 } });
    // Two of its guarantee, and one that is left over; then one is left over.
    expect(orderOf(roundOf([...tasks, guest], { tiers: [reserved] }))).toEqual(["t4", "t1"]);
  });

  it("gives nothing beyond guarantees once buckets hold more than is left over", () => {
    const cluster = clusterOf([offer()], [runningOn(1, { id: "r1", resources: { cpus: 9 } })]);
    const options = { tiers: [{ ...tier, buckets: { bob: { guarantee: { cpus: 1 } } } }] };
    const tasks = [task({ id: "t1", bucket: "bob" }), task({ id: "t2", bucket: "bob" }), task({ id: "t3" })];
    const round = match({ cluster, tasks: queueOf(tasks, options), nowMs: 0 });
    expect(orderOf(round)).toEqual(["t1"]);
    expect(reasonsOf(round)).toEqual({ t2: "tier-limit", t3: "tier-limit" });
  });

  it("is too small for a task, though nobody holds anything", () => {
    const round = roundOf([task({ resources: { cpus: 5 } })], { tiers: [tier] });
    expect(explain(round, "t1").limits).toEqual([
      { of: "tier", name: "0", bucket: "default", resource: "cpus", asked: 5, used: 0, limit: 4 },
    ]);
  });

  it("bounds what tasks take that can use more", () => {
    const greedy = task({ id: "t1", upTo: { cpus: 90, mem: 7 } });
    const round = roundOf([greedy, task({ id: "t2", bucket: "bob" })], { tiers: [tier] });
    expect(round.assignments.map(({ taskId, resources }) => [taskId, resources])).toEqual([
      ["t2", undefined],
      ["t1", { cpus: 3, mem: 7 }],
    ]);
  });
});

describe("bad queues", () => {
  it("are refused with the path", () => {
    const queue = queueOf([task()]);
    expect(refusalText(() => enqueue(queue, [task({ id: "t2" }), task()]))).toBe(
      'tasks[1].id is "t1", expected an id that is not in the queue',
    );
    expect(refusalText(() => enqueue(queue, [task({ id: "t2" }), task({ id: "t2" })]))).toBe(
      'tasks[1].id is "t2", expected an id that no other task has',
    );
    const over = {
      tiers: [
        {},
        {
          capacity: { cpus: 2 },
          buckets: { a: { guarantee: { cpus: 1.5 } }, b: { guarantee: { cpus: 1 } } },
        },
      ],
    };
    expect(refusalText(() => queueOf([], over))).toBe(
      "options.tiers[1].capacity.cpus is 2, expected at least 2.5, what its buckets are guaranteed",
    );
  });

  describe("of a gang whose tasks disagree", () => {
    const text = "as the tasks of its gang before it say";

    it("are refused when they are made, and when they are put in", () => {
      expect(refusalText(() => queueOf([member("t1", 2), member("t2", 3)]))).toBe(
        `tasks[1].gang.least is 3, expected 2, ${text}`,
      );
      const queue = queueOf([member("t1"), task({ id: "t2", group: "g" })]);
      expect(refusalText(() => enqueue(queue, [task({ id: "t3" }), member("t4", 3, { bucket: "b" })]))).toBe(
        `tasks[1].gang.least is 3, expected none, ${text}`,
      );
      const other = enqueue(queue, [member("t4", 3, { group: "h" })]);
      expect(refusalText(() => enqueue(other, [member("t5", undefined, { group: "h", tier: 1 })]))).toBe(
        `tasks[0].gang.least is undefined, expected 3, ${text}`,
      );
    });

    it("are refused when they are read from JSON", () => {
      const queue = queueOf([member("t1", 2), member("t2", 2, { tier: 1, bucket: "b" })]);
      const read = JSON.parse(JSON.stringify(queue).replace('"least":2', '"least":1')) as Queue;
      const path = "tiers[1].buckets[0].tasks[0].gang.least";
      expect(refusalText(() => enqueue(read, []))).toBe(`queue.${path} is 2, expected 1, ${text}`);
      expect(refusalText(() => match({ cluster: emptyCluster, tasks: read, nowMs: 0 }))).toBe(
        `tasks.${path} is 2, expected 1, ${text}`,
      );
      const whole = JSON.parse(JSON.stringify(queue)) as Queue;
      expect(refusalText(() => enqueue(whole, [member("t3", 3)]))).toBe(
        `tasks[0].gang.least is 3, expected 2, ${text}`,
      );
    });

    it("are not refused once the others have left, by hand or by a round", () => {
      const queue = queueOf([member("t1", 2), member("t2", 2)]);
      const isRefused = (left: Queue): boolean => {
        try {
          enqueue(left, [member("t3", 1)]);
          return false;
        } catch {
          return true;
        }
      };
      const options = { tiers: [{ buckets: { default: { weight: 2 } } }] };
      expect(isRefused(postpone(queue, ["t1", "t2"], 9))).toBe(true);
      expect(isRefused(configureQueue(queue, options))).toBe(true);
      expect(isRefused(dequeue(queue, ["t1", "t1"]))).toBe(true);
      expect(isRefused(dequeue(queue, ["t2", "t1"]))).toBe(false);
      const { queue: left } = match({ cluster: clusterOf([offer()]), tasks: queue, nowMs: 0 });
      expect(isRefused(left)).toBe(false);
    });
  });

  it("are refused by a round, which names the task by its place in the queue", () => {
    const tasks = queueOf([
      task({ id: "t0", bucket: "a" }),
      task({ id: "t1", bucket: "b" }),
      task({ id: "t2", bucket: "b" }),
      task({ id: "t3", tier: 2, role: "ads" }),
    ]);
    const running = [runningOn(1, { id: "t2" })];
    const refused = (offers: readonly ReturnType<typeof offer>[]): string =>
      refusalText(() =>
        match({ cluster: clusterOf(offers, running.slice(offers.length - 1)), tasks, nowMs: 0 }),
      );
    expect(refused([offer()])).toBe(
      'tasks.tiers[0].buckets[1].tasks[1].id is "t2", expected the id of a task that is not running',
    );
    expect(refused([offer(), offerOf(2)])).toContain('tasks.tiers[2].buckets[0].tasks[0].role is "ads"');
  });
});
