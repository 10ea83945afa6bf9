import { describe, expect, it } from "vitest";
import { InvalidInputError } from "../../src/index.ts";
import { deepFreeze } from "../support/build.ts";
import { joined } from "./bad.ts";
import { waysIn, type WayIn } from "./calls.ts";

describe("bad input", () => {
  it("is of thousands of kinds: a way to be wrong, at a place", () => {
    const kinds = waysIn.flatMap(({ name, bads }) =>
      bads.map(({ what, path }) => `${name}: ${path} ${what}`),
    );
    expect(new Set(kinds).size).toBeGreaterThan(3000);
  });
});

describe.each(waysIn)("$name", (wayIn) => {
  const { good, bads, call, path } = wayIn;

  it("takes what is right, frozen through and through", () => {
    expect(() => call(deepFreeze(good) as never)).not.toThrow();
  });

  it(`refuses each of ${bads.length} kinds of bad input with its path, what was got and what is expected`, () => {
    expect(
      bads.flatMap((bad) => complaintsAbout(wayIn, bad.what, bad.value, joined(path, bad.path))),
    ).toEqual([]);
  });
});

/** What is wrong with how the value is refused. */
function complaintsAbout({ call }: WayIn, what: string, value: unknown, path: string): readonly string[] {
  const title = `${path} (${what})`;
  try {
    call(deepFreeze(value) as never);
  } catch (error) {
    if (!(error instanceof InvalidInputError)) return [`${title}: threw ${String(error)}`];
    const { got, expected, message } = error;
    return [
      ...(error.path === path ? [] : [`${title}: refused at ${error.path}`]),
      ...(got === "" ? [`${title}: nothing got`] : []),
      ...(expected === "" ? [`${title}: nothing expected`] : []),
      ...(message === `${path} is ${got}, expected ${expected}` ? [] : [`${title}: text ${message}`]),
    ];
  }
  return [`${title}: was taken`];
}
