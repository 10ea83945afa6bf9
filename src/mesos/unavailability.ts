import { expectFields, expectNumber } from "../model/input/expect.ts";

/** When an agent goes down for maintenance, in milliseconds since the epoch: the time of the cluster, so `nowMs` must be of it too. */
export interface MesosUnavailability {
  readonly startMs: number;
  /** For how long; absent: for good. */
  readonly durationMs?: number;
}

/**
 * What the v1 API writes as an Unavailability (mesos.proto), `{ start: { nanoseconds }, duration?: { nanoseconds } }`; undefined where there is none. Nanoseconds
 * of today are beyond 2⁵³, so a double has them to a few hundred. Throws for what is something else, numbers in strings too.
 */
export function unavailabilityOf(path: string, value: unknown): MesosUnavailability | undefined {
  if (value === undefined) return undefined;
  const { start, duration } = expectFields(path, value);
  const startMs = millisecondsOf(`${path}.start`, start, -Infinity, "a finite number");
  if (duration === undefined) return { startMs };
  return { startMs, durationMs: millisecondsOf(`${path}.duration`, duration, 0, "a finite number ≥ 0") };
}

function millisecondsOf(path: string, value: unknown, least: number, expected: string): number {
  const { nanoseconds } = expectFields(path, value);
  return expectNumber(`${path}.nanoseconds`, nanoseconds, least, expected) / 1e6;
}
