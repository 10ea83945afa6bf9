import fc from "fast-check";

/** A moment, of few, so that ages meet their limits exactly. */
export const timeMs: fc.Arbitrary<number> = fc.constantFrom(
  0,
  1,
  10,
  11,
  1000,
  1001,
  10_000,
  61_000,
  5_000_000,
);
