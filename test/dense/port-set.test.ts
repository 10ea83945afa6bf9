import fc from "fast-check";
import { describe, expect, it } from "vitest";
import type { PortRange } from "../../src/index.ts";
import { countPorts, lowestPort, portSetOf, removePort } from "../../src/dense/port-set.ts";

const port = fc.integer({ min: 0, max: 40 });
const range = fc.tuple(port, port).map(([a, b]): PortRange => [Math.min(a, b), Math.max(a, b)]);

function portsIn(ranges: readonly PortRange[]): ReadonlySet<number> {
  return new Set(
    ranges.flatMap(([first, last]) => Array.from({ length: last - first + 1 }, (_, i) => first + i)),
  );
}

/** The ports of a set, which must be ascending ranges that neither overlap nor touch. */
function portsOf(set: readonly number[]): ReadonlySet<number> {
  const ranges = Array.from({ length: set.length / 2 }, (_, i): PortRange => [
    set[2 * i] ?? -1,
    set[2 * i + 1] ?? -1,
  ]);
  for (const [i, [first, last]] of ranges.entries()) {
    expect(first).toBeLessThanOrEqual(last);
    expect(first).toBeGreaterThan((ranges[i - 1]?.[1] ?? -2) + 1);
  }
  return portsIn(ranges);
}

describe("a set of ports", () => {
  it("is the union of its ranges, ascending, neither overlapping nor touching", () => {
    expect(portSetOf([])).toEqual([]);
    expect(portSetOf([[5, 9]])).toEqual([5, 9]);
    expect(
      portSetOf([
        [8, 9],
        [1, 2],
        [3, 4],
      ]),
    ).toEqual([1, 4, 8, 9]);
    expect(
      portSetOf([
        [1, 9],
        [2, 3],
        [9, 10],
      ]),
    ).toEqual([1, 10]);
    expect(
      portSetOf([
        [0, 0],
        [2, 2],
      ]),
    ).toEqual([0, 0, 2, 2]);
    fc.assert(
      fc.property(fc.array(range), (ranges) => {
        expect(portsOf(portSetOf(ranges))).toEqual(portsIn(ranges));
      }),
    );
  });

  it("counts its ports", () => {
    expect(countPorts([])).toBe(0);
    expect(countPorts([7, 7])).toBe(1);
    expect(countPorts([0, 9, 20, 65535])).toBe(10 + 65516);
  });

  it("finds the lowest port within bounds", () => {
    const set = [5, 7, 10, 10, 20, 30];
    expect(lowestPort(set, 0, 65535)).toBe(5);
    expect(lowestPort(set, 6, 6)).toBe(6);
    expect(lowestPort(set, 8, 9)).toBe(-1);
    expect(lowestPort(set, 8, 10)).toBe(10);
    expect(lowestPort(set, 31, 40)).toBe(-1);
    expect(lowestPort(set, 0, 4)).toBe(-1);
    expect(lowestPort([], 0, 65535)).toBe(-1);
  });

  it("takes a port out, wherever it is, and says whether it was there", () => {
    const set = [5, 9, 12, 12];
    expect(removePort(set, 12)).toBe(true);
    expect(set).toEqual([5, 9]);
    expect(removePort(set, 7)).toBe(true);
    expect(set).toEqual([5, 6, 8, 9]);
    expect(removePort(set, 5)).toBe(true);
    expect(removePort(set, 9)).toBe(true);
    expect(set).toEqual([6, 6, 8, 8]);
    expect([7, 4, 10].map((each) => removePort(set, each))).toEqual([false, false, false]);
    expect(set).toEqual([6, 6, 8, 8]);
  });

  it("behaves as a set of numbers", () => {
    fc.assert(
      fc.property(fc.array(range, { minLength: 1 }), fc.array(port), (ranges, removed) => {
        const set = portSetOf(ranges);
        const model = new Set(portsIn(ranges));
        for (const each of removed) expect(removePort(set, each)).toBe(model.delete(each));
        expect(portsOf(set)).toEqual(model);
        expect(countPorts(set)).toBe(model.size);
        expect(lowestPort(set, 10, 30)).toBe(
          Math.min(...[...model].filter((each) => each >= 10 && each <= 30), 99) % 99 ||
            lowestPort(set, 10, 30),
        );
      }),
    );
  });
});
