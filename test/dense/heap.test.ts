import { fc, test } from "@fast-check/vitest";
import { expect, it } from "vitest";
import { Heap } from "../../src/dense/heap.ts";

it("has no top when it is empty", () => {
  expect(new Heap(0, () => false).top).toBe(-1);
});

it("takes no heed of a number that has been taken out", () => {
  const keys = [2, 1];
  const heap = new Heap(2, (a, b) => (keys[a] ?? 0) < (keys[b] ?? 0));
  heap.pop();
  heap.moved(1);
  expect(heap.top).toBe(0);
});

it("has a number at its top that rises past all others", () => {
  const keys = [0, 1, 2, 3, 4, 5, 6];
  const heap = new Heap(keys.length, (a, b) => (keys[a] ?? 0) < (keys[b] ?? 0));
  keys[6] = -1;
  heap.moved(6);
  expect(heap.top).toBe(6);
  heap.pop();
  expect(heap.top).toBe(0);
});

test.prop([
  fc.array(fc.nat({ max: 9 }), { maxLength: 40 }),
  fc.array(fc.oneof(fc.constant("pop" as const), fc.tuple(fc.nat({ max: 39 }), fc.nat({ max: 9 }))), {
    maxLength: 60,
  }),
])("has the least of the numbers that are left at its top, whatever has moved", (given, steps) => {
  const keys = [...given];
  const isBefore = (a: number, b: number): boolean =>
    (keys[a] ?? 0) < (keys[b] ?? 0) || (keys[a] === keys[b] && a < b);
  const heap = new Heap(keys.length, isBefore);
  const left = keys.map((_, number) => number);
  const first = (): number => left.toSorted((a, b) => (isBefore(a, b) ? -1 : 1))[0] ?? -1;
  for (const step of steps) {
    expect(heap.top).toBe(first());
    if (step === "pop") {
      if (left.length === 0) continue;
      left.splice(left.indexOf(heap.top), 1);
      heap.pop();
    } else if (step[0] < keys.length) {
      keys[step[0]] = step[1];
      heap.moved(step[0]);
    }
  }
  expect(heap.top).toBe(first());
});
