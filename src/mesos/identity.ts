import { compareText } from "../model/order.ts";
import type { MesosResource } from "./resource.ts";

/** What a resource is, beside how much: equal texts for the same, whatever the order of its fields. */
export function identityOf(resource: MesosResource): string {
  return textOf({ ...resource, scalar: undefined, ranges: undefined, set: undefined });
}

/** A text of a value of JSON, with the fields of objects in order. */
export function textOf(value: unknown): string {
  if (typeof value !== "object" || value === null)
    return typeof value === "string" ? JSON.stringify(value) : String(value);
  if (Array.isArray(value)) return `[${value.map(textOf).join()}]`;
  const fields = Object.entries(value).filter(([, field]) => field !== undefined);
  fields.sort(([a], [b]) => compareText(a, b));
  return `{${fields.map(([name, field]) => `${JSON.stringify(name)}:${textOf(field)}`).join()}}`;
}
