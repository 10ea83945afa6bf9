import * as stowage from "stowage";
import { interleave, type Interleaved } from "../measure/interleave.ts";
import type { BenchOptions } from "../options.ts";
import { scanTablesOf } from "../reference/scan-tables.ts";
import { scan } from "../reference/scan.ts";
import { expectPlacements } from "../reference/verify.ts";
import { counted, withTimeUnit } from "../text/numbers.ts";
import { renderTable } from "../text/table.ts";
import { quickWorkloads } from "../workloads/table.ts";
import { nameOf } from "../workloads/workload.ts";
import { differencesFrom, readBaseline, writeBaseline, type Baseline, type Counters } from "./baseline.ts";
import { gates, type Gate } from "./gates.ts";

/** A ratio outside its limit is taken again over so many times the pairs: noise leaves the shortest of many times alone, a slow build does not. */
const againTimes = 5;

/** Checks the work counters and the ratios. Returns whether all are as they should be. */
export function runQuick({ only, updateBaseline }: BenchOptions): boolean {
  const counts = countWork(only);
  if (updateBaseline) {
    writeBaseline(counts);
    print(`${counted(Object.keys(counts).length, "workload")} written to bench/baseline.json`);
  }
  const isWorkFine = checkCounters(counts, only);
  const areRatiosFine = checkGates(gates.filter(({ name }) => only.test(name)));
  return isWorkFine && areRatiosFine;
}

/** The work counters of every quick workload; where a scan can do the same, its placements must be the same. */
function countWork(only: RegExp): Baseline {
  const counts: Record<string, Counters> = {};
  for (const workload of quickWorkloads()) {
    const name = nameOf(workload);
    if (!only.test(name)) continue;
    const { run, packing } = workload.prepare(stowage);
    const round = run();
    if (packing !== undefined) {
      const tables = scanTablesOf(packing);
      const rows = scan(tables);
      expectPlacements(name, packing, round, (at) => tables.agentIds[rows[at] ?? -1]);
    }
    counts[name] = { ...round.stats };
  }
  return counts;
}

function checkCounters(counts: Baseline, only: RegExp): boolean {
  const baseline = readBaseline();
  const differences = Object.entries(counts).flatMap(([name, stats]) =>
    differencesFrom(baseline, name, stats),
  );
  const gone = Object.keys(baseline).filter((name) => only.test(name) && counts[name] === undefined);
  const wrong = [...differences, ...gone.map((name) => `${name} is in the baseline, and no workload now`)];
  if (wrong.length === 0) {
    print(`work counters: ${counted(Object.keys(counts).length, "workload")} as in bench/baseline.json`);
    return true;
  }
  print(`work counters: ${counted(wrong.length, "difference")} from bench/baseline.json`);
  for (const text of wrong) print(`  ${text}`);
  print("  where the work was meant to change: npm run bench:quick -- --update-baseline");
  return false;
}

function checkGates(chosen: readonly Gate[]): boolean {
  const results = chosen.map((gate) => {
    const { slow, fast } = gate.prepare();
    const { name, least = 0, most = Infinity, pairs } = gate;
    const isWithin = ({ leastRatio }: Interleaved): boolean => leastRatio >= least && leastRatio <= most;
    let times = interleave(slow, fast, pairs);
    if (!isWithin(times)) times = interleave(slow, fast, pairs * againTimes);
    const { firstMs, secondMs, ratio, leastRatio } = times;
    const isFine = isWithin(times);
    const limit = gate.least === undefined ? `at most ${most}` : `at least ${least}`;
    const cells = [
      isFine ? "ok" : "FAILED",
      leastRatio.toFixed(2),
      `${ratio.low.toFixed(2)} to ${ratio.high.toFixed(2)}`,
      limit,
      `${withTimeUnit(firstMs)} : ${withTimeUnit(secondMs)}`,
      name,
    ];
    return { isFine, cells };
  });
  if (results.length === 0) return true;
  const left = ["ratios", "ratio", "10 to 90 %", "limit", "times", "what"].map((title) => ({
    title,
    align: "left" as const,
  }));
  print("");
  for (const line of renderTable(
    left,
    results.map(({ cells }) => cells),
  )) {
    print(line);
  }
  return results.every(({ isFine }) => isFine);
}

function print(line: string): void {
  process.stdout.write(`${line}\n`);
}
