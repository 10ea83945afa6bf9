import { describe, expect, it } from "vitest";
import { asTimes, reach, type Goal } from "../../bench/goals/goal.ts";
import { allGoals } from "../../bench/goals/goals.ts";
import { fenzoMs } from "../../bench/reference/fenzo.ts";
import { renderGoals } from "../../bench/report/goals-table.ts";
import { renderWorst } from "../../bench/report/worst-table.ts";
import { carriedRounds } from "../../bench/workloads/carried.ts";
import { allWorkloads } from "../../bench/workloads/table.ts";
import { nameOf } from "../../bench/workloads/workload.ts";
import * as stowage from "../../src/index.ts";

describe("a goal", () => {
  it("is met at its limit, and not beyond", () => {
    expect(reach(goalOf({ least: 40 }, 40))).toEqual({
      name: "a goal",
      goal: "at least 40.00 ×",
      reached: "40.00 ×",
      figure: 40,
      detail: "of this",
      isMet: true,
    });
    expect(reach(goalOf({ least: 40 }, 39.9)).isMet).toBe(false);
    expect(reach(goalOf({ most: 2 }, 2.1))).toMatchObject({ goal: "at most 2.00 ×", isMet: false });
    expect(reach(goalOf({ most: 2 }, Number.NaN)).isMet).toBe(false);
  });

  it("is printed with what was reached, or not", () => {
    const goals = [reach(goalOf({ least: 1000 }, 1234)), reach(goalOf({ most: 2 }, 3))];
    expect(renderGoals(goals)?.split("\n")).toEqual([
      "goals   goal              reached           of",
      "a goal  at least 1,000 ×  1,234 ×  met      of this",
      "a goal  at most 2.00 ×    3.00 ×   NOT MET  of this",
    ]);
    expect(renderGoals([])).toBeUndefined();
  });
});

describe("the names of the bench", () => {
  it("are each of one row, one goal", () => {
    const names = [...allWorkloads().map(nameOf), ...allGoals().map(({ name }) => name)];
    expect(new Set(names).size).toBe(names.length);
  });
});

describe("rounds that are carried on", () => {
  it("take what has ended and what was used back into the next, in exact accounts with the master", () => {
    const next = carriedRounds(stowage, 50, 5);
    for (let round = 0; round < 20; round++) expect(next()).toBeGreaterThan(0);
  });
});

describe("what Fenzo takes", () => {
  it("is known for its rows and sizes alone", () => {
    expect(fenzoMs("10,000 tasks", 10_000)).toBe(8900);
    expect(fenzoMs("one task, all offers new", 1000)).toBe(7);
    expect(fenzoMs("10,000 tasks", 100_000)).toBeUndefined();
    expect(fenzoMs("100 tasks, all offers new", 10_000)).toBeUndefined();
  });
});

describe("the worst cases as a table", () => {
  it("say which are slower than they may be beside a scan", () => {
    const worst = { name: "bad", agents: 1000, tasks: 10, matchMs: 3, scanMs: 2, ratio: 1.5 };
    expect(renderWorst([worst, { ...worst, ratio: 1.51 }])?.split("\n")).toEqual([
      "worst cases  agents  tasks    match  plain scan  match/scan  at most 1.5",
      "bad           1,000     10  3.00 ms     2.00 ms        1.50  met",
      "bad           1,000     10  3.00 ms     2.00 ms        1.51  NOT MET",
    ]);
    expect(renderWorst([])).toBeUndefined();
  });
});

function goalOf(limit: Pick<Goal, "least" | "most">, figure: number): Goal {
  return { name: "a goal", ...limit, render: asTimes, measure: () => ({ figure, detail: "of this" }) };
}
