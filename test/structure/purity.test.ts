import { describe, expect, it } from "vitest";
import { readSources } from "./sources.ts";

const sources = readSources();

describe("src", () => {
  it.each([
    ["a clock", /\bDate\b|\bperformance\b|\bhrtime\b/],
    ["unseeded randomness", /\bMath\s*\.\s*random\b|\bcrypto\b/],
    ["the host", /\bprocess\b|\bglobalThis\b|\bconsole\b/],
    ["a timer", /\bset(Timeout|Interval|Immediate)\b|\bqueueMicrotask\b/],
    ["a locale", /\blocaleCompare\b|\btoLocale\w*\b|\bIntl\b/],
    ["asynchrony", /\basync\b|\bawait\b|\bPromise\b/],
  ])("never reaches for %s", (_, pattern) => {
    const offending = sources.flatMap(({ path, code }) => {
      const match = pattern.exec(code);
      return match === null ? [] : [`${path} mentions ${match[0]}`];
    });
    expect(offending).toEqual([]);
  });

  it("imports no module of Node", () => {
    const offending = sources.filter(({ specifiers }) => specifiers.some((name) => name.startsWith("node:")));
    expect(offending.map(({ path }) => path)).toEqual([]);
  });
});
