import { RE2JS } from "re2js";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { prefixesOf } from "../../src/dense/prefixes.ts";

const signs = "a a b 1 . ^ $ | ? * + ( ) [ ] - : \\ { } 2 Q é \u{1F600}".split(" ");
const classes = "[ab] [^a] []|a] [^]|a] [[:alpha:]|] [\\]|a] [a\\]".split(" ");
const escapes = "\\. \\| \\\\ \\d \\b \\Q \\E \\pN \\x{61} \\141 \\z \\n".split(" ");
const groups = "(?: (?i) (?P<n> (a|b) (a|) (ab) () a| .* a+? {2} {0} {0,2} {,2}".split(" ");
const parts = fc.constantFrom(...signs, ...classes, ...escapes, ...groups);
const pattern = fc.array(parts, { minLength: 1, maxLength: 7 }).map((all) => all.join(""));
const pieces = "a a b 1 . | ( ) [ ] : \\ ^ aa ab {2} é \u{1F600} A".split(" ");
const piece = fc.constantFrom(...pieces, "\n");
const text = fc.array(piece, { maxLength: 5 }).map((all) => all.join(""));

function compiled(given: string): RE2JS | undefined {
  try {
    return RE2JS.compile(given);
  } catch {
    return undefined;
  }
}

describe("the prefixes of a pattern", () => {
  it("are what all texts begin with that match", () => {
    const seen = { matches: 0, told: 0 };
    fc.assert(
      fc.property(pattern, fc.array(text, { minLength: 20, maxLength: 40 }), (given, texts) => {
        const regex = compiled(given);
        fc.pre(regex !== undefined);
        const prefixes = prefixesOf(given);
        for (const each of texts) {
          if (!regex.matches(each)) continue;
          seen.matches++;
          if (prefixes === undefined) continue;
          seen.told++;
          expect(prefixes.filter((prefix) => each.startsWith(prefix))).not.toEqual([]);
        }
      }),
      { numRuns: 2000 },
    );
    expect(Math.min(seen.matches, seen.told)).toBeGreaterThan(20);
  });

  it.each([
    ["agent-1", ["agent-1"]],
    ["^agent-1.*$", ["agent-1"]],
    ["a|b|a", ["a", "b"]],
    ["(a|b)c.*", ["ac", "bc"]],
    ["x(?:1|2)(3|4)", ["x13", "x14", "x23", "x24"]],
    ["(a|b.*|)c", ["ac", "b", "c"]],
    ["((a|b)c|d)e", ["ace", "bce", "de"]],
    ["ab*", ["a"]],
    ["ab??c", ["a"]],
    ["ab+c", ["ab"]],
    ["a(bc)+?d", ["abc"]],
    ["a{b", ["a"]],
    ["ab{2}", ["a"]],
    ["node\\.x\\d", ["node.x"]],
    ["a[b|c)]d|e", ["a", "e"]],
    ["a[]|)]|b", ["a", "b"]],
    ["a[[:alpha:]|]|b", ["a", "b"]],
    ["a()^b", ["ab"]],
    [`h(${Array.from({ length: 256 }, (_, i) => i + 1000).join("|")})`, 256],
    // So many beginnings that what comes after is left out.
    [`(${Array.from({ length: 200 }, (_, i) => i + 1000).join("|")})(a|b)`, 200],
  ])("of %j are %j", (given, expected) => {
    const prefixes = prefixesOf(given);
    expect(typeof expected === "number" ? prefixes?.length : prefixes).toEqual(expected);
  });

  it.each([
    "",
    "a|",
    ".a",
    "a*",
    "(ab)?c",
    "a{2}b",
    "[ab]c",
    "é",
    "()",
    "\\d",
    "(?i)a",
    "(?P<n>a)",
    "\\Qa\\E",
    // Flags hold for the alternatives after them, too; what is quoted opens no group.
    "a(?i)b|c",
    "a(?si)b|c",
    "a\\Q(\\E|c",
  ])("of %j are not known", (given) => {
    expect(prefixesOf(given)).toBeUndefined();
  });

  it("end where they would be too many, whatever comes then", () => {
    const letters = "abcdefghijklmnopq".split("");
    const any = `(${letters.join("|")})`;
    expect(prefixesOf(`${any}${any}z`)).toEqual(letters);
  });

  it("are not known where they are too many", () => {
    expect(prefixesOf(Array.from({ length: 257 }, (_, i) => `${i}-`).join("|"))).toBeUndefined();
  });
});
