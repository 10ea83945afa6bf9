import fc from "fast-check";
import type { Unavailability } from "../../src/index.ts";
import { rarely, shapeOf } from "./shapes.ts";

/** A moment, of few, so that ages meet their limits exactly. */
export const timeMs: fc.Arbitrary<number> = rarely(
  10,
  fc.constantFrom(0, 1, 10, 11, 1000, 1001, 10_000, 61_000, 5_000_000),
  fc.constantFrom(-1000, -5, 0.5, 10.25),
);

/** For how long something is: from one of the moments to another, often. */
export const durationMs: fc.Arbitrary<number> = fc.constantFrom(
  0,
  1,
  9,
  10,
  11,
  990,
  1000,
  60_000,
  0.25,
  1e6,
);

/** When an agent is away. */
export const unavailability: fc.Arbitrary<Unavailability> = shapeOf<Unavailability>(
  { startMs: timeMs, durationMs },
  ["startMs"],
);

/** Until when an agent is disabled: mostly later than now. */
export const untilMs: fc.Arbitrary<number> = fc.oneof(
  timeMs,
  fc.constantFrom(6_000_000, 70_001, 31_536_000_001, 1e15),
);
