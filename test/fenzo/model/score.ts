import { devicesScore, type Grant } from "./devices.ts";
import type { Oddities } from "./rules.ts";

/** The parts of a score that apply, each 0..1. */
export interface Parts {
  readonly fitness: number;
  readonly preferences: number | undefined;
  readonly devices: number | undefined;
}

/** A score as it is compared between hosts, and as it is held against what is good enough. */
export interface Worth {
  readonly sum: number;
  readonly total: number;
}

export function partsOf(fitness: number, preferences: number | undefined, grants: readonly Grant[]): Parts {
  return { fitness, preferences, devices: devicesScore(grants) };
}

/** Fenzo's combined number: soft constraints that the task has not all hold, sets that do not apply are worth nothing. */
export function combinedOf({ fitness, preferences = 1, devices = 0 }: Parts): number {
  return (15 * devices + 50 * preferences + 35 * fitness) / 100;
}

/** With D1 every part counts; without it those that apply, and the total is their mean. */
export function worthOf(parts: Parts, oddities: Oddities): Worth {
  if (oddities.has("D1")) {
    const combined = combinedOf(parts);
    return { sum: combined, total: combined };
  }
  const { fitness, preferences, devices } = parts;
  const applying = [
    { weight: 15, score: devices },
    { weight: 50, score: preferences },
    { weight: 35, score: fitness },
  ].flatMap(({ weight, score }) => (score === undefined ? [] : [{ weight, score }]));
  const sum = applying.reduce((all, { weight, score }) => all + weight * score, 0);
  return { sum, total: sum / applying.reduce((all, { weight }) => all + weight, 0) };
}

/** The other score, where it is within the tolerance of this. */
export function within(tolerance: number, score: number, other: number | "NaN" | undefined): number {
  return typeof other === "number" && Math.abs(score - other) <= tolerance ? other : score;
}
