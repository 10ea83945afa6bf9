/** The value as one that can be spread: what objects of a class have from their prototypes are fields of its own. */
export function withOwnFields<T extends object>(value: T): T {
  if (Object.getPrototypeOf(value) === Object.prototype) return value;
  const record = { ...value };
  let each: unknown = value;
  while (typeof each === "object" && each !== null && each !== Object.prototype) {
    for (const name of Object.getOwnPropertyNames(each)) {
      if (name === "constructor" || Object.hasOwn(record, name)) continue;
      const field: unknown = Reflect.get(value, name);
      Object.defineProperty(record, name, { value: field, enumerable: true });
    }
    each = Object.getPrototypeOf(each);
  }
  return record;
}
