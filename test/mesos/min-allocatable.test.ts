import { describe, expect, it } from "vitest";
import { clusterOf, enqueue, queueOf, type Scalars } from "../../src/index.ts";
import { minAllocatableFor, type MinAllocatableOptions } from "../../src/mesos/index.ts";
import { isAllocatable } from "./filters.ts";
import { amount } from "./wire.ts";
import { offerOf, refusalText, task } from "../support/build.ts";

/** What is asked of offers for tasks that ask these amounts. */
function leastFor(
  amounts: readonly Scalars[],
  options: Partial<MinAllocatableOptions> = {},
): readonly Scalars[] {
  const tasks = amounts.map((resources, i) => task({ id: `t${i}`, resources }));
  const filters = minAllocatableFor(tasks, { roles: ["*"], ...options });
  const quantities = filters["*"]?.min_allocatable_resources.quantities ?? [];
  return quantities.map((each) =>
    Object.fromEntries(Object.entries(each.quantities).map(([name, { value }]) => [name, value])),
  );
}

describe("minAllocatableFor", () => {
  it("writes what a master reads, a hundredth less than is asked", () => {
    const tasks = [task({ role: "svc", resources: { mem: 64, cpus: 0.5, disk: 0 } })];
    expect(minAllocatableFor(tasks, { roles: ["svc"] })).toStrictEqual({
      svc: {
        min_allocatable_resources: {
          quantities: [{ quantities: { cpus: { value: 0.49 }, mem: { value: 63.99 } } }],
        },
      },
    });
  });

  it("asks what one task or another asks, the least first, of which none asks all of another", () => {
    const asked = [
      { cpus: 2, mem: 10 },
      { cpus: 1, mem: 20 },
      { cpus: 2, mem: 20 },
      { cpus: 1, mem: 20 },
      { gpus: 1, cpus: 1, mem: 20 },
      { gpus: 3 },
    ];
    expect(leastFor(asked)).toEqual([{ gpus: 2.99 }, { cpus: 1.99, mem: 9.99 }, { cpus: 0.99, mem: 19.99 }]);
    expect(leastFor(asked.toReversed())).toEqual(leastFor(asked));
  });

  it("asks nothing where some task needs no amount, or next to none", () => {
    for (const none of [{}, { cpus: 0 }, { cpus: 0.0004 }, { cpus: 0.01 }]) {
      expect(
        minAllocatableFor([task(), task({ id: "t2", resources: none })], { roles: ["*"] }),
      ).toStrictEqual({
        "*": { min_allocatable_resources: { quantities: [] } },
      });
    }
  });

  it("asks nothing where some task needs next to none, though others need other things", () => {
    expect(leastFor([{ cpus: 0.01 }, { mem: 100 }])).toEqual([]);
  });

  it("keeps no offer away for how a master subtracts doubles, or for amounts finer than thousandths", () => {
    for (const [asked, ...parts] of [
      [1.1, 1, 0.1],
      [2.142, 2.1415],
    ] as const) {
      const filters = minAllocatableFor([task({ resources: { cpus: asked } })], { roles: ["*"] });
      const resources = parts.map((part) => amount("cpus", part));
      expect(isAllocatable(filters, "*", resources)).toBe(true);
      expect(isAllocatable(filters, "*", resources.slice(1))).toBe(false);
      const exactly = {
        "*": { min_allocatable_resources: { quantities: [{ quantities: { cpus: { value: asked } } }] } },
      };
      expect(isAllocatable(exactly, "*", resources)).toBe(false);
    }
  });

  it("leaves out roles without tasks, and those that were not named", () => {
    const queue = enqueue(queueOf(), [task(), task({ id: "t2", role: "other" })]);
    expect(Object.keys(minAllocatableFor(queue, { roles: ["idle", "*"] }))).toEqual(["*"]);
  });

  it("counts what is a part of an amount under the name of the whole, the greatest part, and nothing that may be no part", () => {
    expect(
      leastFor([{ "cpus@spot": 2, cpus: 1, "mem[k]": 5, mem: 6, "disk/x": 7, "gpus@a": 1, "gpus@b": 1 }]),
    ).toEqual([{ cpus: 1.99, disk: 6.99, gpus: 0.99, mem: 5.99 }]);
    expect(leastFor([{ "vendor/gpu": 2, "xcpus@a": 1, "a[b]": 1, tokens: 1, "cpus.x": 3 }])).toEqual([
      { "cpus.x": 2.99, tokens: 0.99 },
    ]);
    expect(leastFor([{ "memory@a": 5, "diskio[b]": 6, "cpus-fast/c": 7, tokens: 1 }])).toEqual([
      { tokens: 0.99 },
    ]);
  });

  it("asks of many kinds of tasks what neighbours have in common", () => {
    const asked = Array.from({ length: 32 }, (_, i) => ({ cpus: 1 + i, mem: 100 - i }));
    expect(leastFor(asked.slice(0, 16))).toHaveLength(16);
    const least = Array.from({ length: 16 }, (_, i) => ({ cpus: 0.99 + 2 * i, mem: 98.99 - 2 * i }));
    expect(new Set(leastFor(asked))).toEqual(new Set(least));
    const mixed = [...asked.slice(0, 16), { gpus: 1, mem: 2 }];
    expect(leastFor(mixed)).toContainEqual({ gpus: 0.99, mem: 1.99 });
    const apart = Array.from({ length: 17 }, (_, i) => ({ [`r${String(i).padStart(2, "0")}`]: 1 }));
    expect(leastFor(apart)).toEqual([]);
  });

  it("asks the least first of many kinds too, and of what they have in common nothing that asks all of another", () => {
    const falling = Array.from({ length: 32 }, (_, i) => ({ cpus: 1 + i, mem: 1000 - 20 * i }));
    const least = Array.from({ length: 16 }, (_, i) => ({
      cpus: (3099 - 200 * i) / 100,
      mem: (37999 + 4000 * i) / 100,
    }));
    expect(leastFor(falling)).toEqual(least);
    const names = Array.from({ length: 17 }, (_, i) => `r${String(i).padStart(2, "0")}`);
    const apart = names.map((name, i) => ({ cpus: i < 2 ? 1 : 2, [name]: 1 }));
    expect(leastFor(apart)).toEqual([{ cpus: 0.99 }]);
  });

  it("asks of offers no more than is missing beside those that are held", () => {
    const cluster = clusterOf([
      offerOf(1, { resources: { cpus: 1, tokens: 1 } }),
      offerOf(1, { id: "o1b", resources: { cpus: 0.5 } }),
      offerOf(2, { role: "other", resources: { cpus: 3 } }),
    ]);
    expect(leastFor([{ cpus: 4, mem: 10 }], { cluster })).toEqual([{ cpus: 2.49, mem: 9.99 }]);
    expect(leastFor([{ cpus: 4, mem: 10 }], { cluster, roles: ["*", "other"] })).toEqual([
      { cpus: 2.49, mem: 9.99 },
    ]);
    expect(leastFor([{ cpus: 1.5 }], { cluster })).toEqual([]);
    const parts = clusterOf([offerOf(1, { resources: { "cpus@spot": 1, cpus: 0.5, "a@b": 9 } })]);
    expect(leastFor([{ "cpus@spot": 3, a: 1 }], { cluster: parts })).toEqual([{ a: 0.99, cpus: 1.49 }]);
    expect(leastFor([{ cpus: 4 }], { cluster: clusterOf([]) })).toEqual([{ cpus: 3.99 }]);
  });

  it("knows the role of an offer held that names none", () => {
    const cluster = clusterOf([
      offerOf(1, { role: "svc", resources: { cpus: 1 } }),
      offerOf(2, { resources: { cpus: 3 } }),
    ]);
    const tasks = [task({ role: "svc", resources: { cpus: 4 } }), task({ id: "t2", resources: { cpus: 4 } })];
    const filters = minAllocatableFor(tasks, { roles: ["svc", "*"], cluster });
    const values = Object.entries(filters).map(([role, { min_allocatable_resources: least }]) => [
      role,
      ...least.quantities.map(({ quantities }) => quantities["cpus"]?.value),
    ]);
    expect(values).toEqual([
      ["svc", 2.99],
      ["*", 0.99],
    ]);
  });

  it.each<readonly [string, unknown, unknown]>([
    ["tasks is 1, expected an array of tasks, or a queue", 1, { roles: [] }],
    ["options is undefined, expected an object", [], undefined],
    ["options.roles is undefined, expected an array", [], {}],
    ["options.cluster is 1, expected an object", [], { roles: [], cluster: 1 }],
  ])("refuses: %s", (text, tasks, options) => {
    expect(refusalText(() => Reflect.apply(minAllocatableFor, undefined, [tasks, options]))).toBe(text);
  });
});
