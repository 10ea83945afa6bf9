import { describe, expect, it } from "vitest";
import {
  askedPortsOf,
  freePortsOf,
  hasPorts,
  takePorts,
  type FreePorts,
} from "../../bench/reference/free-ports.ts";
import { limitsOf } from "../../bench/reference/scan-limits.ts";
import { scanTablesOf } from "../../bench/reference/scan-tables.ts";
import { scan } from "../../bench/reference/scan.ts";
import { expectPlacements } from "../../bench/reference/verify.ts";
import { worstCases } from "../../bench/workloads/worst-cases.ts";
import { attributeIs, hasAttribute, maxPer, uniqueBy, type Offer, type Task } from "../../src/index.ts";
import * as stowage from "../../src/index.ts";

describe("the free ports of a scan", () => {
  it("shrink from either end, split in the middle, and close up where a range is gone", () => {
    const free = freePortsOf([
      [
        [20, 20],
        [1, 5],
      ],
      [[1, 9]],
    ]);
    for (const port of [3, 1, 5, 20]) takePorts(askedPortsOf([port]), free, 0);
    expect(rangesOf(free, 0)).toEqual([
      [2, 2],
      [4, 4],
    ]);
    expect(rangesOf(free, 1)).toEqual([[1, 9]]);
    expect(() => {
      takePorts(askedPortsOf([3]), free, 0);
    }).toThrow("port 3 is not free on row 0");
  });

  it("serve fixed ports first, then the lowest of the range, then the lowest of all", () => {
    const asked = askedPortsOf(["any", [5, 8], 2]);
    const free = freePortsOf([[[1, 9]], [[3, 9]], [[1, 4]]]);
    expect([0, 1, 2].map((row) => hasPorts(asked, free, row))).toEqual([true, false, false]);
    takePorts(asked, free, 0);
    expect(rangesOf(free, 0)).toEqual([
      [3, 4],
      [6, 9],
    ]);
  });

  it("refuse what would need looking ahead", () => {
    expect(() =>
      askedPortsOf([
        [1, 2],
        [3, 4],
      ]),
    ).toThrow("a scan takes one range of ports a task");
    expect(() => askedPortsOf([1, [1, 4]])).toThrow("within the range");
  });
});

describe("the limits of a scan", () => {
  const offers = ["a", "b", "c"].map((hostname, at): Offer => {
    const rack = at < 2 ? "one" : "two";
    return { id: hostname, agentId: hostname, hostname, resources: {}, attributes: { rack } };
  });

  it("count co-tasks by value, for every attribute that one of their group is limited by", () => {
    const tasks = [
      taskOf("1", { group: "g", constraints: [uniqueBy("hostname")] }),
      taskOf("2", { group: "g", constraints: [maxPer("rack", 2)] }),
      taskOf("3", { group: "other", constraints: [uniqueBy("hostname")] }),
    ];
    const limits = limitsOf(offers, tasks);
    limits.count(1, 1);
    expect(limits.of(0)).toMatchObject({ counts: new Int32Array([0, 1, 0]), most: 1 });
    expect(limits.of(1)).toMatchObject({ counts: new Int32Array([1, 0]), most: 2 });
    expect(limits.of(2)).toMatchObject({ counts: new Int32Array([0, 0, 0]) });
  });

  it("refuse values where a constraint is static, and know no others", () => {
    const limits = limitsOf(offers, [
      taskOf("1", { constraints: [attributeIs("rack", "two")] }),
      taskOf("2"),
    ]);
    expect(limits.of(0)).toMatchObject({ codes: new Int32Array([0, 0, 1]), counts: new Int32Array([1, 0]) });
    expect(limits.of(1)).toBeUndefined();
    const unknown = limitsOf(offers, []);
    expect(unknown.of(0)).toBeUndefined();
    expect(() => limitsOf(offers, [taskOf("1", { constraints: [hasAttribute("rack")] })])).toThrow(
      "a scan takes no hasAttribute",
    );
  });
});

describe("the worst cases", () => {
  it.each(worstCases(60, 80).map((workload) => [workload.name, workload] as const))(
    "are placed as a scan places them: %s",
    (_, workload) => {
      const { run, packing } = workload.prepare(stowage);
      expect(packing).toBeDefined();
      if (packing === undefined) return;
      const round = run();
      const tables = scanTablesOf(packing);
      const rows = scan(tables);
      expect(round.assignments.length).toBeGreaterThan(0);
      expectPlacements(workload.name, packing, round, (at) => tables.agentIds[rows[at] ?? -1]);
    },
  );
});

function rangesOf({ stride, counts, firsts, lasts }: FreePorts, row: number): readonly unknown[] {
  return Array.from({ length: counts[row] ?? 0 }, (_, at) => [
    firsts[row * stride + at],
    lasts[row * stride + at],
  ]);
}

function taskOf(id: string, more: Partial<Task> = {}): Task {
  return { id, resources: {}, ...more };
}
