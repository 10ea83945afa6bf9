import fc from "fast-check";
import { rarely } from "./shapes.ts";

/** A moment, of few, so that ages meet their limits exactly. */
export const timeMs: fc.Arbitrary<number> = rarely(
  10,
  fc.constantFrom(0, 1, 10, 11, 1000, 1001, 10_000, 61_000, 5_000_000),
  fc.constantFrom(-1000, -5, 0.5, 10.25),
);

/** Until when an agent is disabled: mostly later than now. */
export const untilMs: fc.Arbitrary<number> = fc.oneof(
  timeMs,
  fc.constantFrom(6_000_000, 70_001, 31_536_000_001, 1e15),
);
