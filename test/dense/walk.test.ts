import fc from "fast-check";
import { describe, expect, it } from "vitest";
import type { Task } from "../../src/index.ts";
import { newCounters } from "../../src/agents/context.ts";
import { Barren } from "../../src/dense/barren.ts";
import { Merits } from "../../src/dense/merits.ts";
import type { StrataRests } from "../../src/dense/strata.ts";
import type { Group } from "../../src/dense/group.ts";
import { amountIn } from "../../src/dense/roster.ts";
import { requestOf } from "../../src/feasibility/feasibility.ts";
import { task } from "../support/build.ts";
import { agentOf, agentsOf } from "./chains.ts";
import {
  agentLike,
  isUsedAlike,
  likings,
  place,
  rareAgents,
  rowsIn,
  run,
  scatter,
  setUp,
  shapes,
  stepArbitrary,
  totalOf,
  worthOf,
  type Setup,
} from "./pools.ts";

interface Way {
  readonly floor?: number;
  readonly barren?: Barren;
  /** Whether a row passes. */
  readonly passes?: (row: number) => boolean;
  readonly isAllThatCounts?: boolean;
  readonly strata?: StrataRests;
  readonly merits?: Merits;
  readonly meritOf?: (row: number) => number;
}

/** The rows that the walk for the task comes upon. */
function rowsOnWay({ tables, pool }: Setup, pending: Task, way: Way = {}): readonly number[] {
  const { floor = 0, barren, passes = () => false, isAllThatCounts = false, strata, merits, meritOf } = way;
  const { walk } = pool;
  const counters = newCounters();
  const found: number[] = [];
  walk.ask(requestOf(pending, pool, tables), 1);
  walk.begin(2 ** -40, barren, strata, undefined, merits);
  for (let row = walk.next(floor, counters); row !== -1; row = walk.next(floor, counters)) {
    found.push(row);
    if (passes(row)) walk.note(row, meritOf?.(row) ?? (isAllThatCounts ? Infinity : -1));
  }
  expect(new Set(found).size).toBe(found.length);
  expect(counters.agentsVisited).toBeGreaterThanOrEqual(found.length);
  return found;
}

/** The rows that have what the task asks, of the group or of all. */
function rowsThatHold(
  { pool }: Setup,
  { resources, ports = 0 }: Task,
  groups: readonly Group[] = pool.blocks.groups,
): readonly number[] {
  return groups
    .flatMap((group) => rowsIn(pool, group))
    .filter(
      (row) =>
        ["cpus", "mem", "disk"].every(
          (name) => (pool.column(name).free[row] ?? 0) >= amountIn(resources, name),
        ) && (pool.ports.column.free[row] ?? 0) >= Number(ports),
    );
}

const setups = fc
  .tuple(
    fc.array(agentLike, { minLength: 1, maxLength: 220, size: "max" }),
    fc.constantFrom(...likings),
    fc.constantFrom(0, 0.5),
    fc.array(stepArbitrary, { maxLength: 200, size: "max" }),
  )
  .map(([agents, likes, leastCpus, steps]) => {
    const setup = setUp(
      agents.map((like, i) => agentOf(i, like)),
      likes,
      leastCpus,
    );
    return { setup, steps };
  });
const tasks = [
  task({ resources: { cpus: 0.5, mem: 0.5 } }),
  task({ resources: { cpus: 2 } }),
  task({ resources: { disk: 1 } }),
  task({ resources: { cpus: 0.5 }, ports: 2 }),
];
const numRuns = { numRuns: 30 };

/** Whether spreading is worth 0.988 to a task of one cpu on an agent that has so much and uses nothing. */
function isGoodUnused(total: number): boolean {
  return 1 - 1000 / total >= 0.988;
}

function latterMerit(row: number): number {
  return row >= 64 ? 1 : 0;
}

function oneMerit(row: number): number {
  return row === 100 ? 2 ** -40 : 0;
}

function isLate(row: number): boolean {
  return row > 200;
}

describe("the walk over the rows", () => {
  it("passes over no row that has what is asked, unless it scores less than the floor", () => {
    fc.assert(
      fc.property(
        setups,
        fc.constantFrom(...tasks),
        fc.double({ min: 0, max: 1, noNaN: true }),
        (given, pending, floor) => {
          const { setup, steps } = given;
          run(setup, steps);
          const asked = (name: string) => amountIn(pending.resources, name);
          const isGood = (row: number) => worthOf(setup, row, asked) >= floor;
          const holding = rowsThatHold(setup, pending);
          const most = setup.pool.walk.ask(requestOf(pending, setup.pool, setup.tables), 2);
          for (const row of holding) expect(2 * worthOf(setup, row, asked)).toBeLessThanOrEqual(most + 1e-9);
          expect(rowsOnWay(setup, pending)).toEqual(holding);
          const found = rowsOnWay(setup, pending, { floor });
          expect(holding).toEqual(expect.arrayContaining([...found]));
          expect(found).toEqual(expect.arrayContaining(holding.filter(isGood)));
        },
      ),
      numRuns,
    );
  });

  it("passes over rows in the same state as one that passed, in its group, where nothing else counts", () => {
    fc.assert(
      fc.property(setups, fc.constantFrom(...tasks), ({ setup, steps }, pending) => {
        run(setup, steps);
        const { pool } = setup;
        const expected = pool.blocks.groups.flatMap((group) => {
          let last = -1;
          return rowsThatHold(setup, pending, [group]).filter((row) => {
            if (last !== -1 && isUsedAlike(setup, [last, row])) return false;
            last = row;
            return true;
          });
        });
        expect(rowsOnWay(setup, pending, { passes: () => true, isAllThatCounts: true })).toEqual(expected);
      }),
      numRuns,
    );
  });

  it("passes over rows from one on, where only those before it matter", () => {
    fc.assert(
      fc.property(setups, fc.constantFrom(...tasks), fc.nat(), ({ setup, steps }, pending, pick) => {
        for (const part of [steps.slice(0, 100), steps.slice(100)]) {
          run(setup, part);
          const { pool, tables } = setup;
          const row = pick % pool.count;
          const counters = newCounters();
          pool.walk.ask(requestOf(pending, pool, tables), 1);
          pool.walk.begin(2 ** -40, undefined, undefined, undefined, undefined);
          pool.walk.keepBefore(row);
          const found: number[] = [];
          for (let at = pool.walk.next(0, counters); at !== -1; at = pool.walk.next(0, counters))
            found.push(at);
          expect(found).toEqual(rowsThatHold(setup, pending).filter((each) => each < row));
        }
      }),
      numRuns,
    );
  });

  it("passes over blocks of which no row has the merit to score the floor", () => {
    const setup = setUp(agentsOf(128, shapes[0]), likings[0] ?? []);
    const merits = new Merits(setup.pool.blocks);
    const look = () => {
      merits.begin(0, latterMerit);
      merits.weigh(1, 1);
      return rowsOnWay(setup, task({}), { floor: -0.5, merits, passes: () => true, meritOf: () => -1 });
    };
    expect(look()).toEqual(setup.pool.rows);
    merits.begin(0, latterMerit);
    expect(look()).toEqual(Array.from({ length: 64 }, (_, i) => 64 + i));
  });

  it("passes over rows in the same state as one that passed in blocks of which none has more merit", () => {
    const setup = setUp(agentsOf(192, shapes[0]), likings[0] ?? []);
    const merits = new Merits(setup.pool.blocks);
    const look = () => {
      merits.begin(0, oneMerit);
      merits.weigh(1, 1);
      return rowsOnWay(setup, task({}), { floor: -2, merits, passes: () => true, meritOf: oneMerit });
    };
    expect(look()).toEqual(setup.pool.rows);
    // Of the first block one row, of the second those to the one of more merit, of the third none.
    expect(look()).toEqual([0, ...Array.from({ length: 37 }, (_, i) => 64 + i)]);
  });

  it("looks into no block of which all rows are behind the last that matters", () => {
    const { pool, tables } = setUp(agentsOf(128, shapes[0]), likings[0] ?? []);
    const counters = newCounters();
    pool.walk.ask(requestOf(task({}), pool, tables), 1);
    pool.walk.begin(0, undefined, undefined, undefined, undefined);
    pool.walk.keepBefore(64);
    for (let row = 0; row < 64; row++) expect(pool.walk.next(0, counters)).toBe(row);
    expect(pool.walk.next(0, counters)).toBe(-1);
    expect(counters).toMatchObject({ blocksOpened: 1, agentsVisited: 64 });
  });

  it("passes over rows of a stratum that cannot score the floor, and no others of it", () => {
    fc.assert(
      fc.property(
        setups,
        fc.constantFrom(...tasks),
        fc.double({ min: 0, max: 1, noNaN: true }),
        (given, pending, floor) => {
          const { setup, steps } = given;
          run(setup, steps);
          const of = Int32Array.from(setup.pool.rows, (row) => row % 2);
          const rests = Float64Array.of(2 ** -40, -2);
          const even = rowsOnWay(setup, pending, { floor }).filter((row) => of[row] === 0);
          expect(rowsOnWay(setup, pending, { floor, strata: { of, rests } })).toEqual(even);
          const all = rowsOnWay(setup, pending, { floor: -2, strata: { of, rests } });
          expect(all).toEqual(rowsThatHold(setup, pending));
        },
      ),
      numRuns,
    );
  });

  it("leaves no row out that passes, whatever is known of blocks in which none does", () => {
    fc.assert(
      fc.property(
        setups,
        fc.array(fc.nat(), { maxLength: 8 }),
        fc.nat(),
        ({ setup, steps }, gone, epochs) => {
          const { pool } = setup;
          const barren = new Barren(pool.blocks);
          const refused = new Set<number>();
          const passes = (row: number) => row % 5 === 0 && !refused.has(row);
          const pending = task({ resources: { cpus: 0.5 } });
          run(setup, steps, (step) => {
            if (step % 20 !== 0) return;
            refused.add((gone[step % 8] ?? 0) % pool.count);
            barren.begin(step > 100 ? epochs % 2 : 0, passes);
            const found = rowsOnWay(setup, pending, { barren, passes });
            expect(found.filter(passes)).toEqual(rowsThatHold(setup, pending).filter(passes));
          });
        },
      ),
      numRuns,
    );
  });

  it("opens blocks again in which no row passes only once a row has come to them", () => {
    const setup = setUp(agentsOf(256, shapes[0]), likings[0] ?? []);
    const barren = new Barren(setup.pool.blocks);
    const pending = task({ resources: { cpus: 1 } });
    const openedWith = (epoch: number) => {
      barren.begin(epoch, isLate);
      return rowsOnWay(setup, pending, { barren, passes: isLate }).length;
    };
    expect(openedWith(1)).toBe(256);
    expect(openedWith(1)).toBe(64);
    place(setup, 210, { resources: { cpus: 1 } });
    expect(openedWith(1)).toBeGreaterThan(64);
    expect(openedWith(1)).toBeLessThan(256);
    expect(openedWith(2)).toBe(256);
  });

  it("has room for blocks that were not there when it was first asked what is known of them", () => {
    const setup = setUp(
      agentsOf(640, { offers: [{ role: "*", cpus: 1000, mem: 1, ports: [] }] }),
      likings[0] ?? [],
    );
    const barren = new Barren(setup.pool.blocks);
    scatter(setup);
    const pending = task({ resources: { cpus: 1 } });
    const found = [1, 2].map(() => {
      barren.begin(1, isLate);
      return rowsOnWay(setup, pending, { barren, passes: isLate });
    });
    expect(found.map((rows) => rows.filter(isLate).length)).toEqual([439, 439]);
    expect(found[1]?.length).toBeLessThan(640);
  });

  it("comes upon the most used rows of a group first", () => {
    const setup = setUp(agentsOf(100, shapes[0]), likings[0] ?? []);
    for (const [row, cpus] of [
      [40, 1],
      [50, 3],
      [60, 2],
    ] as const)
      place(setup, row, { resources: { cpus } });
    expect(rowsOnWay(setup, task()).slice(0, 5)).toEqual([50, 60, 40, 0, 1]);
  });

  it("leaves a group of rare totals at once where no row of such totals can reach the floor", () => {
    const setup = setUp(rareAgents(400), likings[1] ?? []);
    const { pool } = setup;
    const { groups } = pool.blocks;
    const bounded = groups.filter(({ most }) => isGoodUnused(most[0] ?? 0));
    expect(bounded.length).toBeLessThan(groups.length / 2);
    const found = rowsOnWay(setup, task({ resources: { cpus: 1 } }), { floor: 0.988 });
    expect(found).toEqual(bounded.flatMap((group) => rowsIn(pool, group)));
    expect(found).toEqual(
      expect.arrayContaining(pool.rows.filter((row) => isGoodUnused(totalOf(pool, "cpus", row)))),
    );
  });

  it("ends at once where no row is open", () => {
    const setup = setUp(agentsOf(3, shapes[0]), likings[0] ?? [], 0, Uint8Array.of(1, 1, 1));
    expect(rowsOnWay(setup, task())).toEqual([]);
  });
});
