import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { checkPattern } from "../../src/model/input/pattern.ts";
import { attributeLike, clusterOf, InvalidInputError, match, maxPatternLength } from "../../src/index.ts";
import { offer, refusalOf, task } from "../support/build.ts";

/** Whether the pattern takes the value of the agent's attribute. */
function takes(pattern: string, value: string): boolean {
  const cluster = clusterOf([offer({ attributes: { rack: value } })]);
  const constraints = [attributeLike("rack", pattern)];
  return match({ cluster, tasks: [task({ constraints })], nowMs: 0 }).assignments.length === 1;
}

/** Patterns that take engines with backtracking exponential or high polynomial time. */
const catastrophes: readonly (readonly [pattern: string, value: string])[] = [
  ["(a+)+", `${"a".repeat(5000)}!`],
  ["(a*)*", `${"a".repeat(5000)}!`],
  ["(a|aa)+", `${"a".repeat(5000)}!`],
  ["(a|a?)+", `${"a".repeat(5000)}!`],
  ["([a-zA-Z]+)*", `${"a".repeat(5000)}1`],
  ["(.*a){12}", `${"a".repeat(2000)}!`],
  ["(x+x+)+y", "x".repeat(5000)],
  [".*.*.*.*.*=.*", "x".repeat(5000)],
  ["(a?){30}a{30}", "a".repeat(29)],
  ["(((a*)*)*)*b", "a".repeat(5000)],
];

describe("attributeLike", () => {
  it.each(catastrophes)("ends soon, whatever backtracking would cost: %s", (pattern, value) => {
    const start = performance.now();
    expect(takes(pattern, value)).toBe(false);
    expect(performance.now() - start).toBeLessThan(5000);
  });

  it("refuses repeats that would fill the memory", () => {
    for (const pattern of ["a{1001}", "(a{1000}){1000}", "((a{100}){100}){100}", "a{99999999999}"]) {
      const { path, expected } = refusalOf(() => takes(pattern, "a"));
      expect(path).toBe("tasks[0].constraints[0].pattern");
      expect(expected).toMatch(/^a pattern in RE2 syntax \(.+\)$/);
    }
  });

  it("refuses or takes deep parentheses, and ends", () => {
    for (const depth of [100, 333, 499]) {
      const pattern = "(".repeat(depth) + "a" + ")".repeat(depth);
      try {
        expect(takes(pattern, "a")).toBe(true);
      } catch (error) {
        expect(error).toBeInstanceOf(InvalidInputError);
      }
    }
  });

  it("takes a pattern of the greatest length, and none longer", () => {
    expect(takes("a".repeat(maxPatternLength), "a".repeat(maxPatternLength))).toBe(true);
    expect(refusalOf(() => takes("a".repeat(maxPatternLength + 1), "a")).expected).toBe(
      "a pattern of at most 1000 characters",
    );
  });

  it("says what is wrong with a pattern, shortened where it is long", () => {
    expect(refusalOf(() => takes(`${"a".repeat(60)}(`, "a"))).toMatchObject({
      path: "tasks[0].constraints[0].pattern",
      got: `"${"a".repeat(60)}"…`,
    });
    expect(refusalOf(() => takes("(", "a")).got).toBe('"("');
  });

  it("compiles or refuses any text, and ends", () => {
    const pieces = [
      "a",
      ".",
      "*",
      "+",
      "?",
      "{2}",
      "{3,}",
      "{100}",
      "(",
      ")",
      "[",
      "]",
      "^",
      "$",
      "|",
      "\\",
      "-",
    ];
    const pattern = fc.array(
      fc.oneof(fc.constantFrom(...pieces, String.raw`\pL`, "(?i)", "(?:"), fc.string()),
      {
        maxLength: 30,
      },
    );
    fc.assert(
      fc.property(pattern, fc.string({ maxLength: 200 }), (parts, value) => {
        try {
          takes(parts.join(""), value);
        } catch (error) {
          expect(error).toBeInstanceOf(InvalidInputError);
        }
      }),
      { numRuns: 2000 },
    );
  });

  it("keeps its answers over more patterns than are kept compiled", () => {
    for (let i = 0; i < 1010; i++) expect(takes(`rack-${i}`, `rack-${i}`)).toBe(true);
    expect(takes("rack-0", "rack-1")).toBe(false);
    expect(takes("rack-0", "rack-0")).toBe(true);
  });

  it("refuses what it refused before, also after more patterns than are remembered", () => {
    const refusals = (): readonly (string | undefined)[] =>
      ["(", "a{1001}"].map((pattern) => refusalOf(() => takes(pattern, "a")).expected);
    const before = refusals();
    for (let i = 0; i < 20_010; i++) expect(() => checkPattern(`r${i}`)).not.toThrow();
    expect(refusals()).toEqual(before);
    expect(takes("r7", "r7")).toBe(true);
  });
});
