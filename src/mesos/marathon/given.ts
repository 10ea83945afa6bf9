import { expectFields, expectList, type Fields } from "../../model/input/expect.ts";

/** The field; undefined where it is null, as Marathon's answers write what is not set. */
export function given(fields: Fields, name: string): unknown {
  return fields[name] ?? undefined;
}

/** The object in the field, an empty one where there is none. */
export function givenFields(path: string, fields: Fields, name: string): Fields {
  return expectFields(`${path}.${name}`, given(fields, name) ?? {});
}

/** The list in the field, an empty one where there is none. */
export function givenList(path: string, fields: Fields, name: string): readonly unknown[] {
  return expectList(`${path}.${name}`, given(fields, name) ?? []);
}
