import type { Attributes } from "../../../src/index.ts";

/** A placement constraint of an app: field, operator, value. */
export type Triple = readonly [field: string, operator: string, value?: string];

/** An agent, as Marathon sees it in an offer: its hostname, its text and scalar attributes, its fault domain among these. */
export interface Place {
  readonly hostname: string;
  readonly attributes: Attributes;
}

/**
 * Whether Marathon lets an instance go to the place, where `placed` are the places of the app's other instances. Written from Marathon's
 * docs/constraints.md and Constraints.scala: every value is compared as the text that Marathon makes of it.
 */
export function isMet(triple: Triple, place: Place, placed: readonly Place[]): boolean {
  const [field, operator, value = ""] = triple;
  const here = textOf(field, place);
  if (here === undefined) return operator === "UNLIKE";
  const others = placed.map((each) => textOf(field, each));
  const counts = new Map<string | undefined, number>();
  for (const other of others) counts.set(other, (counts.get(other) ?? 0) + 1);
  const count = counts.get(here);
  switch (operator) {
    case "UNIQUE":
      return !others.includes(here);
    case "CLUSTER":
      return value === "" ? others.length === 0 || others[0] === here : here === value;
    case "GROUP_BY":
      return count === undefined || (counts.size >= Number(value) && count === Math.min(...counts.values()));
    case "MAX_PER":
      return count === undefined || count < Number(value);
    case "LIKE":
      return new RegExp(`^(?:${value})$`).test(here);
    case "UNLIKE":
      return !new RegExp(`^(?:${value})$`).test(here);
    case "IS":
      return here === value || (isScalar(value) && here === scalarText(Number(value)));
    default:
      throw new Error(`no operator ${operator}`);
  }
}

function textOf(field: string, { hostname, attributes }: Place): string | undefined {
  if (field === "hostname" || field === "@hostname") return hostname;
  const value = attributes[field];
  return typeof value === "number" ? scalarText(value) : typeof value === "string" ? value : undefined;
}

function isScalar(text: string): boolean {
  return text !== "" && Number.isFinite(Number(text));
}

function scalarText(scalar: number): string {
  return scalar.toFixed(3).replace(/\.?0+$/, "");
}
