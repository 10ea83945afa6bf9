import type { Fitness } from "./fitness.ts";
import type { Scalars } from "./quantity.ts";

/** How much each part of a score counts, ≥ 0. Parts that do not apply to a task do not count. */
export interface Weights {
  readonly fitness: number;
  readonly preferences: number;
  readonly devices: number;
}

/** Keeps unused offers for later rounds instead of declining them at once. */
export interface Hold {
  /** Unused offers younger than this are kept, in ms; the age is `nowMs` less `receivedAtMs`. */
  readonly forMs: number;
  /** At most so many of the older ones are declined a round, the oldest first; default: all. */
  readonly maxDeclines?: number;
}

/** How a round decides. */
export interface Policy {
  /** Default `binPack("cpus", "mem")`. */
  readonly fitness?: Fitness;
  /** Default 35, 50, 15 for fitness, preferences, devices. */
  readonly weights?: Weights;
  /** Takes the first agent, in tie order, whose total is at least this, 0..1; else the best. */
  readonly goodEnough?: number;
  /** What a group's running and newly placed tasks may hold together; a group or a resource not named is unlimited. */
  readonly groupLimits?: Readonly<Record<string, Scalars>>;
  /** Assignments a round at most, a whole number ≥ 0. */
  readonly maxAssignments?: number;
  /** Default: whatever a round does not use is declined. */
  readonly hold?: Hold;
  /**
   * For how long a task without `expectedDurationMs` is taken to run, in ms, ≥ 0; default 0: it stays off agents only while they are
   * unavailable.
   */
  readonly assumedDurationMs?: number;
  /** Roles that tasks may have though no offer of theirs has been seen yet: those the framework subscribed to. */
  readonly roles?: readonly string[];
}

export const defaultWeights: Weights = { fitness: 35, preferences: 50, devices: 15 };
export const defaultFitness: Fitness = { kind: "binPack", resources: ["cpus", "mem"] };
