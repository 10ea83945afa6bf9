import { readFileSync, writeFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { withThousands } from "../text/numbers.ts";

/** Work counters by name. */
export type Counters = Readonly<Record<string, number>>;
/** The work counters expected of each workload, by its name. */
export type Baseline = Readonly<Record<string, Counters>>;

const path = fileURLToPath(new URL("../baseline.json", import.meta.url));

/** The baseline that is kept with the source. */
export function readBaseline(): Baseline {
  return JSON.parse(readFileSync(path, "utf8")) as Baseline;
}

/** Replaces it; a workload a line, so that changes can be read. */
export function writeBaseline(baseline: Baseline): void {
  const lines = Object.entries(baseline).map(
    ([name, stats]) => `  ${JSON.stringify(name)}: ${JSON.stringify(stats)}`,
  );
  writeFileSync(path, `{\n${lines.join(",\n")}\n}\n`);
}

/** How the counters of a workload differ from those expected, a sentence each. */
export function differencesFrom(expected: Baseline, name: string, stats: Counters): readonly string[] {
  const before = expected[name];
  if (before === undefined) return [`${name} is not in the baseline`];
  const counters = new Set([...Object.keys(before), ...Object.keys(stats)]);
  return [...counters].flatMap((counter) => {
    const was = before[counter];
    const is = stats[counter];
    if (was === is) return [];
    if (was === undefined || is === undefined) {
      return [`${name}: ${counter} is ${is ?? "gone"}, the baseline has ${was ?? "no such counter"}`];
    }
    const change = was === 0 ? "" : ` (${is > was ? "+" : ""}${((100 * (is - was)) / was).toFixed(1)} %)`;
    return [`${name}: ${counter} is ${withThousands(is)}, the baseline has ${withThousands(was)}${change}`];
  });
}
