import { describe, expect, it } from "vitest";
import type { Ordering } from "../../src/dense/order.ts";
import { orderingOf } from "../../src/fitness/ordering.ts";
import { attributeIs, binPack, prefer, preferHigh, spread, type Preference } from "../../src/index.ts";
import { kindsOf } from "../../src/selection/preferring.ts";
import { task } from "../support/build.ts";

const shares = { isIdle: () => false, isFull: () => true };
const policy = { fitness: binPack("cpus", "mem") };
const given: Ordering = orderingOf(policy, shares);

/** The tasks of each kind, by their ids. */
function kindsAmong(lists: readonly (readonly Preference[] | undefined)[]): readonly (readonly string[])[] {
  const tasks = lists.map((preferences, i) => task({ id: `t${i}`, ...(preferences && { preferences }) }));
  const kinds = kindsOf(tasks, policy, shares, given);
  expect(kinds[0]?.ordering).toBe(given);
  return kinds.map((kind) => kind.tasks.map(({ task: { id } }) => id));
}

const spreads = (weight: number) => [preferHigh(spread("cpus"), weight), preferHigh(binPack("mem"))];
const times = <T>(count: number, value: T): readonly T[] => Array.from({ length: count }, () => value);

describe("the kinds of tasks whose preferences pack or spread", () => {
  it("are those that like the same order; those of the policy's first", () => {
    const packs = [preferHigh(binPack("cpus", "mem"), 3), prefer(attributeIs("zone", "a"))];
    const lists = [
      packs,
      ...times(4, [preferHigh(spread("cpus", "mem"))]),
      undefined,
      packs,
      [packs[1] as Preference],
    ];
    expect(kindsAmong(lists)).toEqual([
      ["t0", "t6"],
      ["t1", "t2", "t3", "t4"],
    ]);
  });

  it("are left out where they are fewer than four tasks", () => {
    expect(kindsAmong([...times(3, spreads(1)), ...times(4, spreads(2))])).toEqual([
      [],
      ["t3", "t4", "t5", "t6"],
    ]);
  });

  it("are at most 32, those of most tasks; the first of equals", () => {
    const lists = Array.from({ length: 40 }, (_, i) => times(i === 39 ? 5 : 4, spreads(i + 1))).flat();
    const kinds = kindsAmong(lists);
    expect(kinds).toHaveLength(1 + 32);
    expect(kinds[1]).toEqual(["t156", "t157", "t158", "t159", "t160"]);
    expect(kinds[2]?.[0]).toBe("t0");
    expect(kinds.at(-1)?.[0]).toBe("t120");
  });

  it("know how much each task likes it", () => {
    const zone = prefer(attributeIs("zone", "a"), 1);
    const lists = [1, 3].flatMap((weight) => times(4, [preferHigh(spread("cpus", "mem"), 5 * weight), zone]));
    const [, kind] = kindsOf(
      lists.map((preferences, i) => task({ id: `t${i}`, preferences })),
      policy,
      shares,
      given,
    );
    const weights = kind?.tasks.map(({ weight }) => weight) ?? [];
    expect(weights).toHaveLength(8);
    expect(weights[0]).toBeCloseTo((50 * 5) / 6 / 2 - 35 / 2, 12);
    expect(weights[7]).toBeCloseTo((50 * 15) / 16 / 2 - 35 / 2, 12);
  });
});
