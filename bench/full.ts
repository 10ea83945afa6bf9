import { reach } from "./goals/goal.ts";
import { allGoals } from "./goals/goals.ts";
import { collectGarbage } from "./measure/heap.ts";
import { measureRow, type MeasuredRow } from "./measure/row.ts";
import { measureWorstCase } from "./measure/worst-case.ts";
import type { BenchOptions } from "./options.ts";
import { renderGoals } from "./report/goals-table.ts";
import { growthsOf, renderGrowth } from "./report/growth-table.ts";
import { renderRows } from "./report/rows-table.ts";
import { renderStanding } from "./report/standing-table.ts";
import { renderWorst } from "./report/worst-table.ts";
import { writeJson } from "./report/write-json.ts";
import { withTimeUnit } from "./text/numbers.ts";
import { allWorkloads } from "./workloads/table.ts";
import { standingSection } from "./workloads/standing.ts";
import { nameOf, type Workload } from "./workloads/workload.ts";
import { worstCases } from "./workloads/worst-cases.ts";

/** How long a row is timed, warming up aside. */
const budgetMs = 1000;

/** Measures the rows, worst cases and goals asked for, prints them and writes them as JSON. Returns whether there was any. */
export async function runFull({ only, isHeavy, out }: BenchOptions): Promise<boolean> {
  const all = allWorkloads();
  if (!all.some(({ section }) => section === standingSection)) {
    process.stderr.write(
      "the standing workload is left out: STOWAGE_SHARED names no folder that has data/workload-10k\n",
    );
  }
  const chosen = all.filter((row) => only.test(nameOf(row)) && (isHeavy || !row.isHeavy));
  const chosenWorst = worstCases(10_000, 2000).filter((row) => only.test(nameOf(row)));
  const chosenGoals = allGoals().filter(({ name }) => only.test(`goals: ${name}`));
  if (chosen.length + chosenWorst.length + chosenGoals.length === 0) {
    process.stderr.write("no row has a name that matches\n");
    return false;
  }
  const rows = await measureRows(chosen);
  const worst = chosenWorst.map(
    telling(measureWorstCase, ({ name, ratio }) => `${name}: ${ratio.toFixed(2)} ×`),
  );
  const goals = chosenGoals.map(telling(reach, ({ name, reached }) => `${name}: ${reached}`));
  writeJson(out, { rows, worst, goals });
  const tables = [
    rows.length === 0 ? undefined : `${renderRows(rows)}\n\n${legend}`,
    renderGrowth(growthsOf(rows)),
    renderStanding(rows),
    renderWorst(worst),
    renderGoals(goals),
  ];
  process.stdout.write(
    `${tables.filter((table) => table !== undefined).join("\n\n")}\n\nwritten to ${out}\n`,
  );
  return true;
}

async function measureRows(chosen: readonly Workload[]): Promise<readonly MeasuredRow[]> {
  const rows: MeasuredRow[] = [];
  for (const [at, workload] of chosen.entries()) {
    collectGarbage();
    const row = await measureRow(workload, budgetMs);
    rows.push(row);
    const { medianMs } = row.timing;
    process.stderr.write(`${at + 1}/${chosen.length} ${nameOf(workload)}: ${withTimeUnit(medianMs)}\n`);
  }
  return rows;
}

/** Measures one, from a clean heap, and says what it came to. */
function telling<From, To>(measure: (from: From) => To, say: (to: To) => string): (from: From) => To {
  return (from) => {
    collectGarbage();
    const measured = measure(from);
    process.stderr.write(`${say(measured)}\n`);
    return measured;
  };
}

const legend = `median: of the runs after warming up; ±: margin of error of the mean. ns/pair: of the median per (task, agent).
scan/it: the time of a naive scan of every (task, agent) over typed arrays, run beside it, whose placements were
found to be the same, over it, both at their fastest. × plain: times the time of the same without what makes it
special, in turns. heap: more than before as a round ends, garbage included; kept: what its result holds of that; peak: the
most memory of the process so far. looked at, scored: (task, agent) pairs. own calls: calls of the user's own evaluators.`;
