import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { InvalidInputError } from "../../src/index.ts";
import { deepFreeze } from "../support/build.ts";
import { waysIn } from "./calls.ts";
import { mutated } from "./mutated.ts";

describe.each(waysIn)("$name", ({ good, call }) => {
  it("takes anything at any place, or refuses it", () => {
    fc.assert(
      fc.property(mutated(good), (value) => {
        try {
          call(deepFreeze(value) as never);
        } catch (error) {
          expect(error).toBeInstanceOf(InvalidInputError);
        }
      }),
      { numRuns: 500 },
    );
  });
});
