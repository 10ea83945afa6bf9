// The ways in which a value of a type can be wrong, put together as the types are: `field` and `element` put what is wrong
// with a part into a whole that is right.

/** One wrong value, and where the refusal must point: a path relative to the value. */
export interface Bad {
  readonly what: string;
  readonly path: string;
  readonly value: unknown;
}

/** A wrong value, refused as a whole. */
export function bad(what: string, value: unknown, path: string = ""): Bad {
  return { what, path, value };
}

/** The whole with each wrong value for one field. */
export function field(whole: object, name: string, bads: readonly Bad[]): readonly Bad[] {
  return bads.map(({ what, path, value }) => ({
    what: `${name} ${what}`,
    path: joined(name, path),
    value: { ...whole, [name]: value },
  }));
}

/** The list with each wrong value for one element. */
export function element(list: readonly unknown[], at: number, bads: readonly Bad[]): readonly Bad[] {
  return bads.map(({ what, path, value }) => ({
    what: `[${at}] ${what}`,
    path: joined(`[${at}]`, path),
    value: list.with(at, value),
  }));
}

/** Wrong where the field is there: absent is right. */
export function optional(bads: readonly Bad[]): readonly Bad[] {
  return bads.filter(({ value }) => value !== undefined);
}

export function joined(path: string, rest: string): string {
  return rest === "" || rest.startsWith("[") ? path + rest : `${path}.${rest}`;
}

const missing = bad("missing", undefined);
const aNull = bad("null", null);
const aText = bad("a text", "twelve");
const aNumber = bad("a number", 7);
const aBoolean = bad("a boolean", true);
const aList = bad("a list", ["a"]);
const anObject = bad("an object", { a: 1 });
const aFunction = bad("a function", () => 1);
const aBigint = bad("a bigint", 10n);
const notANumber = bad("NaN", Number.NaN);
const infinite = bad("Infinity", Infinity);
const minusInfinite = bad("-Infinity", -Infinity);
const notNumbers = [missing, aNull, aText, aBoolean, aList, anObject, aFunction, aBigint, notANumber];

const aMap = bad("a Map", new Map([["a", 1]]));
const aSet = bad("a Set", new Set(["a"]));

export const badObject: readonly Bad[] = [
  missing,
  aNull,
  aText,
  aNumber,
  aBoolean,
  aList,
  aFunction,
  aMap,
  aSet,
];
export const badList: readonly Bad[] = [missing, aNull, aText, aNumber, aBoolean, anObject, aFunction];
export const badText: readonly Bad[] = [
  missing,
  aNull,
  bad("empty", ""),
  aNumber,
  aBoolean,
  aList,
  anObject,
  aBigint,
];
export const badString: readonly Bad[] = [missing, aNull, aNumber, aBoolean, aList, anObject];
export const badFunction: readonly Bad[] = [missing, aNull, aText, aNumber, anObject];
export const badTime: readonly Bad[] = [...notNumbers, infinite, minusInfinite];
export const badDuration: readonly Bad[] = [...badTime, bad("-1", -1)];
export const badAmount: readonly Bad[] = [
  ...notNumbers,
  infinite,
  minusInfinite,
  bad("-1", -1),
  bad("a little less than 0", -Number.MIN_VALUE),
  bad("1e300", 1e300),
  bad("a thousandth more than can be counted", 9_007_199_254_741),
];
export const badCapacity: readonly Bad[] = [...badAmount, bad("0", 0), bad("less than a thousandth", 0.0004)];
export const badShare: readonly Bad[] = [...badTime, bad("-0.1", -0.1), bad("1.1", 1.1)];
export const badWeight: readonly Bad[] = [
  ...badTime,
  bad("-1", -1),
  bad("too large", 1_000_000_001),
  bad("1e300", 1e300),
];
export const badPositiveWeight: readonly Bad[] = [...badWeight, bad("0", 0)];

/** Not a whole number within `least` and `most`. */
export function badWhole(least: number, most: number = Number.MAX_SAFE_INTEGER): readonly Bad[] {
  return [
    ...badTime,
    bad(`${least - 1}`, least - 1),
    bad("a fraction", least + 0.5),
    bad("too large", most === Number.MAX_SAFE_INTEGER ? 2 ** 53 : most + 1),
    bad("1e300", 1e300),
  ];
}

/** Not a list of such elements, of which `good` is one. */
export function badListOf(good: unknown, bads: readonly Bad[]): readonly Bad[] {
  return [...badList, ...element([good, good], 1, bads)];
}

/** Not amounts by name. */
export const badScalars: readonly Bad[] = [
  ...badObject,
  ...field({ cpus: 1 }, "mem", badAmount),
  bad("a resource without a name", { "": 1 }, '[""]'),
  bad("a bad amount under a name with a space", { "x y": -1 }, '["x y"]'),
  bad("a bad amount under __proto__", JSON.parse('{"__proto__": -1}'), "__proto__"),
  bad("a bad amount under a name with a quote", { 'a"b': null }, String.raw`["a\"b"]`),
];

export const badAttributeValue: readonly Bad[] = [
  missing,
  aNull,
  aBoolean,
  anObject,
  aList,
  notANumber,
  infinite,
  minusInfinite,
];

/** Not attributes by name. */
export const badAttributes: readonly Bad[] = [
  ...badObject,
  ...field(
    { zone: "a" },
    "rack",
    badAttributeValue.filter(({ value }) => !Array.isArray(value)),
  ),
  ...field({ zone: "a" }, "rack", element(["r1", 2], 1, badAttributeValue)),
  bad("an attribute without a name", { "": "a" }, '[""]'),
  bad("a bad value under a name with a dot", { "a.b": null }, '["a.b"]'),
];
