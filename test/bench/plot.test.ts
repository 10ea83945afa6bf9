import { describe, expect, it } from "vitest";
import { linearAxisOf, logAxisOf } from "../../bench/plot/axis.ts";
import { drawingsOf, type DrawnRow } from "../../bench/plot/drawings.ts";
import { element, textAt } from "../../bench/plot/svg.ts";

describe("a logarithmic axis", () => {
  it("goes from the power of ten below the least to that above the greatest", () => {
    const axis = logAxisOf([20, 3000], 0, 300);
    expect(axis.ticks).toEqual([10, 100, 1000, 10_000]);
    expect(axis.ticks.map((tick) => axis.at(tick))).toEqual(
      [0, 100, 200, 300].map((x) => expect.closeTo(x, 9)),
    );
    expect(logAxisOf([0.01], 0, 1).ticks).toEqual([0.01, 0.1]);
  });

  it("may run upwards, and needs a value above 0", () => {
    expect(logAxisOf([1, 100], 200, 0).at(10)).toBeCloseTo(100, 9);
    expect(() => logAxisOf([0], 0, 1)).toThrow("no value is above 0");
  });
});

describe("a linear axis", () => {
  it("goes from 0 to the tick that is not below the greatest value", () => {
    const axis = linearAxisOf(1100, 500, 300, 0);
    expect(axis.ticks).toEqual([0, 500, 1000, 1500]);
    expect(axis.ticks.map((tick) => axis.at(tick))).toEqual([300, 200, 100, 0]);
    expect(linearAxisOf(0, 6, 0, 1).ticks).toEqual([0, 6]);
  });
});

describe("SVG elements", () => {
  it("round numbers, and escape what texts may have", () => {
    expect(element("rect", { x: 1.26, fill: '<"&' })).toBe('<rect x="1.3" fill="&lt;&quot;&amp;"/>');
    expect(textAt(1, 2, "a < b", "end")).toBe('<text x="1" y="2" text-anchor="end">a &lt; b</text>');
  });
});

describe("the drawings of a bench", () => {
  const rows: readonly DrawnRow[] = [
    growth("distinct", 10_000, 1000, 20, 40),
    growth("distinct", 1000, 1000, 5, 4),
    growth("equal", 1000, 1000, 3, 4),
    growth("distinct", 10_000, 10_000, 90, 400),
    { ...growth("10,000 tasks", 10_000, 10_000, 89), section: "standing workload" },
    { ...growth("100 tasks, all offers new", 10_000, 100, 9), section: "standing workload" },
  ];

  it("are equal for equal rows, in whatever order", () => {
    expect(drawingsOf({ rows })).toEqual(drawingsOf({ rows: rows.toReversed() }));
  });

  it("have a point for each size of each family, in order, and for the scan", () => {
    const svg = drawingsOf({ rows }).get("growth-over-agents.svg") ?? "";
    expect(svg.match(/<polyline/gu)).toHaveLength(3);
    expect(svg.match(/<circle/gu)).toHaveLength(5);
    for (const text of [
      "1,000",
      "10,000",
      "agents",
      "10 ms",
      "different tasks",
      "to 20.0 ms",
      "scan of every pair",
    ])
      expect(svg).toContain(`>${text}</text>`);
    const [first, second] = (/points="([^"]*)"/u.exec(svg)?.[1] ?? "")
      .split(" ")
      .map((at) => at.split(",").map(Number));
    expect(first?.[0]).toBeLessThan(second?.[0] ?? 0);
    expect(first?.[1]).toBeGreaterThan(second?.[1] ?? Infinity);
  });

  it("set the standing workload beside Fenzo, where Fenzo was timed", () => {
    const svg = drawingsOf({ rows }).get("beside-fenzo.svg") ?? "";
    expect(svg).toContain(">89.0 ms, 100 ×</text>");
    expect(svg.match(/ height="13" fill="#1d4ed8"/gu)).toHaveLength(2);
  });

  it("show a day: what is asked for, in use and there, and what waits, every five minutes", () => {
    const samples = [0, 1, 5, 10].map((minute) => ({
      atMs: 60_000 * minute,
      tasks: { waiting: minute === 1 ? 700 : 100, running: 0, done: 0 },
      cpus: { waiting: 10, running: 1000 * minute, agents: 2000 * minute },
    }));
    const svg = drawingsOf({ samples }).get("azure-day.svg") ?? "";
    const lines = [...svg.matchAll(/points="([^"]*)"/gu)].map(([, points = ""]) => points.split(" "));
    expect(lines.map(({ length }) => length)).toEqual([3, 3, 3, 3]);
    for (const text of ["at most 20,000", "at most 10,010", "at most 10,000", "at most 700", "hours"])
      expect(svg).toContain(`>${text}</text>`);
  });

  it("are readable on any ground, and are left out where there is nothing to draw", () => {
    for (const svg of drawingsOf({ rows }).values()) {
      expect(svg).toMatch(/^<svg xmlns="http:\/\/www\.w3\.org\/2000\/svg"/u);
      expect(svg).toContain('fill="#ffffff"');
      expect(svg).not.toContain("NaN");
    }
    expect([...drawingsOf({}).keys()]).toEqual([]);
  });
});

function growth(name: string, agents: number, tasks: number, medianMs: number, scanMs?: number): DrawnRow {
  return {
    section: "growth",
    name,
    agents,
    tasks,
    timing: { medianMs },
    ...(scanMs !== undefined && { scanMs }),
  };
}
