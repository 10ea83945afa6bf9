import { standingSizes, type standingTitles } from "../workloads/standing.ts";

/** The rows that Fenzo was timed on. */
export type FenzoTitle = Exclude<(typeof standingTitles)[number], `100 ${string}`>;

/**
 * What Fenzo 1.0 takes for the standing workload, `scheduleOnce` in seconds, by cluster size as {@link standingSizes} has them: Java 17,
 * warmed up, `cpuMemBinPacker`, every agent evaluated, on one core of a small shared machine; medians, not of this run.
 */
export const fenzoSeconds: Readonly<Record<FenzoTitle, readonly [number, number, number]>> = {
  "1,000 tasks": [0.08, 0.49, 1.3],
  "10,000 tasks": [1.2, 3.7, 8.9],
  "the same, with constraints on (10 % of the tasks)": [1.5, 8, 17],
  "10,000 equal tasks": [0.7, 3.7, 8.8],
  "one task, all offers new": [0.007, 0.17, 0.74],
  "1,000 new tasks, 10,000 running, all used agents offer the rest again": [0.5, 0.6, 1.3],
};

/** What Fenzo takes for a row of the standing workload, in ms; undefined where it was not timed. */
export function fenzoMs(title: string, agents: number): number | undefined {
  const row = Object.entries(fenzoSeconds).find(([name]) => name === title);
  const seconds = row?.[1][standingSizes.findIndex((size) => size === agents)];
  return seconds === undefined ? undefined : 1000 * seconds;
}
