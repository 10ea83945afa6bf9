import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { maxAmount } from "../../src/index.ts";
import { compareText } from "../../src/model/order.ts";
import { fromThousandths, toThousandths } from "../../src/model/quantity.ts";

describe("an amount", () => {
  it("is rounded to exact thousandths", () => {
    expect([0, 0.1, 0.1 + 0.2, 1.0004, 1.0005, 0.0005, 0.0004, 4096.5].map(toThousandths)).toEqual([
      0, 100, 300, 1000, 1001, 1, 0, 4_096_500,
    ]);
  });

  it("of the greatest size accepted has thousandths that are exact integers", () => {
    expect(maxAmount).toBe(9_007_199_254_740);
    expect(Number.isSafeInteger(toThousandths(maxAmount))).toBe(true);
  });

  it("comes back from its thousandths", () => {
    fc.assert(
      fc.property(fc.maxSafeNat(), (thousandths) => {
        fc.pre(thousandths <= 1e15);
        expect(toThousandths(fromThousandths(thousandths))).toBe(thousandths);
      }),
    );
  });
});

describe("texts", () => {
  it("compare by UTF-16 code units, never by locale", () => {
    expect(["b", "a", "Z", "é", "10", "9", "\uffff", "\u{10000}", ""].toSorted(compareText)).toEqual([
      "",
      "10",
      "9",
      "Z",
      "a",
      "b",
      "é",
      "\u{10000}",
      "\uffff",
    ]);
    expect([compareText("a", "b"), compareText("b", "a"), compareText("a", "a")]).toEqual([-1, 1, 0]);
  });
});
