import { compareText } from "../model/order.ts";
import type { MesosResource } from "./resource.ts";

/** What a resource is, beside how much: equal texts for the same, whatever the order of its fields. */
export function identityOf(resource: MesosResource): string {
  return textOf({ ...resource, scalar: undefined, ranges: undefined, set: undefined });
}

/** Whether two resources of one name are the same in everything but how much: as their identities are, but quick. */
export function areAlike(a: MesosResource, b: MesosResource): boolean {
  for (const name in a) if (!isAmount(name) && !isSame(a[name], b[name])) return false;
  for (const name in b) if (!isAmount(name) && a[name] === undefined && b[name] !== undefined) return false;
  return true;
}

function isAmount(name: string): boolean {
  return name === "scalar" || name === "ranges" || name === "set";
}

/** Whether two values of JSON are the same. */
function isSame(a: unknown, b: unknown): boolean {
  return a === b || (typeof a === "object" && typeof b === "object" && textOf(a) === textOf(b));
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
