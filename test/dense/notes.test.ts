import { expect, it } from "vitest";
import { newNotes } from "../../src/dense/notes.ts";

it("tells what was noted of an object, and nothing of any other", () => {
  const sizes = newNotes<number>();
  const names = newNotes<string>();
  const object = { a: 1 };
  sizes.note(object, 3);
  expect(sizes.of(object)).toBe(3);
  expect(sizes.find(object)).toBe(3);
  expect(names.find(object)).toBeUndefined();
  names.note(object, "");
  expect([sizes.of(object), names.of(object)]).toEqual([3, ""]);
  for (const other of [
    { a: 1 },
    { ...object },
    structuredClone(object),
    Object.create(object),
    3,
    null,
    undefined,
  ])
    expect(sizes.find(other)).toBeUndefined();
});

it("leaves nothing that shows on the object", () => {
  const object = { a: 1 };
  newNotes<number>().note(object, 3);
  expect(Reflect.ownKeys(object)).toEqual(["a"]);
  expect(object).toStrictEqual({ a: 1 });
  expect(Object.getPrototypeOf(object)).toBe(Object.prototype);
});
