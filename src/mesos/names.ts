// Amounts that may not serve for each other have different names in the core, and disks that may not different types: so the core, which knows nothing of
// reservations, never confuses them.

import { expectFields, expectString, expectText, fieldPath } from "../model/input/expect.ts";
import { compareText } from "../model/order.ts";
import type { MesosLabels, MesosResource } from "./resource.ts";

/** What tells amounts of one name apart. */
export interface ResourceClass {
  /** The labels of its reservation, whoever made it; default: no labels, reserved or not. */
  readonly labels?: Readonly<Record<string, string>>;
  /** The master may take it back; default false. */
  readonly isRevocable?: boolean;
}

/**
 * Under which name `resources` of offers and tasks, and as which `type` their `disks`, have what is reserved with labels or can be revoked: `cpus` itself is
 * what is neither. So a task demands a reservation by its labels, and opts in to revocable resources: by asking for them.
 *
 * @throws InvalidInputError for a name or labels that are no texts: a master has no others.
 */
export function resourceName(name: string, kind: ResourceClass): string {
  expectText("name", name);
  expectFields("kind", kind);
  const { labels = {}, isRevocable = false } = kind;
  for (const [key, value] of Object.entries(expectFields("kind.labels", labels)))
    expectString(fieldPath("kind.labels", key), value);
  return name + suffixOf(Object.entries(labels), isRevocable);
}

function suffixOf(labels: readonly Label[], isRevocable: boolean): string {
  const sorted = labels.toSorted(([a, x], [b, y]) => compareText(a, b) || compareText(x, y));
  const text = sorted.map(([key, value]) => `${escaped(key)}=${escaped(value)}`).join("&");
  return (sorted.length === 0 ? "" : `@${text}`) + (isRevocable ? "@revocable" : "");
}

/** The text without the marks of names. */
function escaped(text: string): string {
  return text.replaceAll(/[%@[\]=&]/g, (mark) => `%${mark.charCodeAt(0).toString(16)}`);
}

type Label = readonly [key: string, value: string];

/** The name for one item of a set: a task that wants this very item asks 1 of it, beside 1 of the set. */
export function itemName(set: string, item: string): string {
  return `${set}[${item}]`;
}

/** The set of whose items the name is one; undefined for other names. */
export function setOf(name: string): string | undefined {
  const at = name.indexOf("[");
  return at > 0 && name.endsWith("]") ? name.slice(0, at) : undefined;
}

/** What the name is a name for, and whether that can be taken back. */
export function resourceOf(name: string): { readonly resource: string; readonly isRevocable: boolean } {
  const [resource = "", ...classes] = (setOf(name) ?? name).split("@");
  return { resource, isRevocable: classes.at(-1) === "revocable" };
}

/** The name of what the resource is an amount, a set or a range of. */
export function nameOf(resource: MesosResource): string {
  return resource.name + classOf(resource);
}

/** What its name has beside that of the resource. */
export function classOf({ reservations, reservation, revocable }: MesosResource): string {
  if (reservations === undefined && reservation === undefined && revocable === undefined) return "";
  const labels: Label[] = [];
  for (const each of reservations ?? []) addLabels(each.labels, labels);
  addLabels(reservation?.labels, labels);
  return suffixOf(labels, revocable !== undefined);
}

function addLabels({ labels = [] }: MesosLabels = {}, to: Label[]): void {
  for (const { key, value = "" } of labels) to.push([key, value]);
}
