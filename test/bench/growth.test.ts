import { describe, expect, it } from "vitest";
import { growthExponentOf } from "../../bench/measure/growth.ts";
import { interleave, spreadOf } from "../../bench/measure/interleave.ts";
import { withMagnitude, withThousands, withTimeUnit } from "../../bench/text/numbers.ts";
import { renderTable } from "../../bench/text/table.ts";

describe("the growth exponent", () => {
  it.each([0, 1, 1.5, 2])("of a power law is its power: %d", (power) => {
    const points = [100, 1000, 10_000].map((size) => ({ size, ms: 3 * size ** power }));
    expect(growthExponentOf(points)).toBeCloseTo(power, 12);
  });

  it("is that of the line nearest to all points", () => {
    // log10 of the times: 0, 2, 1 over 0, 1, 2: the slope by least squares is 1/2.
    expect(
      growthExponentOf([1, 10, 100].map((size, at) => ({ size, ms: [1, 100, 10][at] ?? 0 }))),
    ).toBeCloseTo(0.5, 12);
  });

  it("needs two sizes", () => {
    expect(growthExponentOf([])).toBeUndefined();
    expect(growthExponentOf([{ size: 5, ms: 1 }])).toBeUndefined();
    expect(growthExponentOf([5, 5].map((size) => ({ size, ms: 1 })))).toBeUndefined();
  });
});

describe("interleaving", () => {
  it("warms both up, takes turns in going first, and compares within each pair", () => {
    const calls: string[] = [];
    // One is warm after two seconds, the other after ten runs.
    const times: Record<string, number[]> = {
      a: [999, 999, 999, 10, 40],
      b: [...Array.from({ length: 10 }, () => 99), 5, 10],
    };
    const run = (name: string) => (): number => {
      calls.push(name);
      return times[name]?.shift() ?? 0;
    };
    expect(interleave(run("a"), run("b"), 2)).toEqual({
      firstMs: 25,
      secondMs: 7.5,
      ratio: { median: 3, low: 2.2, high: 3.8 },
      leastRatio: 2,
    });
    expect(calls.join("")).toBe(`aaa${"b".repeat(10)}abba`);
  });

  it("spreads from the tenth to the ninetieth percentile", () => {
    expect(spreadOf([4, 0, 1, 2, 3, 5, 6, 7, 8, 9, 10])).toEqual({ median: 5, low: 1, high: 9 });
  });
});

describe("the text of the benches", () => {
  it("gives numbers separators, magnitudes and units", () => {
    expect([withThousands(999), withThousands(1_234_567), withThousands(1234.5, 2)]).toEqual([
      "999",
      "1,234,567",
      "1,234.50",
    ]);
    expect([7, 1500, 12_345_678, 2.5e9].map(withMagnitude)).toEqual(["7", "1.50 k", "12.3 M", "2.50 G"]);
    expect([0.0123, 4.5, 1500].map(withTimeUnit)).toEqual(["12.3 µs", "4.50 ms", "1.50 s"]);
  });

  it("aligns columns, with nothing trailing", () => {
    const columns = [
      { title: "name", align: "left" as const },
      { title: "n", align: "right" as const },
      { title: "", align: "left" as const },
    ];
    expect(
      renderTable(columns, [
        ["a", "100"],
        ["longer", "5", "x"],
      ]),
    ).toEqual(["name      n", "a       100", "longer    5  x"]);
  });
});
