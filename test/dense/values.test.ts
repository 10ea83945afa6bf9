import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { Matches } from "../../src/dense/matches.ts";
import { Values } from "../../src/dense/values.ts";
import { compilePattern } from "../../src/model/input/pattern.ts";

const text = fc.array(fc.constantFrom("a", "b", "1", "-", "\u{1F600}", "\uffff"), { maxLength: 4 });
const value = fc.oneof(
  text.map((all) => all.join("")),
  fc.constantFrom<string | number>(1, 11, -1, "1"),
);

function valuesOf(all: readonly (string | number)[]): Values {
  const values = new Values();
  for (const each of all) values.add(each);
  return values;
}

/** The numbers of the values that pass. */
function numbersIn({ list }: Values, passes: (text: string) => boolean): readonly number[] {
  return list.flatMap((each, number) => (passes(String(each)) ? [number] : []));
}

const byNumber = (a: number, b: number): number => a - b;

describe("the values of an attribute", () => {
  it("are numbered as they come, each once", () => {
    const values = new Values();
    expect(["a", 1, "1", "a"].map((each) => values.add(each))).toEqual([0, 1, 2, 0]);
    expect(["1", 1, "b"].map((each) => values.numberOf(each))).toEqual([2, 1, -1]);
    expect(values.list).toEqual(["a", 1, "1"]);
  });

  it("are found by what they begin with, as long as they are few, also after more have come", () => {
    fc.assert(
      fc.property(fc.array(value), value, fc.nat(5), fc.array(value), (before, start, most, after) => {
        const values = valuesOf(before);
        const prefix = String(start);
        const expectFound = (): void => {
          const numbers = numbersIn(values, (each) => each.startsWith(prefix));
          const found = values.beginningWith(prefix, most);
          expect(found?.toSorted(byNumber)).toEqual(numbers.length > most ? undefined : numbers);
        };
        expectFound();
        for (const each of after) values.add(each);
        expectFound();
      }),
    );
  });
});

describe("the values that match a pattern", () => {
  const patterns = ["a.*", "(a|b)1?", "ab|a.", ".*1", "-?1+", "", "[ab]*", "\u{1F600}.*", "b", "a(b|-).*"];

  it("are those that RE2 matches, also after more have come, asked in any order", () => {
    fc.assert(
      fc.property(
        fc.array(value),
        fc.array(value),
        fc.constantFrom(...patterns),
        (before, after, pattern) => {
          const values = valuesOf(before);
          const matches = new Matches(pattern, values);
          const expectRight = (): void => {
            const expected = numbersIn(values, (each) => compilePattern(pattern).matches(each));
            const all = values.list.map((_, number) => number);
            expect(all.toReversed().filter((number) => matches.has(number))).toEqual(expected.toReversed());
            expect([...(matches.list() ?? expected)].toSorted(byNumber)).toEqual(expected);
            expect(all.filter((number) => matches.has(number))).toEqual(expected);
          };
          expectRight();
          for (const each of after) values.add(each);
          expectRight();
        },
      ),
    );
  });

  it("are listed where they begin with one of a few texts, as few values do", () => {
    const values = valuesOf(Array.from({ length: 300 }, (_, i) => `${i < 256 ? "a" : "b"}-${i}`));
    expect(new Matches("b-.*7", values).list()).toEqual([257, 267, 277, 287, 297]);
    expect(new Matches("a-.*", values).list()).toHaveLength(256);
    expect(new Matches("a-.*|b-.*", values).list()).toBeUndefined();
    expect(new Matches("[b]-.*7", values).list()).toBeUndefined();
    values.add("a-more");
    expect(new Matches("a-.*", values).list()).toBeUndefined();
  });

  it("are listed no more where too many have come", () => {
    const values = valuesOf(["b-0", "a-0", "a-1x"]);
    const matches = new Matches("a-\\d*", values);
    expect(matches.list()).toEqual([1]);
    for (let i = 1; i < 256; i++) values.add(`a-${i}`);
    expect(matches.list()).toHaveLength(256);
    values.add("a-256");
    expect(matches.list()).toBeUndefined();
    expect([0, 1, 2, 3, 258].map((number) => matches.has(number))).toEqual([false, true, false, true, true]);
    expect(matches.list()).toBeUndefined();
  });

  it("are each tried once, and where they are listed those alone that begin so", () => {
    const tried: string[] = [];
    const regex = compilePattern("b(1|2)x?");
    const lazy = compilePattern(".*x");
    for (const each of [regex, lazy]) {
      const matches = each.matches.bind(each);
      each.matches = (given: string) => {
        tried.push(given);
        return matches(given);
      };
    }
    const values = valuesOf(["a1", "b1", "c1", "b2x"]);
    const listed = new Matches("b(1|2)x?", values);
    for (let number = 0; number < 4; number++) listed.has(number);
    expect(tried.splice(0)).toEqual(["b1", "b2x"]);
    const unlisted = new Matches(".*x", values);
    for (const number of [3, 0, 3, 0]) unlisted.has(number);
    expect(tried).toEqual(["b2x", "a1"]);
  });
});
