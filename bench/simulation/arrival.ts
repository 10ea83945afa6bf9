import type { Task } from "stowage";

/** A task that comes to the scheduler, and how long it will run. */
export interface Arrival {
  readonly task: Task;
  /** What kind of work it is, for the report. */
  readonly kind: string;
  /** Infinity: it never ends. */
  readonly durationMs: number;
}

/** What is simulated: the tasks that arrive in each round. */
export type Arrivals = readonly (readonly Arrival[])[];
