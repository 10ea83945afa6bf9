import { compareText } from "../model/order.ts";

/** By what an agent is judged: the first attribute of a name, or what else is known of it. */
export type MesosSelector =
  | { readonly attribute_name: string }
  | { readonly pseudoattribute_type: "HOSTNAME" | "REGION" | "ZONE" };

/** A question to one attribute. Of one that is there but no TEXT, a master says yes to all but `not_exists`. */
export type MesosPredicate =
  | { readonly exists: Readonly<Record<string, never>> }
  | { readonly not_exists: Readonly<Record<string, never>> }
  | { readonly text_equals: { readonly value: string } }
  | { readonly text_not_equals: { readonly value: string } }
  | { readonly text_matches: { readonly regex: string } }
  | { readonly text_not_matches: { readonly regex: string } };

/** What must hold of an agent (scheduler.proto, AttributeConstraint). */
export interface MesosAttributeConstraint {
  readonly selector: MesosSelector;
  readonly predicate: MesosPredicate;
}

/** All of these must hold. By their JSON, in order; without any it holds always. */
export type Group = ReadonlyMap<string, MesosAttributeConstraint>;

/** One of these must hold: without any it holds never. */
export type Groups = readonly Group[];

/** So many groups a role may have: a master asks them one by one, of every agent. */
export const maxGroups = 32;

/** So much may be asked in a group. */
const maxInGroup = 64;

/** So many pairs are looked at for one conjunction: many may come to few. */
const maxPairs = 4 * maxGroups;

export const always: Groups = [new Map()];
export const never: Groups = [];

/** Holds where the one does. */
export function only(constraint: MesosAttributeConstraint): Groups {
  return [new Map([[JSON.stringify(constraint), constraint]])];
}

/** Whether they hold whatever the agent. */
export function isAlways(groups: Groups): boolean {
  return groups.some(({ size }) => size === 0);
}

/**
 * Holds where all parts do. A part with which there would be too much is left out, one of few groups before one of many: so it may hold elsewhere too, but nowhere
 * less. Costs O(parts).
 */
export function both(parts: readonly Groups[]): Groups {
  const [first = always] = parts;
  if (parts.length < 2) return first;
  if (parts.some(({ length }) => length === 0)) return never;
  let groups: Groups = [joined(parts.flatMap((part) => (part.length === 1 ? part : [])))];
  const choices = parts.filter(({ length }) => length > 1).toSorted((a, b) => a.length - b.length);
  for (const part of choices.slice(0, maxGroups)) {
    if (part.length * groups.length > maxPairs) continue;
    groups = reduced(groups.flatMap((a) => part.map((b) => joined([a, b])))) ?? groups;
  }
  return groups;
}

/**
 * Holds where one of the parts does. Where there would be more than {@link maxGroups}, it asks no more of an attribute than that it is there; where there are still too
 * many, nothing: so it may hold elsewhere too, but nowhere less. The same parts give the same, in whatever order. Costs O(n log n), n being the groups.
 */
export function either(parts: readonly Groups[]): Groups {
  const groups = parts.flat();
  return reduced(groups) ?? reduced(groups.map(widened)) ?? always;
}

/** The groups, in order, without those that hold only where another does; undefined where they are too many. */
function reduced(groups: Groups): Groups | undefined {
  const byText = new Map(groups.map((group) => [[...group.keys()].join(), group]));
  const kept: Group[] = [];
  // One that holds wherever another does is shorter than that one, so it comes before it.
  for (const [, group] of [...byText].toSorted(byLength)) {
    if (kept.some((weaker) => isWithin(weaker, group))) continue;
    if (kept.push(group) > maxGroups) return undefined;
  }
  return kept;
}

function byLength(
  [a, { size: sizeA }]: readonly [string, Group],
  [b, { size: sizeB }]: readonly [string, Group],
): number {
  return sizeA - sizeB || compareText(a, b);
}

/** Whether the second group asks all that the first does. */
function isWithin(weaker: Group, group: Group): boolean {
  for (const text of weaker.keys()) if (!group.has(text)) return false;
  return true;
}

/** The group that asks of attributes no more than that they are there. */
function widened(group: Group): Group {
  const wider: Groups[] = [];
  for (const { selector, predicate } of group.values()) {
    const isThere = "exists" in predicate || "text_equals" in predicate || "text_matches" in predicate;
    const isAlwaysThere = "pseudoattribute_type" in selector && selector.pseudoattribute_type === "HOSTNAME";
    if (isThere && !isAlwaysThere) wider.push(only({ selector, predicate: { exists: {} } }));
  }
  return joined(wider.flat());
}

/** The group that asks what all of them do, up to a limit. */
function joined(groups: Groups): Group {
  const [first] = groups;
  if (first !== undefined && groups.length === 1) return first;
  const asked = new Map(groups.flatMap((group) => [...group]));
  return new Map([...asked].toSorted(([a], [b]) => compareText(a, b)).slice(0, maxInGroup));
}
