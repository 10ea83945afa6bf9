import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { agentsOf, clusterOf } from "../../src/index.ts";
import { Blocks, blockRows } from "../../src/dense/blocks.ts";
import { Rows } from "../../src/dense/rows.ts";
import { offer } from "../support/build.ts";

function rowsOf(agents: number): Rows {
  const offers = Array.from({ length: agents }, (_, i) =>
    offer({ id: `o${i}`, agentId: `a${i}`, hostname: `h${String(i).padStart(4, "0")}` }),
  );
  return new Rows(agentsOf(clusterOf(offers)), ["*"], () => true);
}

/** The rows in the blocks of the role; each block must list its rows ascending, and each row must know its block. */
function filedIn(blocks: Blocks): readonly number[] {
  const rows = blocks.blocksOf("*").flatMap((block) => {
    const members = [...(blocks.members[block] ?? [])].slice(0, blocks.sizes[block]);
    expect(members).toEqual(members.toSorted((a, b) => a - b));
    for (const row of members) expect(blocks.blockOf[row]).toBe(block);
    expect(members.length).toBeLessThanOrEqual(blockRows);
    return members;
  });
  expect(new Set(rows).size).toBe(rows.length);
  return rows.toSorted((a, b) => a - b);
}

const totals = (row: number) => (row < 40 ? [1, 1] : [row % 2 === 0 ? 3 : 2, 100 - row]);

const counted = (n: number) => Array.from({ length: n }, (_, i) => i);

describe("the arrangement of rows in blocks", () => {
  it("without a likeness keeps tie order, whatever happens to a row", () => {
    const blocks = new Blocks(rowsOf(130), undefined, new Uint8Array(130));
    expect(blocks.blocksOf("*").map((block) => blocks.sizes[block])).toEqual([64, 64, 2]);
    expect(
      blocks
        .blocksOf("*")
        .flatMap((block) => [...(blocks.members[block] ?? [])].slice(0, blocks.sizes[block])),
    ).toEqual(counted(130));
    expect(blocks.refile(70)).toEqual([1]);
    expect(blocks.remove(70)).toBe(1);
    expect(blocks.blockOf[70]).toBe(-1);
    expect(filedIn(blocks)).toEqual(counted(130).filter((row) => row !== 70));
  });

  it("files no row that is spent, and has no blocks for a role that it does not know", () => {
    const blocks = new Blocks(rowsOf(3), undefined, Uint8Array.of(0, 1, 0));
    expect(filedIn(blocks)).toEqual([0, 2]);
    expect(blocks.blockOf[1]).toBe(-1);
    expect(blocks.blocksOf("ads")).toEqual([]);
  });

  it("files rows of equal totals together where they fill half a block, and rare ones in the order of their totals", () => {
    const blocks = new Blocks(rowsOf(60), { totals, use: (row) => row }, new Uint8Array(60));
    const [alike, rare] = blocks
      .blocksOf("*")
      .map((block) => [...(blocks.members[block] ?? [])].slice(0, blocks.sizes[block]));
    expect(alike).toEqual(counted(40));
    expect(rare).toEqual(counted(60).slice(40));
    expect(blocks.refile(45)).toEqual([blocks.blockOf[45]]);
  });

  it("keeps every row once, in blocks of at most so many, the most used first, as rows are used and removed", () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 64, max: 200 }),
        fc.array(fc.tuple(fc.nat(), fc.integer({ min: -1, max: 20 })), { maxLength: 400, size: "max" }),
        (count, steps) => {
          const use = new Float64Array(count).fill(5);
          const blocks = new Blocks(
            rowsOf(count),
            { totals: () => [1], use: (row) => use[row] ?? 0 },
            new Uint8Array(count),
          );
          const left = new Set(counted(count));
          for (const [pick, used] of steps) {
            const row = pick % count;
            if (!left.has(row)) continue;
            const before = blocks.blockOf[row];
            if (used === -1) {
              left.delete(row);
              expect(blocks.remove(row)).toBe(before);
            } else {
              use[row] = used;
              const touched = blocks.refile(row);
              expect(touched).toContain(before);
              expect(touched).toContain(blocks.blockOf[row]);
            }
          }
          expect(filedIn(blocks)).toEqual([...left].toSorted((a, b) => a - b));
          expect(blocks.count).toBe(blocks.blocksOf("*").length);
        },
      ),
      { numRuns: 50 },
    );
  });
});
