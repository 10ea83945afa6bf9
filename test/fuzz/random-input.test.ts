import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { InvalidInputError } from "../../src/index.ts";
import { deepFreeze } from "../support/build.ts";
import { waysIn } from "./calls.ts";

/** Anything that a program could put anywhere by mistake. */
const anything = fc.oneof(
  fc.constantFrom<unknown>(
    undefined,
    null,
    "",
    0,
    -0,
    -1,
    1.5,
    2 ** 53,
    1e300,
    Number.NaN,
    Infinity,
    -Infinity,
    10n,
    Symbol("s"),
    () => () => true,
    new Map(),
    Object.create(null),
    JSON.parse('{"__proto__": 1, "constructor": []}'),
    "a".repeat(10_000),
    "(a*)*$",
    Object.assign([], { 1: 1 }),
  ),
  fc.jsonValue({ maxDepth: 3 }),
  fc.double(),
  fc.string({ unit: "binary" }),
);

/** Places within the value: every object, every list and every leaf, as the keys that lead there. */
function placesIn(value: unknown): readonly (readonly string[])[] {
  if (typeof value !== "object" || value === null) return [[]];
  return [
    [],
    ...Object.entries(value).flatMap(([key, inner]) => placesIn(inner).map((rest) => [key, ...rest])),
  ];
}

/** The value with another at the place. */
function replaced(value: unknown, place: readonly string[], other: unknown): unknown {
  const [key, ...rest] = place;
  if (key === undefined || typeof value !== "object" || value === null) return other;
  const inner = replaced(Reflect.get(value, key), rest, other);
  return Array.isArray(value)
    ? value.map((each: unknown, i) => (String(i) === key ? inner : each))
    : { ...value, [key]: inner };
}

describe.each(waysIn)("$name", ({ good, call }) => {
  const places = placesIn(good);

  it("takes anything at any place, or refuses it", () => {
    fc.assert(
      fc.property(
        fc.array(fc.tuple(fc.constantFrom(...places), anything), { minLength: 1, maxLength: 3 }),
        (mutations) => {
          const value = mutations.reduce<unknown>(
            (whole, [place, other]) => replaced(whole, place, other),
            good,
          );
          try {
            call(deepFreeze(value) as never);
          } catch (error) {
            expect(error).toBeInstanceOf(InvalidInputError);
          }
        },
      ),
      { numRuns: 500 },
    );
  });
});
