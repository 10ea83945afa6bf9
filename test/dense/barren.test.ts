import { describe, expect, it } from "vitest";
import { Barren } from "../../src/dense/barren.ts";
import { agentsOf } from "./chains.ts";
import { likings, place, setUp, shapes } from "./pools.ts";

/** Two full blocks of alike rows, and what is known of them; `looks` are the rows that were looked at. */
function prepare(passes: (row: number) => boolean) {
  const setup = setUp(agentsOf(128, shapes[0]), likings[0] ?? []);
  const { blocks } = setup.pool;
  const barren = new Barren(blocks);
  const looks: number[] = [];
  const begin = (epoch: number): void => {
    barren.begin(epoch, (row) => {
      looks.push(row);
      return passes(row);
    });
  };
  begin(0);
  const [first = -1, second = -1] = blocks.groups[0]?.blocks ?? [];
  return { setup, barren, looks, begin, first, second };
}

/** The same once all rows have failed. */
function prepareFailed() {
  const prepared = prepare(() => false);
  for (let row = 0; row < 128; row++) prepared.barren.fail(row);
  return prepared;
}

describe("what is known of blocks for a kind of task", () => {
  it("is nothing at first; then which have no row that passes", () => {
    const { barren, looks, first, second } = prepare((row) => row === 70);
    expect([first, second].map((block) => barren.has(block))).toEqual([false, false]);
    for (const block of [first, second]) barren.examine(block);
    expect([first, second].map((block) => barren.has(block))).toEqual([true, false]);
    expect(looks).toEqual(Array.from({ length: 71 }, (_, row) => row));
  });

  it("is not looked for again as long as it holds", () => {
    const { barren, looks, begin, first, second } = prepare((row) => row === 70);
    for (const block of [first, second]) barren.examine(block);
    begin(0);
    for (const block of [first, second]) barren.examine(block);
    expect(looks.length).toBe(71);
    expect(barren.has(first)).toBe(true);
  });

  it("is forgotten in another epoch", () => {
    const { barren, looks, begin, first } = prepare(() => false);
    barren.examine(first);
    begin(1);
    expect(barren.has(first)).toBe(false);
    barren.examine(first);
    expect(barren.has(first)).toBe(true);
    expect(looks.length).toBe(128);
  });

  it("is forgotten of a block that a row has come to, not of one that a row has left", () => {
    const { setup, barren, first, second } = prepare(() => false);
    for (const block of [first, second]) barren.examine(block);
    place(setup, 100, { resources: { cpus: 1 } });
    const to = setup.pool.blocks.blockOf[100] ?? -1;
    expect(to).not.toBe(second);
    expect(barren.has(to)).toBe(false);
    expect(barren.has(second)).toBe(true);
  });
});

describe("what is found out in another epoch", () => {
  it("is what the task of that epoch asks", () => {
    const { barren, first } = prepare(() => false);
    barren.begin(1, () => true);
    barren.examine(first);
    expect(barren.has(first)).toBe(false);
  });
});

describe("what is known of rows for a kind of task", () => {
  it("is nothing before so many have failed that it is worth its room", () => {
    const { barren } = prepare(() => false);
    for (let row = 0; row < 15; row++) barren.fail(row);
    barren.fail(100);
    barren.fail(101);
    expect([14, 100, 101].map((row) => barren.hasFailed(row))).toEqual([false, true, true]);
  });

  it("is that they fail, without another look", () => {
    const { barren, looks, setup, second } = prepareFailed();
    expect([0, 127].map((row) => barren.hasFailed(row))).toEqual([false, true]);
    place(setup, 100, { resources: { cpus: 1 } });
    barren.examine(second);
    barren.examine(setup.pool.blocks.blockOf[100] ?? -1);
    // The first 15 failed before any was remembered.
    expect(looks).toEqual([100, ...Array.from({ length: 15 }, (_, row) => row)]);
    expect(barren.has(second)).toBe(true);
  });

  it("is forgotten of a row that a task has come to", () => {
    const { barren, setup } = prepareFailed();
    expect(barren.hasFailed(100)).toBe(true);
    place(setup, 100, { resources: { cpus: 1 } });
    expect([99, 100].map((row) => barren.hasFailed(row))).toEqual([true, false]);
    barren.fail(100);
    expect(barren.hasFailed(100)).toBe(true);
  });

  it("is forgotten in another epoch", () => {
    const { barren, begin } = prepareFailed();
    begin(0);
    expect(barren.hasFailed(100)).toBe(true);
    begin(1);
    expect(barren.hasFailed(100)).toBe(false);
    barren.fail(100);
    begin(1);
    expect(barren.hasFailed(100)).toBe(true);
  });
});
