import { describe, expect, it } from "vitest";
import { parseBenchCommand } from "../../bench/options.ts";
import { differencesFrom } from "../../bench/quick/baseline.ts";
import { randomOf } from "../../bench/random.ts";
import { scanTablesOf } from "../../bench/reference/scan-tables.ts";
import { scan } from "../../bench/reference/scan.ts";
import { expectPlacements } from "../../bench/reference/verify.ts";
import { drawOffers } from "../../bench/workloads/draw-offers.ts";
import { drawTasks } from "../../bench/workloads/draw-tasks.ts";
import { clusterOf, match, type Offer } from "../../src/index.ts";

describe("the options of the bench", () => {
  it("default to the full table", () => {
    expect(parseBenchCommand([])).toEqual({
      kind: "run",
      options: {
        isQuick: false,
        only: /(?:)/iu,
        isHeavy: false,
        updateBaseline: false,
        out: ".cache/bench.json",
      },
    });
  });

  it("filter by a pattern", () => {
    expect(parseBenchCommand(["--only", "gpu|ports"])).toMatchObject({ options: { only: /gpu|ports/iu } });
    expect(parseBenchCommand(["--only", "("]).kind).toBe("error");
  });

  it("update the baseline of the quick form only, and all of it", () => {
    expect(parseBenchCommand(["--quick", "--update-baseline"])).toMatchObject({
      options: { updateBaseline: true },
    });
    expect(parseBenchCommand(["--update-baseline"]).kind).toBe("error");
    expect(parseBenchCommand(["--quick", "--update-baseline", "--only", "x"]).kind).toBe("error");
    expect(parseBenchCommand(["--what"]).kind).toBe("error");
    expect(parseBenchCommand(["--help"])).toEqual({ kind: "help" });
  });
});

describe("the baseline of work counters", () => {
  const expected = { row: { agentsVisited: 1000, scoresComputed: 0 } };

  it("is met by the same counters", () => {
    expect(differencesFrom(expected, "row", { agentsVisited: 1000, scoresComputed: 0 })).toEqual([]);
  });

  it("tells which counter of which workload differs, and by how much", () => {
    expect(differencesFrom(expected, "row", { agentsVisited: 1105, scoresComputed: 3 })).toEqual([
      "row: agentsVisited is 1,105, the baseline has 1,000 (+10.5 %)",
      "row: scoresComputed is 3, the baseline has 0",
    ]);
  });

  it("tells of counters and workloads that came or went", () => {
    expect(differencesFrom(expected, "row", { scoresComputed: 0, more: 1 })).toEqual([
      "row: agentsVisited is gone, the baseline has 1000",
      "row: more is 1, the baseline has no such counter",
    ]);
    expect(differencesFrom(expected, "other", {})).toEqual(["other is not in the baseline"]);
  });
});

describe("the naive scan", () => {
  it("places a task on the fullest agent that can hold it, the first by hostname among equals", () => {
    const tables = scanTablesOf({
      offers: [offerOf("c", 4), offerOf("b", 4), offerOf("a", 8)],
      tasks: [4, 5, 9, 4].map((cpus) => ({ id: String(cpus), resources: { cpus, mem: 10 } })),
    });
    expect([...scan(tables)].map((row) => tables.agentIds[row])).toEqual(["b", "a", undefined, "c"]);
  });

  it("agrees with a round over a drawn workload, and says where one does not", () => {
    const packing = {
      offers: drawOffers(30, randomOf(3)),
      tasks: drawTasks(300, randomOf(4), "port counts"),
    };
    const round = match({ cluster: clusterOf(packing.offers), tasks: packing.tasks, nowMs: 0 });
    const tables = scanTablesOf(packing);
    const rows = scan(tables);
    expectPlacements("drawn", packing, round, (at) => tables.agentIds[rows[at] ?? -1]);
    expect(() => {
      expectPlacements("drawn", packing, round, () => "elsewhere");
    }).toThrow(/^drawn: task-0 went to agent-0000\d\d, a scan of every agent puts it on elsewhere$/u);
  });
});

describe("seeded draws", () => {
  it("are the same for the same seed, and within their ranges", () => {
    expect(drawsOf(7)).toEqual(drawsOf(7));
    expect(drawsOf(7)).not.toEqual(drawsOf(8));
    expect(new Set(drawsOf(7))).toEqual(new Set([-2, -1, 0, 1, 2, 3, 4, 5]));
  });
});

function offerOf(hostname: string, cpus: number): Offer {
  return { id: hostname, agentId: hostname, hostname, resources: { cpus, mem: 1000 } };
}

function drawsOf(seed: number): readonly number[] {
  const random = randomOf(seed);
  return Array.from({ length: 1000 }, () => random.integer(-2, 5));
}
