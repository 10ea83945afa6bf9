import { collectGarbage } from "./measure/heap.ts";
import { measureRow, nameOf, type MeasuredRow } from "./measure/row.ts";
import type { BenchOptions } from "./options.ts";
import { growthsOf, renderGrowth } from "./report/growth-table.ts";
import { renderRows } from "./report/rows-table.ts";
import { renderStanding } from "./report/standing-table.ts";
import { writeJson } from "./report/write-json.ts";
import { withTimeUnit } from "./text/numbers.ts";
import { allWorkloads } from "./workloads/table.ts";
import { standingSection } from "./workloads/standing.ts";

/** How long a row is timed, warming up aside. */
const budgetMs = 2000;

/** Measures the rows asked for, prints them and writes them as JSON. Returns whether there was any. */
export async function runFull({ only, isHeavy, out }: BenchOptions): Promise<boolean> {
  const all = allWorkloads();
  if (!all.some(({ section }) => section === standingSection)) {
    process.stderr.write(
      "the standing workload is left out: STOWAGE_SHARED names no folder that has data/workload-10k\n",
    );
  }
  const chosen = all.filter((row) => only.test(nameOf(row)) && (isHeavy || !row.isHeavy));
  if (chosen.length === 0) {
    process.stderr.write("no row has a name that matches\n");
    return false;
  }
  const rows: MeasuredRow[] = [];
  for (const [at, workload] of chosen.entries()) {
    collectGarbage();
    const row = await measureRow(workload, budgetMs);
    rows.push(row);
    const { medianMs } = row.timing;
    process.stderr.write(`${at + 1}/${chosen.length} ${nameOf(workload)}: ${withTimeUnit(medianMs)}\n`);
  }
  writeJson(out, rows);
  const tables = [renderRows(rows), legend, renderGrowth(growthsOf(rows)), renderStanding(rows)];
  process.stdout.write(
    `${tables.filter((table) => table !== undefined).join("\n\n")}\n\nwritten to ${out}\n`,
  );
  return true;
}

const legend = `median: of the runs after warming up; ±: margin of error of the mean. ns/pair: of the median per (task, agent).
scan/it: the time of a naive scan of every (task, agent) over typed arrays, run beside it, whose placements were
found to be the same, over it, both at their fastest. heap: more than before as a round ends, garbage included; kept: what its
result holds of that. looked at, scored: (task, agent) pairs. own calls: calls of the user's own evaluators.`;
