import { describe, expect, it, vi } from "vitest";
import { Kept } from "../../src/dense/kept.ts";

/** What later rounds go on with, none of which asks for anything. */
function afterRounds<V>(kept: Kept<V>, rounds: number): Kept<V> {
  return rounds === 0
    ? kept
    : afterRounds(
        kept.carried((value) => value),
        rounds - 1,
      );
}

/** Whether the piece is still there. */
function has<V>(kept: Kept<V>, name: string, other: V): boolean {
  return kept.get(name, () => other) !== other;
}

describe("kept pieces", () => {
  it("are made once, when first asked for", () => {
    const kept = new Kept<string>();
    const make = vi.fn<() => string>(() => "made");
    expect([kept.get("a", make), kept.get("a", make)]).toEqual(["made", "made"]);
    expect(make).toHaveBeenCalledOnce();
    expect(kept.get("b", () => "other")).toBe("other");
  });

  it("go on as they are carried", () => {
    const kept = new Kept<number>();
    kept.get("a", () => 1);
    kept.get("b", () => 2);
    const later = kept.carried((value) => (value === 1 ? value + 10 : undefined));
    expect(later.get("a", () => 0)).toBe(11);
    expect(later.get("b", () => 0)).toBe(0);
    expect(kept.get("b", () => 0)).toBe(2);
  });

  it("are dropped after eight rounds in which nobody asked for them", () => {
    const kept = new Kept<string>();
    kept.get("a", () => "made");
    expect(has(afterRounds(kept, 8), "a", "anew")).toBe(true);
    expect(has(afterRounds(kept, 9), "a", "anew")).toBe(false);
  });

  it("stay as long as they are asked for, whatever others do", () => {
    let kept = new Kept<string>();
    kept.get("a", () => "made");
    kept.get("b", () => "made");
    for (let i = 0; i < 5; i++) {
      kept = afterRounds(kept, 8);
      expect(has(kept, "a", "anew")).toBe(true);
    }
    expect(has(kept, "b", "anew")).toBe(false);
  });

  it("that are not carried are not worked on", () => {
    const kept = new Kept<string>();
    kept.get("a", () => "made");
    const carry = vi.fn<(value: string) => string>((value) => value);
    afterRounds(kept, 8).carried(carry);
    expect(carry).not.toHaveBeenCalled();
  });
});
