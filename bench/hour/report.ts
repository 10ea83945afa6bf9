import type { HourReport } from "./run.ts";

/** The report in lines. */
export function reportOf(report: HourReport): readonly string[] {
  const { items, seconds, rounds, meanMs, worstMs, launches, kills, faults, refusals, violations } = report;
  return [
    `${items.finished} of ${items.batch} batch items finished after ${seconds} simulated seconds, beside ${items.services} services`,
    `${rounds} rounds, ${meanMs.toFixed(1)} ms in the mean, ${worstMs.toFixed(0)} ms at worst`,
    `${launches} launches, ${kills} kills; ${counted(Object.entries(faults))}`,
    `refused: ${counted(refusals)}`,
    `violations: ${violations.length === 0 ? "none" : violations.length}`,
    ...violations.slice(0, 20).map((each) => `  ${each}`),
  ];
}

function counted(entries: Iterable<readonly [string, number]>): string {
  return Array.from(entries, ([name, count]) => `${count} ${name}`).join(", ") || "none";
}
