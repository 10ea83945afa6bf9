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

/** 1 for each value that passes. */
function marked({ list }: Values, passes: (number: number) => boolean = () => true): Uint8Array {
  return Uint8Array.from(list, (_, number) => (passes(number) ? 1 : 0));
}

/** All values, in the order of their texts. */
function inOrder(values: Values): readonly (string | number | undefined)[] | undefined {
  return values.beginningWith("", 9, marked(values))?.map((number) => values.list[number]);
}

describe("the values of an attribute", () => {
  it("are numbered as they come, each once", () => {
    const values = new Values();
    expect(["a", 1, "1", "a"].map((each) => values.add(each))).toEqual([0, 1, 2, 0]);
    expect(["1", 1, "b"].map((each) => values.numberOf(each))).toEqual([2, 1, -1]);
    expect(values.list).toEqual(["a", 1, "1"]);
  });

  it("are found by what they begin with, those in use, as long as these are few, also after more have come", () => {
    fc.assert(
      fc.property(fc.array(value), value, fc.nat(5), fc.array(value), (before, start, most, after) => {
        const values = valuesOf(before);
        const prefix = String(start);
        const expectFound = (): void => {
          const isInUse = marked(values, (number) => number % 3 > 0);
          const numbers = numbersIn(values, (each) => each.startsWith(prefix)).filter(
            (number) => isInUse[number] === 1,
          );
          const found = values.beginningWith(prefix, most, isInUse);
          expect(found?.toSorted(byNumber)).toEqual(numbers.length > most ? undefined : numbers);
        };
        expectFound();
        for (const each of after) values.add(each);
        expectFound();
      }),
    );
  });

  it("are found in one order, whichever came first", () => {
    const one = valuesOf(["b", 1, "1", "a"]);
    expect(inOrder(one)).toEqual([1, "1", "a", "b"]);
    const other = valuesOf(["1", "b"]);
    expect(inOrder(other)).toEqual(["1", "b"]);
    for (const each of ["a", 1]) other.add(each);
    expect(inOrder(other)).toEqual([1, "1", "a", "b"]);
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
            const listed = matches.listOf(marked(values)) ?? expected;
            expect([...listed].toSorted(byNumber)).toEqual(expected);
            expect(all.filter((number) => matches.has(number))).toEqual(expected);
          };
          expectRight();
          for (const each of after) values.add(each);
          expectRight();
        },
      ),
    );
  });

  it("are told of many that begin with one of a few texts too, again and again", () => {
    const values = valuesOf(Array.from({ length: 600 }, (_, i) => `${i % 3 === 0 ? "b" : "a"}-${i}`));
    const matches = new Matches("a-.*[24]", values);
    const expected = numbersIn(values, (each) => /^a-.*[24]$/.test(each));
    const all = values.list.map((_, number) => number);
    for (let time = 0; time < 2; time++) {
      expect(all.filter((number) => matches.has(number))).toEqual(expected);
    }
  });

  it("are listed where few of those in use begin with one of a few texts", () => {
    const values = valuesOf(Array.from({ length: 300 }, (_, i) => `${i < 256 ? "a" : "b"}-${i}`));
    const listOf = (pattern: string, isInUse = marked(values)) =>
      new Matches(pattern, values).listOf(isInUse);
    expect(listOf("b-.*7")).toEqual([257, 267, 277, 287, 297]);
    expect(
      listOf(
        "b-.*7",
        marked(values, (number) => number < 270),
      ),
    ).toEqual([257, 267]);
    expect(listOf("a-.*")).toHaveLength(256);
    expect(listOf("a-.*|b-.*")).toBeUndefined();
    expect(listOf("[b]-.*7")).toBeUndefined();
    const isInUse = marked(values);
    values.add("a-more");
    expect(listOf("a-.*")).toBeUndefined();
    expect(listOf("a-.*", isInUse)).toHaveLength(256);
    expect(
      listOf(
        "a-.*",
        marked(values, (number) => number > 9),
      ),
    ).toHaveLength(247);
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
