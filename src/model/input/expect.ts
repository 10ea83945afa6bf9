import { InvalidInputError } from "../../errors.ts";
import { maxAmount, type Scalars } from "../quantity.ts";

/** Any object, before its fields are trusted. */
export type Fields = Readonly<Record<string, unknown>>;

/** Throws an {@link InvalidInputError} for a value at a path. */
export function refuse(path: string, value: unknown, expected: string): never {
  throw new InvalidInputError({ path, got: describe(value), expected });
}

/** The value, short enough to print. */
export function describe(value: unknown): string {
  if (typeof value === "string")
    return JSON.stringify(value.slice(0, longest)) + (value.length > longest ? "…" : "");
  if (Array.isArray(value))
    return isShort(value) ? `[${value.map(describe).join(", ")}]` : `an array of ${value.length}`;
  if (typeof value === "object" && value !== null)
    return tagOf(value) === "Object" ? "an object" : `a ${tagOf(value)}`;
  if (typeof value === "function") return "a function";
  if (Object.is(value, -0)) return "-0";
  const text = typeof value === "bigint" ? `${value}n` : String(value);
  return text.length > longest ? `${text.slice(0, longest)}…` : text;
}

/** How many characters of a value are printed. */
const longest = 60;

/** Whether a list can be printed whole: a range, say. */
function isShort(list: readonly unknown[]): boolean {
  return list.length > 0 && list.length <= 2 && list.every((each) => typeof each === "number");
}

/** What a check returns; what it refuses is reported below `path`. `check` gives paths relative to its value. */
export function within<T, R>(path: string, value: T, check: (value: T) => R): R {
  try {
    return check(value);
  } catch (error) {
    throw below(path, error);
  }
}

/** Does to each element what may refuse it; what it refuses is reported below the element's path. */
export function eachWithin<T>(
  list: readonly T[],
  pathOf: (i: number) => string,
  act: (element: T) => void,
): void {
  let i = 0;
  try {
    for (const element of list) {
      act(element);
      i++;
    }
  } catch (error) {
    throw below(pathOf(i), error);
  }
}

/** Checks that the value is an array, then each element. */
export function expectEach(path: string, value: unknown, check: (element: unknown) => void): void {
  eachWithin(expectArray(path, value), (i) => `${path}[${i}]`, check);
}

function below(path: string, error: unknown): unknown {
  return error instanceof InvalidInputError ? errorBelow(path, error) : error;
}

/** The error, with a path that is relative to the one given. */
export function errorBelow(path: string, error: InvalidInputError): InvalidInputError {
  return new InvalidInputError({
    path: joinPath(path, error.path),
    got: error.got,
    expected: error.expected,
  });
}

/** `path` and what lies below it; an empty `rest` is the value at `path` itself. */
function joinPath(path: string, rest: string): string {
  return rest === "" || rest.startsWith("[") ? path + rest : `${path}.${rest}`;
}

/** The path of a field whose name the caller's data chose. */
export function fieldPath(path: string, name: string): string {
  return joinPath(path, /^[\w@-]+$/.test(name) ? name : `[${JSON.stringify(name)}]`);
}

export function expectFields(path: string, value: unknown): Fields {
  if (!isFields(value)) refuse(path, value, "an object");
  return value;
}

export function isFields(value: unknown): value is Fields {
  return typeof value === "object" && value !== null && tagOf(value) === "Object";
}

/** What kind of object it is: a `Map`, say, passes for no record, since it has no fields. */
function tagOf(value: object): string {
  return Object.getPrototypeOf(value) === Object.prototype
    ? "Object"
    : Object.prototype.toString.call(value).slice(8, -1);
}

export function expectArray(path: string, value: unknown): readonly unknown[] {
  if (!Array.isArray(value)) refuse(path, value, "an array");
  return value;
}

/** The elements of an array, those of its holes among them. */
export function expectList(path: string, value: unknown): readonly unknown[] {
  return Array.from(expectArray(path, value));
}

/** A text that is not empty. */
export function expectText(path: string, value: unknown): string {
  if (typeof value !== "string" || value === "") refuse(path, value, "a non-empty string");
  return value;
}

/** A text, which may be empty. */
export function expectString(path: string, value: unknown): string {
  if (typeof value !== "string") refuse(path, value, "a string");
  return value;
}

export function expectNumber(path: string, value: unknown, least: number, expected: string): number {
  if (typeof value !== "number" || !Number.isFinite(value) || value < least) refuse(path, value, expected);
  return value;
}

export function expectWhole(path: string, value: unknown, least: number, most: number): number {
  if (typeof value !== "number" || !Number.isInteger(value) || value < least || value > most) {
    const range = most === Number.MAX_SAFE_INTEGER ? `≥ ${least}` : `within ${least}..${most}`;
    refuse(path, value, `a whole number ${range}`);
  }
  return value;
}

/** An amount of a resource; see {@link Scalars}. */
export function expectAmount(path: string, value: unknown): number {
  if (typeof value !== "number" || !(value >= 0)) refuse(path, value, "a number ≥ 0");
  if (value > maxAmount) refuse(path, value, `a number ≤ ${maxAmount}`);
  return value;
}

export function expectScalars(path: string, value: unknown): asserts value is Scalars {
  const fields = expectFields(path, value);
  const isPlain = Object.getPrototypeOf(fields) === Object.prototype;
  // Object.keys would make a list for each task.
  for (const name in fields) {
    if (!isPlain && !Object.hasOwn(fields, name)) continue;
    const amount = fields[name];
    if (name === "") refuse(`${path}[""]`, amount, "a resource with a name");
    if (typeof amount !== "number" || !(amount >= 0) || amount > maxAmount) {
      expectAmount(fieldPath(path, name), amount);
    }
  }
}

/** A weight: how much one of several parts counts. */
export function expectWeight(path: string, value: unknown, zero: "zero too" | "not zero"): number {
  const most = 1e9;
  if (typeof value !== "number" || !(value >= 0) || value > most || (value === 0 && zero === "not zero")) {
    refuse(path, value, zero === "zero too" ? `a number within 0..${most}` : `a number > 0, at most ${most}`);
  }
  return value;
}
