import fc from "fast-check";

/** Anything that a program could put anywhere by mistake. */
const anything = fc.oneof(
  fc.constantFrom<unknown>(
    undefined,
    null,
    "",
    0,
    -0,
    -1,
    1.5,
    2 ** 53,
    1e300,
    Number.NaN,
    Infinity,
    -Infinity,
    10n,
    Symbol("s"),
    () => () => true,
    new Map(),
    Object.create(null),
    JSON.parse('{"__proto__": 1, "constructor": []}'),
    "a".repeat(10_000),
    "(a*)*$",
    Object.assign([], { 1: 1 }),
  ),
  fc.jsonValue({ maxDepth: 3 }),
  fc.double(),
  fc.string({ unit: "binary" }),
);

/** The value with anything at one to three places. */
export function mutated(good: unknown): fc.Arbitrary<unknown> {
  const places = placesIn(good);
  return fc
    .array(fc.tuple(fc.constantFrom(...places), anything), { minLength: 1, maxLength: 3 })
    .map((mutations) =>
      mutations.reduce<unknown>((whole, [place, other]) => replaced(whole, place, other), good),
    );
}

/** Places within the value: every object, every list and every leaf, as the keys that lead there. */
function placesIn(value: unknown): readonly (readonly string[])[] {
  if (typeof value !== "object" || value === null) return [[]];
  return [
    [],
    ...Object.entries(value).flatMap(([key, inner]) => placesIn(inner).map((rest) => [key, ...rest])),
  ];
}

/** The value with another at the place. */
function replaced(value: unknown, place: readonly string[], other: unknown): unknown {
  const [key, ...rest] = place;
  if (key === undefined || typeof value !== "object" || value === null) return other;
  const inner = replaced(Reflect.get(value, key), rest, other);
  return Array.isArray(value)
    ? value.map((each: unknown, i) => (String(i) === key ? inner : each))
    : { ...value, [key]: inner };
}
