import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { ValueCounts } from "../../src/dense/value-counts.ts";

describe("counts per value", () => {
  it("are what counting one by one finds, be the values few or many", () => {
    const added = fc.constantFrom(1, 4, 256, 257, 1300).chain((values) =>
      fc.record({
        values: fc.constant(values),
        list: fc.array(fc.nat({ max: values - 1 }), { maxLength: 40, size: "max" }),
      }),
    );
    fc.assert(
      fc.property(added, ({ values, list }) => {
        const counts = new ValueCounts(values);
        const naive = Array.from({ length: values }, () => 0);
        for (const value of list) {
          const count = (naive[value] ?? 0) + 1;
          naive[value] = count;
          expect(counts.add(value)).toBe(count);
          expect(naive.map((_, each) => counts.of(each))).toEqual(naive);
        }
      }),
    );
  });

  it("take no number for each value as long as few are in use", () => {
    const before = process.memoryUsage().arrayBuffers;
    const all = Array.from({ length: 1000 }, (_, i) => {
      const counts = new ValueCounts(100_000);
      for (let value = 0; value < 20; value++) counts.add(i + value);
      return counts;
    });
    expect(all.map((counts) => counts.of(999)).filter((count) => count === 1)).toHaveLength(20);
    expect(process.memoryUsage().arrayBuffers - before).toBeLessThan(4_000_000);
  });

  it("take no number for each value where dozens of thousands are in use", () => {
    const before = process.memoryUsage().arrayBuffers;
    const all = Array.from({ length: 1000 }, (_, i) => {
      const counts = new ValueCounts(10_000);
      for (let value = 0; value < 80; value++) counts.add(i + value);
      return counts;
    });
    expect(all.map((counts) => counts.of(999)).filter((count) => count === 1)).toHaveLength(80);
    expect(process.memoryUsage().arrayBuffers - before).toBeLessThan(4_000_000);
  });
});
