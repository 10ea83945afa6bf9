import { spawnSync } from "node:child_process";
import { fileURLToPath } from "node:url";
import { describe, expect, it } from "vitest";
import { growthOf, renderCurve, renderVerdict, type Sample } from "../../bench/soak/curve.ts";
import { parseSoakCommand } from "../../bench/soak/options.ts";

describe("the soak", () => {
  it("runs some hours of rounds without its heap growing", () => {
    const { status, stdout, stderr } = spawnSync(
      process.execPath,
      ["--import", "tsx", "bench/soak.ts", "--days", "0.2", "--agents", "100"],
      { cwd: fileURLToPath(new URL("../..", import.meta.url)), encoding: "utf8" },
    );
    expect(`${stdout}${stderr}`).toContain("576 rounds");
    expect({ status, stdout }).toMatchObject({ status: 0 });
    expect(stdout).toMatch(/: ok\n$/u);
  });

  it("takes ten days of 250 agents, or what it is told", () => {
    expect(parseSoakCommand([])).toEqual({
      kind: "run",
      options: { days: 10, agents: 250, seed: 1, isFlat: false },
    });
    expect(parseSoakCommand(["--days", "0.5", "--agents=20", "--seed", "7", "--flat"])).toEqual({
      kind: "run",
      options: { days: 0.5, agents: 20, seed: 7, isFlat: true },
    });
    expect(parseSoakCommand(["--help"])).toEqual({ kind: "help" });
  });

  it.each([
    [["--days", "0"], '--days is "0", expected a number from 0.1 to 1000'],
    [["--agents", "10.5"], "--agents is 10.5, expected a whole number"],
    [["--seed", ""], '--seed is "", expected a number from 0 to 4294967295'],
  ])("refuses %j", (args, message) => {
    expect(parseSoakCommand(args)).toEqual({ kind: "error", message });
  });
});

describe("the curve of a soak", () => {
  it("compares the last day with the first, hour by hour of the day", () => {
    const samples = hours(60, (hour) => 100 + (hour % 24) + (hour > 36 ? 1 : 0));
    expect(growthOf(samples)).toMatchObject({ hours: 24, isFine: true });
    expect(growthOf(samples).ratio).toBeCloseTo(112.5 / 111.5, 12);
    expect(growthOf(hours(48, (hour) => (hour > 24 ? 111 : 100)))).toMatchObject({
      ratio: 1.11,
      isFine: false,
    });
  });

  it("compares quarters of short runs, and needs two hours", () => {
    expect(growthOf(hours(2, (hour) => hour))).toMatchObject({ hours: 1, ratio: 2 });
    expect(growthOf(hours(8, (hour) => hour))).toMatchObject({ hours: 2, firstBytes: 1.5, lastBytes: 7.5 });
    expect(() => growthOf(hours(1, () => 1))).toThrow("expected two samples or more, got 1");
  });

  it("is printed with bars, and a verdict", () => {
    expect(renderCurve(hours(2, (hour) => hour * 1e6)).split("\n")).toEqual([
      "hour     heap  running  waiting",
      `   1  1.00 MB    1,000        0  ${"#".repeat(20)}`,
      `   2  2.00 MB    1,000        0  ${"#".repeat(40)}`,
    ]);
    expect(renderCurve(hours(240, () => 1)).split("\n")).toHaveLength(1 + 1 + 48);
    expect(renderVerdict(growthOf(hours(2, (hour) => hour * 1e6)))).toBe(
      "heap of the last hour 2.00 MB, of the first 1.00 MB: 2.000 ×, at most 1.1 ×: FAILED",
    );
  });
});

function hours(count: number, heapBytes: (hour: number) => number): readonly Sample[] {
  return Array.from({ length: count }, (_, at) => ({
    hour: at + 1,
    heapBytes: heapBytes(at + 1),
    running: 1000,
    waiting: 0,
  }));
}
