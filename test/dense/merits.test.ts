import { describe, expect, it } from "vitest";
import { Merits } from "../../src/dense/merits.ts";
import { agentsOf } from "./chains.ts";
import { likings, place, setUp, shapes } from "./pools.ts";

/** Two full blocks of alike rows, and what is known of them; `looks` are the rows that were looked at. */
function prepare(score: (row: number) => number) {
  const setup = setUp(agentsOf(128, shapes[0]), likings[0] ?? []);
  const { blocks } = setup.pool;
  const merits = new Merits(blocks);
  const looks: number[] = [];
  const begin = (epoch: number): void => {
    merits.begin(epoch, (row) => {
      looks.push(row);
      return score(row);
    });
    merits.weigh(2, 2);
  };
  begin(0);
  const [first = -1, second = -1] = blocks.groups[0]?.blocks ?? [];
  return { setup, merits, looks, begin, first, second };
}

describe("what is known of blocks by the preferences of a kind of task", () => {
  it("is nothing at first; then what their rows score at most", () => {
    const { merits, first, second } = prepare((row) => (row === 70 ? 1 : 0.25));
    expect([first, second].map((block) => merits.most(block))).toEqual([Infinity, Infinity]);
    expect([first, second].map((block) => merits.lackOfBlock(block))).toEqual([0, 0]);
    for (const block of [first, second]) merits.examine(block);
    expect([first, second].map((block) => merits.most(block))).toEqual([0.25, 1]);
    expect([first, second].map((block) => merits.lackOfBlock(block))).toEqual([1.5, 0]);
  });

  it("lacks nothing where as much is all that is left", () => {
    const { merits, first } = prepare(() => 0.5);
    merits.examine(first);
    merits.weigh(0.75, 2);
    expect(merits.lackOfBlock(first)).toBe(0);
  });

  it("is not looked for again as long as it holds", () => {
    const { merits, looks, begin, first } = prepare(() => 0);
    merits.examine(first);
    begin(0);
    merits.examine(first);
    expect(looks.length).toBe(64);
    expect(merits.most(first)).toBe(0);
  });

  it("is forgotten in another epoch", () => {
    const { merits, begin, first } = prepare(() => 0);
    merits.examine(first);
    begin(1);
    expect(merits.most(first)).toBe(Infinity);
  });

  it("is forgotten of a block that a row has come to, not of one that a row has left; new blocks are unknown", () => {
    const { setup, merits, begin, first, second } = prepare(() => 0);
    for (const block of [first, second]) merits.examine(block);
    place(setup, 100, { resources: { cpus: 1 } });
    const to = setup.pool.blocks.blockOf[100] ?? -1;
    expect(to).not.toBe(second);
    expect(merits.most(to)).toBe(Infinity);
    expect(merits.most(second)).toBe(0);
    for (let row = 0; row < 128; row++) {
      for (let i = 0; i < row % 64; i++) place(setup, row, { resources: { cpus: 0.1 } });
    }
    const last = setup.pool.blocks.sizes.length - 1;
    begin(0);
    expect(merits.most(last)).toBe(Infinity);
    merits.examine(second);
    expect(merits.most(second)).toBe(0);
  });

  it("is nothing of a block that was empty and takes half of another", () => {
    const { setup, merits, second } = prepare(() => 0);
    const { blockOf, sizes } = setup.pool.blocks;
    merits.examine(second);
    let inUse = 0;
    const lift = (row: number): void => place(setup, row, { resources: { cpus: ++inUse / 1000 } });
    for (let row = 64; row < 128; row++) lift(row);
    expect(sizes[second]).toBe(0);
    for (let row = 0; row < 64 && !blockOf.includes(second); row++) lift(row);
    expect(sizes[second]).toBe(32);
    expect(merits.most(second)).toBe(Infinity);
  });
});
