import type { Day, Sample } from "./day.ts";

/** A day in a few figures. */
export interface Summary {
  readonly tasks: Readonly<Record<"arrived" | "launched" | "done" | "waiting", number>>;
  /** `least` after the first has joined; `idle` in the mean. */
  readonly agents: Readonly<Record<"least" | "mean" | "most" | "last" | "idle", number>>;
  /** The part of the agents' cpus that tasks held, over all rounds. */
  readonly utilisation: number;
  /** Of the cpus that tasks asked for with those of the agents, over all rounds: 1 if one is a multiple of the other. */
  readonly correlation: number;
  /** The most cpus that agents had, in times of the most that tasks asked for. */
  readonly peak: number;
  /** Tasks that waited for agents, and for how long. */
  readonly short: Readonly<Record<"tasks" | "medianMs" | "p99Ms", number>>;
  readonly rounds: number;
  /** How long a round took. */
  readonly turn: Readonly<Record<"medianMs" | "p99Ms", number>>;
  readonly violations: number;
}

/** The figures of a day. */
export function summaryOf({ arrived, samples, shortMs, violations }: Day): Summary {
  const { waiting = 0, running = 0, done = 0 } = samples.at(-1)?.tasks ?? {};
  const loads = samples.map(loadOf);
  const capacities = samples.map(({ cpus }) => cpus.agents);
  const sizes = samples.map(({ agents }) => agents);
  const turns = samples.map(({ turnMs }) => turnMs);
  return {
    tasks: { arrived, launched: running + done, done, waiting },
    agents: {
      least: Math.min(...sizes.filter((size) => size > 0)),
      mean: meanOf(sizes),
      most: Math.max(...sizes),
      last: sizes.at(-1) ?? 0,
      idle: meanOf(samples.map(({ idleAgents }) => idleAgents)),
    },
    utilisation: meanOf(samples.map(({ cpus }) => cpus.running)) / meanOf(capacities),
    correlation: correlationOf(loads, capacities),
    peak: Math.max(...capacities) / Math.max(...loads),
    short: { tasks: shortMs.length, medianMs: quantileOf(shortMs, 0.5), p99Ms: quantileOf(shortMs, 0.99) },
    rounds: samples.length,
    turn: { medianMs: quantileOf(turns, 0.5), p99Ms: quantileOf(turns, 0.99) },
    violations: violations.length,
  };
}

/** Where the agents do not follow the load, a sentence each. */
export function lagsOf({ agents, utilisation, correlation, peak, short }: Summary): readonly string[] {
  const checks: readonly (readonly [isKept: boolean, text: string])[] = [
    [correlation >= 0.9, `the correlation of load and agents is ${correlation.toFixed(2)}, not 0.9 or more`],
    [utilisation >= 0.8, `${utilisation.toFixed(2)} of the agents' cpus are used, not 0.8 or more`],
    [peak <= 1.1, `the agents' peak is ${peak.toFixed(2)} times that of the load, not 1.1 or less`],
    [agents.idle <= agents.mean / 20, `${agents.idle.toFixed(0)} agents are idle, not one in 20 or less`],
    [
      short.p99Ms <= 15 * 60_000,
      `one task in a hundred waits ${short.p99Ms} ms or more for agents, not 15 minutes`,
    ],
  ];
  return checks.filter(([isKept]) => !isKept).map(([, text]) => text);
}

/** The cpus that tasks ask for, waiting and running. */
export function loadOf({ cpus }: Pick<Sample, "cpus">): number {
  return cpus.waiting + cpus.running;
}

/** Pearson's coefficient. */
function correlationOf(a: readonly number[], b: readonly number[]): number {
  const meanA = meanOf(a);
  const meanB = meanOf(b);
  const together = meanOf(a.map((value, at) => (value - meanA) * ((b[at] ?? 0) - meanB)));
  return together / Math.sqrt(varianceOf(a, meanA) * varianceOf(b, meanB));
}

function varianceOf(values: readonly number[], mean: number): number {
  return meanOf(values.map((value) => (value - mean) ** 2));
}

function meanOf(values: readonly number[]): number {
  return values.reduce((sum, value) => sum + value, 0) / values.length;
}

/** The value below which this part of them lies; 0 of none. */
function quantileOf(values: readonly number[], part: number): number {
  return values.toSorted((a, b) => a - b)[Math.floor(part * (values.length - 1))] ?? 0;
}
