import { describe, expect, it } from "vitest";
import { LeastRows } from "../../src/dense/least-rows.ts";
import { agentsOf } from "./chains.ts";
import { likings, place, setUp, shapes } from "./pools.ts";

describe("the smallest row of a block", () => {
  it("may be the last, which is used least", () => {
    const setup = setUp(agentsOf(20, shapes[0]), likings[0] ?? []);
    const { blocks } = setup.pool;
    const least = new LeastRows(blocks);
    const block = blocks.blockOf[0] ?? -1;
    expect(least.of(block)).toBe(0);
    for (let row = 1; row < 20; row++) place(setup, row, { resources: { cpus: 1 } });
    expect(blocks.members[block * 64 + 19]).toBe(0);
    expect(least.of(block)).toBe(0);
    place(setup, 0, { resources: { cpus: 2 } });
    expect(least.of(block)).toBe(0);
    blocks.remove(0);
    expect(least.of(block)).toBe(1);
  });
});
