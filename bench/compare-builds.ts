// Times two builds in turns: `npx tsx bench/compare-builds.ts --help`.
import { existsSync } from "node:fs";
import { resolve } from "node:path";
import { pathToFileURL } from "node:url";
import { parseArgs } from "node:util";
import type { Round } from "stowage";
import { interleave, spreadOf, timed, type Spread } from "./measure/interleave.ts";
import { withTimeUnit } from "./text/numbers.ts";
import { renderTable } from "./text/table.ts";
import { allWorkloads, quickWorkloads } from "./workloads/table.ts";
import { nameOf, type Library, type Workload } from "./workloads/workload.ts";

const usage = `Usage: npx tsx bench/compare-builds.ts <before> <after> [options]

Times two builds, each a dist folder, in turns over some workloads, and prints how many times faster the second is. Keep a build by
copying it into the checkout, where it finds what it depends on: cp -r dist .cache/before

Options:
  --only <regex>  rows of the full bench whose name matches (default: the rows of the quick bench)
  --pairs <n>     runs of each build and row (default 15)
  --help          print this
`;

await main();

async function main(): Promise<void> {
  const { folders, only, pairs, isHelp } = parse();
  if (isHelp) {
    process.stdout.write(usage);
    return;
  }
  const [before, after] = folders;
  if (before === undefined || after === undefined || folders.length > 2) {
    complain(`expected two folders, got ${folders.length}`);
    return;
  }
  const missing = folders.find((folder) => !existsSync(resolve(folder, "index.js")));
  if (missing !== undefined) {
    complain(`${missing} has no index.js`);
    return;
  }
  if (!(Number.isInteger(pairs) && pairs > 0)) {
    complain("--pairs is not a whole number ≥ 1");
    return;
  }
  compare(await load(before), await load(after), chosenRows(only), pairs);
}

function parse(): {
  readonly folders: readonly string[];
  readonly only: string | undefined;
  readonly pairs: number;
  readonly isHelp: boolean;
} {
  const { values, positionals } = parseArgs({
    allowPositionals: true,
    options: {
      only: { type: "string" },
      pairs: { type: "string", default: "15" },
      help: { type: "boolean", default: false },
    },
  });
  return { folders: positionals, only: values.only, pairs: Number(values.pairs), isHelp: values.help };
}

function chosenRows(only: string | undefined): readonly Workload[] {
  if (only === undefined) return quickWorkloads();
  const pattern = new RegExp(only, "iu");
  return allWorkloads().filter((row) => pattern.test(nameOf(row)));
}

async function load(folder: string): Promise<Library> {
  return (await import(pathToFileURL(resolve(folder, "index.js")).href)) as Library;
}

function compare(before: Library, after: Library, rows: readonly Workload[], pairs: number): void {
  const lines: (readonly string[])[] = [];
  const ratios: number[] = [];
  for (const row of rows) {
    const first = row.prepare(before).run;
    const second = row.prepare(after).run;
    const isSame = placementsOf(first()) === placementsOf(second());
    const { firstMs, secondMs, ratio, leastRatio } = interleave(timed(first), timed(second), pairs);
    ratios.push(ratio.median);
    lines.push([
      nameOf(row),
      withTimeUnit(firstMs),
      withTimeUnit(secondMs),
      `${ratio.median.toFixed(2)} ×`,
      spreadText(ratio),
      `${leastRatio.toFixed(2)} ×`,
      isSame ? "same" : "DIFFERENT",
    ]);
    process.stderr.write(`${lines.length}/${rows.length} ${nameOf(row)}: ${ratio.median.toFixed(2)} ×\n`);
    if (!isSame) process.exitCode = 1;
  }
  if (rows.length === 0) {
    complain("no row has a name that matches");
    return;
  }
  const titles = ["workload", "before", "after", "faster", "10 to 90 %", "fastest runs", "placements"];
  const columns = titles.map((title, at) => ({
    title,
    align: at === 0 || at === 6 ? ("left" as const) : ("right" as const),
  }));
  const mean = Math.exp(ratios.reduce((sum, ratio) => sum + Math.log(ratio), 0) / ratios.length);
  const summary = `geometric mean ${mean.toFixed(2)} ×; over the rows ${spreadText(spreadOf(ratios))}`;
  process.stdout.write(`${[...renderTable(columns, lines), "", summary].join("\n")}\n`);
}

/** What two builds must agree on. */
function placementsOf({ assignments }: Round): string {
  return JSON.stringify(
    assignments.map(({ taskId, agentId, ports, devices }) => [taskId, agentId, ports, devices]),
  );
}

function spreadText({ low, high }: Spread): string {
  return `${low.toFixed(2)} to ${high.toFixed(2)}`;
}

function complain(message: string): void {
  process.stderr.write(`error: ${message}\n\n${usage}`);
  process.exitCode = 2;
}
