import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { blockRows } from "../../src/dense/group.ts";
import { agentOf, agentsOf } from "./chains.ts";
import {
  agentLike,
  isUsedAlike,
  likings,
  membersOf,
  place,
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

/** What must hold of the blocks, whatever has been done. */
function expectSound(setup: Setup): void {
  const { pool, likes, leastCpus, isClosed } = setup;
  const { blocks } = pool;
  const columns = [pool.column("cpus"), pool.column("mem"), pool.column("disk"), pool.ports];
  const filed = blocks.groups.flatMap((group) => rowsIn(pool, group));
  const open = pool.rows.filter(
    (row) => isClosed[row] === 0 && (pool.column("cpus").free[row] ?? 0) >= leastCpus * 1000,
  );
  expect(filed.toSorted((a, b) => a - b)).toEqual(open);
  expect(pool.rows.filter((row) => blocks.blockOf[row] !== -1)).toEqual(open);
  expect(blocks.groups.filter(({ isMixed }) => isMixed).length).toBeLessThanOrEqual(1);
  for (const group of blocks.groups) {
    for (const block of group.blocks) {
      const members = membersOf(pool, block);
      expect(members.length).toBeGreaterThan(0);
      expect(members.length).toBeLessThanOrEqual(blockRows);
      for (const row of members) expect(blocks.blockOf[row]).toBe(block);
      for (const { free, mostFree } of columns)
        expect(mostFree[block]).toBe(Math.max(...members.map((row) => free[row] ?? -1)));
      if (!group.isMixed) expect(blocks.isAlike(block)).toBe(isUsedAlike(setup, members));
    }
    if (group.isMixed) continue;
    const rows = rowsIn(pool, group);
    const inOrder = rows.toSorted((a, b) => (blocks.use[b] ?? 0) - (blocks.use[a] ?? 0) || a - b);
    expect(rows).toEqual(inOrder);
    for (const row of rows) {
      expect(likes.map(({ name }) => totalOf(pool, name, row))).toEqual(group.totals);
      expect(blocks.use[row]).toBeCloseTo(worthOf(setup, row, () => 0) - worthOfNothing(setup, row), 12);
    }
  }
}

/** What the likes say of the row if nothing is in use. */
function worthOfNothing({ pool, likes }: Setup, row: number): number {
  return likes.reduce((sum, { name, constant }) => sum + (totalOf(pool, name, row) > 0 ? constant : 0), 0);
}

describe("the blocks of a pool", () => {
  it("stay sound whatever is placed", () => {
    fc.assert(
      fc.property(
        fc.array(agentLike, { minLength: 1, maxLength: 220, size: "max" }),
        fc.constantFrom(...likings),
        fc.constantFrom(0, 0.5, 2),
        fc.array(stepArbitrary, { maxLength: 300, size: "max" }),
        (agents, likes, leastCpus, steps) => {
          const list = agents.map((like, i) => agentOf(i, like));
          const closed = Uint8Array.from(list, (_, i) => (i % 17 === 5 ? 1 : 0));
          const setup = setUp(list, likes, leastCpus, closed);
          expectSound(setup);
          run(setup, steps, (i) => {
            if (i % 25 === 0) expectSound(setup);
          });
          expectSound(setup);
        },
      ),
      { numRuns: 40 },
    );
  });

  it("have rows of equal totals in groups of their own where they fill half a block, rare ones together", () => {
    const agents = [40, 31, 1, 64].flatMap((count, shape) =>
      Array.from({ length: count }, () => ({
        offers: [{ role: "*", cpus: shape + 1, mem: 1, ports: [] }],
      })),
    );
    const setup = setUp(
      agents.map((like, i) => agentOf(i, like)),
      likings[0] ?? [],
    );
    const { pool } = setup;
    expect(pool.blocks.groups.map((group) => [group.isMixed, rowsIn(pool, group).length])).toEqual([
      [false, 40],
      [false, 64],
      [true, 32],
    ]);
    expectSound(setup);
  });

  it("keep tie order where the fitness looks at no resource", () => {
    const setup = setUp(agentsOf(130, shapes[0]), []);
    const { pool } = setup;
    place(setup, 3, { resources: { cpus: 4 } });
    expect(pool.blocks.groups.flatMap((group) => rowsIn(pool, group))).toEqual(pool.rows);
    expectSound(setup);
  });

  it("give rows whose totals another role changed a place among those of rare totals", () => {
    const setup = setUp(agentsOf(100, shapes[1]), likings[0] ?? []);
    const { pool } = setup;
    const mixed = () =>
      pool.blocks.groups.filter(({ isMixed }) => isMixed).flatMap((group) => rowsIn(pool, group));
    expect(mixed()).toEqual([]);
    for (const row of [7, 99, 7]) place(setup, row, { role: "ads", resources: { cpus: 1 } });
    expect(mixed().toSorted((a, b) => a - b)).toEqual([7, 99]);
    for (const row of pool.rows) place(setup, row, { role: "ads", resources: { mem: 1 } });
    expect(mixed().length).toBe(100);
    expectSound(setup);
  });

  it("know where all rows are used alike", () => {
    const setup = setUp(agentsOf(64, shapes[0]), likings[0] ?? []);
    const { pool } = setup;
    const alike = () => pool.blocks.groups[0]?.blocks.map((block) => pool.blocks.isAlike(block));
    expect(alike()).toEqual([true]);
    // As much in use on the whole, but not of the same.
    for (const row of pool.rows) place(setup, row, { resources: row % 2 === 0 ? { cpus: 1 } : { mem: 2 } });
    expect(new Set(pool.blocks.use).size).toBe(1);
    expect(alike()).toEqual([false]);
    expectSound(setup);
  });

  it("make room for more than there was in the beginning", () => {
    const setup = setUp(
      agentsOf(640, { offers: [{ role: "*", cpus: 1000, mem: 1, ports: [] }] }),
      likings[0] ?? [],
    );
    const { pool } = setup;
    const room = pool.blocks.sizes.length;
    scatter(setup);
    expect(pool.blocks.sizes.length).toBeGreaterThan(room);
    expectSound(setup);
  });

  it("are alike again once those that differ have left", () => {
    const setup = setUp(agentsOf(40, shapes[0]), likings[0] ?? [], 2);
    const { blocks } = setup.pool;
    place(setup, 7, { resources: { cpus: 1 } });
    expect(blocks.isAlike(blocks.blockOf[7] ?? -1)).toBe(false);
    const block = blocks.blockOf[7] ?? -1;
    place(setup, 7, { resources: { cpus: 6 } });
    expect(blocks.blockOf[7]).toBe(-1);
    expect(blocks.isAlike(block)).toBe(true);
    expectSound(setup);
  });

  it("are none where no row is open", () => {
    const setup = setUp(agentsOf(3, shapes[0]), likings[0] ?? [], 0, Uint8Array.of(1, 1, 1));
    expect(setup.pool.blocks.groups.flatMap(({ blocks }) => blocks)).toEqual([]);
    expectSound(setup);
    expectSound(setUp([], likings[3] ?? []));
  });
});
