import type * as stowage from "stowage";
import type { Offer, Round, RunningTask, Task } from "stowage";

/** A build of the package: what is timed can come from any of them. */
export type Library = typeof stowage;

/** One row of the bench. */
export interface Workload {
  readonly name: string;
  /** The heading it stands under. */
  readonly section: string;
  readonly agents: number;
  readonly tasks: number;
  /** The families in which it is one size of several. */
  readonly families?: readonly Family[];
  /** What it is to be timed beside: the same without what makes it special. */
  readonly plain?: Workload;
  /** Takes long: only with `--heavy`. */
  readonly isHeavy?: boolean;
  /** Builds all that is not timed. */
  readonly prepare: (library: Library) => Prepared;
}

/** Workloads that differ in one size alone. */
export interface Family {
  readonly name: string;
  readonly axis: "agents" | "tasks";
}

/** A workload ready to be timed. */
export interface Prepared {
  /** What is timed; each call does the same. */
  readonly run: () => Round;
  /** Where a naive scan can do the same: what it scans. */
  readonly packing?: Packing;
}

/**
 * Offers, one an agent, and tasks that ask for scalars, ports (at most one range each) and have at most one constraint, of few kinds;
 * packed, or spread, by cpus and mem.
 */
export interface Packing {
  readonly offers: readonly Offer[];
  readonly tasks: readonly Task[];
  readonly running?: readonly RunningTask[];
  readonly isSpread?: boolean;
}

/** The name by which a workload is picked and told from others. */
export function nameOf({ name, section, agents, tasks }: Workload): string {
  return `${section}: ${name}, ${agents} agents × ${tasks} tasks`;
}
