import fc from "fast-check";
import { describe, expect, it } from "vitest";
import type { GroupBounds } from "../../src/dense/group-bounds.ts";
import { blockRows } from "../../src/dense/group.ts";
import { leastGroup } from "../../src/dense/grouping.ts";
import type { Liked } from "../../src/dense/order.ts";
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
  unevenAgents,
  worthOf,
  type Setup,
} from "./pools.ts";

/** What must hold of the blocks, whatever has been done. */
function expectSound(setup: Setup): void {
  const { pool, likes, leastCpus, isClosed } = setup;
  const { blocks } = pool;
  const columns = [pool.column("cpus"), pool.column("mem"), pool.column("disk"), pool.ports.column];
  const filed = blocks.groups.flatMap((group) => rowsIn(pool, group));
  const open = pool.rows.filter(
    (row) => isClosed[row] === 0 && (pool.column("cpus").free[row] ?? 0) >= leastCpus * 1000,
  );
  expect(filed.toSorted((a, b) => a - b)).toEqual(open);
  expect(pool.rows.filter((row) => blocks.blockOf[row] !== -1)).toEqual(open);
  expectTails(blocks.bounds, blocks.groups.length);
  for (const group of blocks.groups) {
    for (const block of group.blocks) {
      const members = membersOf(pool, block);
      expect(members.length).toBeGreaterThan(0);
      expect(members.length).toBeLessThanOrEqual(blockRows);
      for (const row of members) expect(blocks.blockOf[row]).toBe(block);
      for (const { free, mostFree } of columns)
        expect(mostFree[block]).toBeGreaterThanOrEqual(mostOf(members, free));
      expect(blocks.firstUse[block]).toBe(blocks.use[members[0] ?? -1]);
      expect(blocks.isAlike(block)).toBe(isUsedAlike(setup, members));
    }
    const rows = rowsIn(pool, group);
    expect(blocks.bounds.tops[group.number]).toBe(rows.length === 0 ? -Infinity : blocks.use[rows[0] ?? -1]);
    const { stride, worths } = blocks.bounds;
    const worth = [...worths.subarray(group.number * stride, (group.number + 1) * stride)];
    expect(worth).toEqual([group.constant, ...group.perUnit, ...group.perAsked]);
    const inOrder = rows.toSorted((a, b) => (blocks.use[b] ?? 0) - (blocks.use[a] ?? 0) || a - b);
    expect(rows).toEqual(inOrder);
    for (const row of rows) {
      for (const [i, { name }] of likes.entries()) {
        const total = totalOf(pool, name, row);
        expect(total).toBeLessThanOrEqual(group.most[i] ?? -1);
        if (total > 0) expect(total).toBeGreaterThanOrEqual(group.least[i] ?? Infinity);
      }
      expect(blocks.use[row]).toBeCloseTo(worthOf(setup, row, () => 0) - worthOfNothing(setup, row), 12);
    }
  }
}

/** The bounds of a group and all after it are the greatest of theirs. */
function expectTails(bounds: GroupBounds, groups: number): void {
  const { tops, worths, stride, tailTops, tailWorths, tailStride } = bounds;
  const numbers = Array.from({ length: groups }, (_, number) => number);
  for (const number of numbers) {
    const tail = numbers.slice(number);
    expect(tailTops[number]).toBe(Math.max(...tail.map((each) => tops[each] ?? Number.NaN)));
    for (let i = 0; i < tailStride; i++) {
      const most = Math.max(...tail.map((each) => worths[each * stride + i] ?? Number.NaN));
      expect(tailWorths[number * tailStride + i]).toBe(most);
    }
  }
}

/** Tightened, the bounds are what the rows have at most. */
function expectTight({ pool }: Setup): void {
  const { blocks } = pool;
  const columns = [pool.column("cpus"), pool.column("mem"), pool.column("disk"), pool.ports.column];
  for (const block of blocks.groups.flatMap((group) => group.blocks)) {
    blocks.tighten(block);
    const members = membersOf(pool, block);
    for (const { free, mostFree } of columns) expect(mostFree[block]).toBe(mostOf(members, free));
  }
}

function mostOf(rows: readonly number[], free: Float64Array): number {
  return Math.max(...rows.map((row) => free[row] ?? -1));
}

/** What the likes say of the row if nothing is in use. */
function worthOfNothing({ pool, likes }: Setup, row: number): number {
  return likes.reduce((sum, { name, constant }) => sum + (totalOf(pool, name, row) > 0 ? constant : 0), 0);
}

/** Per group how many rows it has, and its totals. */
function groupsIn({ pool }: Setup) {
  return pool.blocks.groups.map((group) => [rowsIn(pool, group).length, group.least, group.most]);
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
            if (i % 60 === 0) expectTight(setup);
          });
          expectSound(setup);
          expectTight(setup);
        },
      ),
      { numRuns: 40 },
    );
  });

  it("have rows of equal totals in groups of their own where they fill half a block, rare ones in bins", () => {
    const agents = [40, 14, 1, 64].flatMap((count, shape) =>
      Array.from({ length: count }, () => ({
        offers: [{ role: "*", cpus: 2 ** shape, mem: 1, ports: [] }],
      })),
    );
    const setup = setUp(
      agents.map((like, i) => agentOf(i, like)),
      likings[0] ?? [],
    );
    expect(groupsIn(setup)).toEqual([
      [40, [1000, 1000], [1000, 1000]],
      [15, [2000, 1000], [4000, 1000]],
      [64, [8000, 1000], [8000, 1000]],
    ]);
    expectSound(setup);
  });

  it("have the groups first whose totals serve the fitness best", () => {
    const agents = [4, 16, 8].flatMap((cpus) =>
      Array.from({ length: 40 }, () => ({ offers: [{ role: "*", cpus, mem: undefined, ports: [] }] })),
    );
    const totalsFor = (likes: readonly Liked[]) =>
      setUp(
        agents.map((like, i) => agentOf(i, like)),
        likes,
      ).pool.blocks.groups.map(({ most }) => most[0]);
    expect(totalsFor(likings[0] ?? [])).toEqual([4000, 8000, 16_000]);
    expect(totalsFor(likings[1] ?? [])).toEqual([16_000, 8000, 4000]);
  });

  it("have rows of rare totals in the order of use from the beginning", () => {
    const rare = Array.from({ length: 20 }, (_, i) =>
      agentOf(i, {
        offers: [{ role: "*", cpus: 100 - i, mem: 1, ports: [] }],
        running: [{ group: undefined, cpus: (7 * i) % 5, port: 1, grants: [], isExclusive: false }],
      }),
    );
    const setup = setUp(rare, likings[0] ?? []);
    expect(setup.pool.blocks.groups.length).toBe(1);
    expect(setup.pool.blocks.groups.flatMap((group) => rowsIn(setup.pool, group))).not.toEqual(
      setup.pool.rows,
    );
    expectSound(setup);
  });

  it("keep tie order where the fitness looks at no resource", () => {
    const setup = setUp(agentsOf(130, shapes[0]), []);
    const { pool } = setup;
    place(setup, 3, { resources: { cpus: 4 } });
    expect(pool.blocks.groups.flatMap((group) => rowsIn(pool, group))).toEqual(pool.rows);
    expectSound(setup);
  });

  it("have rows whose totals another role changed among rows of about these totals", () => {
    const setup = setUp(agentsOf(100, shapes[1]), likings[0] ?? []);
    const { pool } = setup;
    expect(groupsIn(setup)).toEqual([[100, [8000, 16_000], [8000, 16_000]]]);
    for (const row of [7, 99, 7]) place(setup, row, { role: "ads", resources: { cpus: 1 } });
    expect(groupsIn(setup)).toEqual([
      [98, [8000, 16_000], [8000, 16_000]],
      [2, [9000, 16_000], [10_000, 16_000]],
    ]);
    expectSound(setup);
    for (const row of pool.rows) place(setup, row, { role: "ads", resources: { mem: 1 } });
    place(setup, 99, { role: "ads", resources: { mem: 0.5 } });
    expect(groupsIn(setup)).toEqual([
      [0, [8000, 16_000], [8000, 16_000]],
      [0, [9000, 16_000], [10_000, 16_000]],
      [98, [8000, 17_000], [8000, 17_000]],
      [2, [9000, 17_000], [10_000, 17_500]],
    ]);
    expectSound(setup);
  });

  it("widen the totals of a group where there are as many as there may be", () => {
    const setup = setUp(agentsOf(leastGroup, shapes[1]), likings[1] ?? []);
    for (const [row, cpus] of [1, 3, 6, 12].entries())
      place(setup, row, { role: "ads", resources: { cpus } });
    place(setup, 5, { role: "ads", resources: { cpus: 12.5 } });
    expect(groupsIn(setup)).toEqual([
      [leastGroup - 3, [8000], [20_500]],
      [2, [9000], [11_000]],
      [1, [14_000], [14_000]],
    ]);
    expectSound(setup);
  });

  it("take a row back into a group that all have left for the moment", () => {
    const setup = setUp(agentsOf(1, shapes[0]), likings[0] ?? []);
    const { pool } = setup;
    place(setup, 0, { resources: { cpus: 1 } });
    expect(pool.blocks.groups.map((group) => rowsIn(pool, group))).toEqual([[0]]);
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

  it("make room for many bins that fill little of their blocks", () => {
    const setup = setUp(unevenAgents(), likings[0] ?? []);
    const { blocks } = setup.pool;
    expect(blocks.groups.length).toBe(121);
    const count = blocks.groups.reduce((sum, group) => sum + group.blocks.length, 0);
    // More than if each held half of what it can.
    expect(count).toBeGreaterThan(4000 / (blockRows / 2) + 8);
    expect(blocks.sizes.length).toBeGreaterThanOrEqual(count);
    expectSound(setup);
    for (const row of setup.pool.rows) if (row % 9 === 0) place(setup, row, { resources: { cpus: 1 } });
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
