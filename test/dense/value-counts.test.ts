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

  it.each([
    [20, 100_000],
    [80, 10_000],
  ])("take no number for each value where %i of %i are in use", (inUse, values) => {
    const before = process.memoryUsage().arrayBuffers;
    const all = Array.from({ length: 1000 }, (_, i) => {
      const counts = new ValueCounts(values);
      for (let value = 0; value < inUse; value++) counts.add(i + value);
      return counts;
    });
    expect(all.filter((counts) => counts.of(999) === 1)).toHaveLength(inUse);
    expect(process.memoryUsage().arrayBuffers - before).toBeLessThan(4_000_000);
  });
});
