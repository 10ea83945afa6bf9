/** JSON as it comes, of which nothing is known; null counts as absent, as in Mesos. */
export type Fields = Readonly<Record<string, unknown>>;

/** The fields of an object; none of anything else. */
export function fieldsOf(value: unknown): Fields {
  return isFields(value) ? value : {};
}

/** Whether it is an object. */
export function isFields(value: unknown): value is Fields {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

/** What is at the end of the path. */
export function at(value: unknown, ...path: readonly string[]): unknown {
  let found: unknown = value;
  for (const name of path) found = fieldsOf(found)[name];
  return found === null ? undefined : found;
}

/** The text at the end of the path. */
export function textAt(value: unknown, ...path: readonly string[]): string | undefined {
  const found = at(value, ...path);
  return typeof found === "string" ? found : undefined;
}

/** The number at the end of the path; a number may be written as a text. */
export function numberAt(value: unknown, ...path: readonly string[]): number | undefined {
  const found = at(value, ...path);
  if (typeof found === "number") return found;
  return typeof found === "string" && found.trim() !== "" && !Number.isNaN(Number(found))
    ? Number(found)
    : undefined;
}

/** The list at the end of the path; an empty one where there is none. */
export function listAt(value: unknown, ...path: readonly string[]): readonly unknown[] {
  const found = at(value, ...path);
  return Array.isArray(found) ? found : [];
}

/** The texts of a list. */
export function textsAt(value: unknown, ...path: readonly string[]): readonly string[] {
  return listAt(value, ...path).filter((each) => typeof each === "string");
}

/** The same text for the same value: fields sorted, those that are absent left out. */
export function canonical(value: unknown): string {
  if (Array.isArray(value)) return `[${value.map(canonical).join()}]`;
  if (!isFields(value)) return JSON.stringify(value ?? null);
  const fields = Object.keys(value).filter((name) => value[name] !== undefined && value[name] !== null);
  return `{${fields
    .toSorted()
    .map((name) => `${name}:${canonical(value[name])}`)
    .join()}}`;
}
