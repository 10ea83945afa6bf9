import { describe, expect, it } from "vitest";
import { GroupBounds } from "../../src/dense/group-bounds.ts";
import type { Group } from "../../src/dense/group.ts";

function groupOf(number: number, constant: number, perUnit: number): Group {
  return {
    number,
    blocks: [],
    least: [1],
    most: [1],
    constant,
    perUnit: [perUnit],
    perAsked: [0],
    isEven: true,
  };
}

/** Three groups, and what is known of them. */
function prepare() {
  const groups = [groupOf(0, 0.25, 0.5), groupOf(1, 0, 0.25), groupOf(2, 0.125, 0.25)] as const;
  const tops = [0.5, 0.25, 0.75];
  return { groups, bounds: new GroupBounds(groups, 1, ({ number }) => tops[number] ?? 0) };
}

const asked = Float64Array.of(2);

describe("what rows of a group and all after it score at most", () => {
  it("is of each part the greatest that one of them has", () => {
    const { bounds: all } = prepare();
    // 0.25 + 2 × 0.5 + 0.75, 0.125 + 2 × 0.25 + 0.75
    expect([0, 1, 2].map((group) => all.mostFrom(group, asked, 1))).toEqual([2, 1.375, 1.375]);
  });

  it("grows with what a group after it is worth", () => {
    const { groups, bounds: all } = prepare();
    const [, , last] = groups;
    last.constant = 0.5;
    last.perUnit[0] = 1;
    all.noteWorth(last);
    expect([0, 1, 2].map((group) => all.mostFrom(group, asked, 1))).toEqual([3.25, 3.25, 3.25]);
  });

  it("grows and falls with the use of the first row of a group after it", () => {
    const { bounds: all } = prepare();
    all.noteTop(2, 1);
    expect([0, 1, 2].map((group) => all.mostFrom(group, asked, 1))).toEqual([2.25, 1.625, 1.625]);
    all.noteTop(2, -Infinity);
    expect([0, 1].map((group) => all.mostFrom(group, asked, 1))).toEqual([1.75, 0.875]);
  });

  it("is nothing of a group that is added until it has rows, however many are", () => {
    const { bounds: all } = prepare();
    for (let number = 3; number < 40; number++) {
      all.add(groupOf(number, 0.0625 * number, 0.25));
      expect(all.mostFrom(number, asked, 1)).toBe(-Infinity);
    }
    expect(all.mostFrom(2, asked, 1)).toBe(0.0625 * 39 + 2 * 0.25 + 0.75);
    all.noteTop(39, 1);
    expect([0, 3, 39].map((group) => all.mostFrom(group, asked, 1))).toEqual([
      0.0625 * 39 + 2 * 0.5 + 1,
      0.0625 * 39 + 2 * 0.25 + 1,
      0.0625 * 39 + 2 * 0.25 + 1,
    ]);
  });
});
