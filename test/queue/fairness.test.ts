import { describe, expect, it } from "vitest";
import { fc, test } from "@fast-check/vitest";
import type { Offer, QueuedRound, QueueOptions, Scalars, Task } from "../../src/index.ts";
import { clusterOf, match, queueOf } from "../../src/index.ts";
import { offer, task } from "../support/build.ts";

/** So many tasks of a bucket, `<bucket>1`, `<bucket>2`, … */
function tasksIn(bucket: string, count: number, resources: Scalars, tier: number = 0): readonly Task[] {
  return Array.from({ length: count }, (_, i) => task({ id: `${bucket}${i + 1}`, bucket, resources, tier }));
}

function roundOf(offers: readonly Offer[], tasks: readonly Task[], options: QueueOptions = {}): QueuedRound {
  return match({ cluster: clusterOf(offers), tasks: queueOf(tasks, options), nowMs: 0 });
}

/** How many tasks of each bucket were placed. */
function placedOf({ assignments }: QueuedRound): Readonly<Record<string, number>> {
  const counts: Record<string, number> = {};
  for (const { taskId } of assignments) {
    const bucket = taskId.replace(/\d+$/, "");
    counts[bucket] = (counts[bucket] ?? 0) + 1;
  }
  return counts;
}

function orderOf({ assignments }: QueuedRound): readonly string[] {
  return assignments.map(({ taskId }) => taskId);
}

/** The name of the bucket of a number: no digit ends it. */
function nameOf(i: number): string {
  return `b${"x".repeat(i)}`;
}

describe("dominant resource fairness", () => {
  const agent = offer({ resources: { cpus: 9, mem: 18 * 1024 } });
  const a = tasksIn("A", 9, { cpus: 1, mem: 4 * 1024 });
  const b = tasksIn("B", 9, { cpus: 3, mem: 1 * 1024 });

  it("gives user A 3 tasks and user B 2, as in the example of Ghodsi et al., NSDI 2011", () => {
    const round = roundOf([agent], [...a, ...b]);
    expect(placedOf(round)).toEqual({ A: 3, B: 2 });
    // Shares after each: A 2/9, B 1/3, A 4/9, B 2/3, A 2/3.
    expect(orderOf(round)).toEqual(["A1", "B1", "A2", "B2", "A3"]);
  });

  it("gives by weight: of a bucket of three times the weight, three times the share", () => {
    const equal = [...tasksIn("A", 9, { cpus: 1 }), ...tasksIn("B", 9, { cpus: 1 })];
    const weights = { tiers: [{ buckets: { A: { weight: 3 }, B: { weight: 1 } } }] };
    expect(placedOf(roundOf([offer({ resources: { cpus: 8 } })], equal, weights))).toEqual({ A: 6, B: 2 });
    expect(placedOf(roundOf([agent], [...a, ...b], weights))).toEqual({ A: 4, B: 1 });
  });

  it("serves a bucket until it has what it is guaranteed, before all others", () => {
    const guaranteed = { tiers: [{ buckets: { B: { guarantee: { cpus: 6 } } } }] };
    const round = roundOf([agent], [...a, ...b], guaranteed);
    expect(orderOf(round)).toEqual(["B1", "B2", "A1", "A2", "A3"]);
    const ofMemNothing = { tiers: [{ buckets: { B: { guarantee: { mem: 0, cpus: 6 } } } }] };
    expect(orderOf(roundOf([agent], [...a, ...b], ofMemNothing))).toEqual(["B1", "B2", "A1", "A2", "A3"]);
    const more = { tiers: [{ buckets: { B: { guarantee: { cpus: 7 } } } }] };
    expect(orderOf(roundOf([agent], [...a, ...b], more))).toEqual(["B1", "B2", "B3"]);
  });

  it("counts what running tasks hold", () => {
    const running = [
      { task: task({ id: "r", bucket: "A", resources: { cpus: 4 } }), agentId: "a1", hostname: "h1" },
    ];
    const tasks = queueOf([...tasksIn("A", 9, { cpus: 1 }), ...tasksIn("B", 9, { cpus: 1 })]);
    const round = match({
      cluster: clusterOf([offer({ resources: { cpus: 6 } })], running),
      tasks,
      nowMs: 0,
    });
    expect(placedOf(round)).toEqual({ A: 1, B: 5 });
  });

  it("takes shares of what it is told that there is in all, where the cluster shows only a part", () => {
    const tasks = [...tasksIn("A", 2, { cpus: 2, mem: 1 }), ...tasksIn("B", 2, { cpus: 1, mem: 2 })];
    const offers = [offer({ resources: { cpus: 100, mem: 10 } })];
    // Of what is offered, A holds 2/100 and 1/10, B 1/100 and 2/10.
    expect(orderOf(roundOf(offers, tasks))).toEqual(["A1", "B1", "A2", "B2"]);
    // Of the totals told, A holds 2/4, B 1/4.
    const told = { total: { cpus: 4, mem: 1000 } };
    expect(orderOf(roundOf(offers, tasks, told))).toEqual(["A1", "B1", "B2", "A2"]);
  });

  test.prop([
    fc.integer({ min: 2, max: 6 }),
    fc.integer({ min: 0, max: 40 }),
    fc.constantFrom<Scalars>({ cpus: 1 }, { cpus: 0.3, mem: 1 }, { mem: 7 }),
  ])(
    "buckets of equal weights and equal demands end within one task of each other",
    (buckets, room, resources) => {
      const tasks = Array.from({ length: buckets }, (_, i) => tasksIn(nameOf(i), 20, resources)).flat();
      const amounts = Object.entries(resources).map(([name, amount]) => [name, amount * room]);
      const placed = placedOf(roundOf([offer({ resources: Object.fromEntries(amounts) })], tasks));
      const counts = Array.from({ length: buckets }, (_, i) => placed[nameOf(i)] ?? 0);
      expect(counts.reduce((sum, count) => sum + count, 0)).toBe(Math.min(room, 20 * buckets));
      expect(Math.max(...counts) - Math.min(...counts)).toBeLessThanOrEqual(1);
    },
  );

  test.prop([
    fc.array(
      fc.record({
        weight: fc.constantFrom(1, 2, 3),
        guarantee: fc.nat({ max: 8 }),
        waiting: fc.nat({ max: 12 }),
        running: fc.nat({ max: 6 }),
      }),
      { minLength: 2, maxLength: 5 },
    ),
    fc.nat({ max: 30 }),
  ])("no bucket below its guarantee waits while one above its own is served", (given, room) => {
    const buckets = Object.fromEntries(
      given.map(({ weight, guarantee }, i) => [nameOf(i), { weight, guarantee: { cpus: guarantee } }]),
    );
    const tasks = given.flatMap(({ waiting }, i) => tasksIn(nameOf(i), waiting, { cpus: 1 }));
    const held = new Map(given.map(({ running }, i) => [nameOf(i), running]));
    const running = given.flatMap((each, i) =>
      tasksIn(nameOf(i), each.running, { cpus: 1 }).map((one) => ({
        task: { ...one, id: `running ${one.id}` },
        agentId: "a1",
        hostname: "h1",
      })),
    );
    const round = match({
      cluster: clusterOf([offer({ resources: { cpus: room } })], running),
      tasks: queueOf(tasks, { tiers: [{ buckets }] }),
      nowMs: 0,
    });
    const left = new Map(given.map(({ waiting }, i) => [nameOf(i), waiting]));
    const isBelow = (name: string): boolean => (held.get(name) ?? 0) < (buckets[name]?.guarantee.cpus ?? 0);
    for (const taskId of orderOf(round)) {
      const served = taskId.replace(/\d+$/, "");
      if (!isBelow(served)) {
        for (const [name, count] of left) if (count > 0) expect(isBelow(name)).toBe(false);
      }
      held.set(served, (held.get(served) ?? 0) + 1);
      left.set(served, (left.get(served) ?? 0) - 1);
    }
  });
});
