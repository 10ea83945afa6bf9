import { RE2JS } from "re2js";
import type { WireResource } from "./wire.ts";

// What a master keeps back from a framework that asks it to, after src/master/allocator/mesos: offer_constraints_filter.cpp, and `allocatable` of
// hierarchical.cpp with `contains` of src/common/resources.cpp. Written from the calls as JSON alone.

/** An attribute of an agent, as JSON. */
export interface WireAttribute {
  readonly name: string;
  readonly type: string;
  readonly text?: { readonly value: string };
  readonly scalar?: { readonly value: number };
  readonly set?: { readonly item?: readonly string[] };
  readonly ranges?: { readonly range?: readonly { readonly begin: number; readonly end: number }[] };
}

/** What constraints are asked of. */
export interface WireAgent {
  readonly hostname: string;
  readonly attributes?: readonly WireAttribute[];
  readonly domain?: {
    readonly fault_domain?: {
      readonly region: { readonly name: string };
      readonly zone: { readonly name: string };
    };
  };
}

interface WireConstraint {
  readonly selector: { readonly attribute_name?: string; readonly pseudoattribute_type?: string };
  readonly predicate: {
    readonly exists?: object;
    readonly not_exists?: object;
    readonly text_equals?: { readonly value: string };
    readonly text_not_equals?: { readonly value: string };
    readonly text_matches?: { readonly regex: string };
    readonly text_not_matches?: { readonly regex: string };
  };
}

/** Constraints of a framework, by role. */
export interface WireConstraints {
  readonly role_constraints?: Readonly<
    Record<
      string,
      { readonly groups: readonly { readonly attribute_constraints: readonly WireConstraint[] }[] }
    >
  >;
}

/** Whether a master offers the agent to the role. Throws for constraints that it refuses. */
export function isOffered(
  { role_constraints = {} }: WireConstraints,
  role: string,
  agent: WireAgent,
): boolean {
  if (!Object.hasOwn(role_constraints, role)) return true;
  const { groups = [] } = role_constraints[role] ?? {};
  if (groups.length === 0) throw new Error("a role without groups");
  return groups.some(({ attribute_constraints: all }) => {
    if (all.length === 0) throw new Error("an empty group");
    return all.every(({ selector, predicate }) => holds(predicate, selected(selector, agent)));
  });
}

/** Nothing, the text of what is no attribute, or the first attribute of the name. */
function selected(
  { attribute_name, pseudoattribute_type }: WireConstraint["selector"],
  { hostname, attributes = [], domain }: WireAgent,
): string | WireAttribute | undefined {
  if (attribute_name !== undefined) return attributes.find(({ name }) => name === attribute_name);
  if (pseudoattribute_type === "HOSTNAME") return hostname;
  if (pseudoattribute_type === "REGION") return domain?.fault_domain?.region.name;
  if (pseudoattribute_type === "ZONE") return domain?.fault_domain?.zone.name;
  throw new Error("an unknown selector");
}

function holds(predicate: WireConstraint["predicate"], value: string | WireAttribute | undefined): boolean {
  const isThere = value !== undefined;
  if (predicate.exists !== undefined) return isThere;
  if (predicate.not_exists !== undefined) return !isThere;
  const isDenied = predicate.text_not_equals !== undefined || predicate.text_not_matches !== undefined;
  if (!isThere) return isDenied;
  if (typeof value === "object" && value.type !== "TEXT") return true;
  const text = typeof value === "string" ? value : (value.text?.value ?? "");
  const equal = predicate.text_equals ?? predicate.text_not_equals;
  if (equal !== undefined) return (text === equal.value) !== isDenied;
  const like = predicate.text_matches ?? predicate.text_not_matches;
  if (like === undefined) throw new Error("an unknown predicate");
  return RE2JS.compile(like.regex).matches(text) !== isDenied;
}

/** What the offers of a framework are to have at least, by role. */
export type WireFilters = Readonly<
  Record<
    string,
    {
      readonly min_allocatable_resources?: {
        readonly quantities?: readonly {
          readonly quantities: Readonly<Record<string, { readonly value: number }>>;
        }[];
      };
    }
  >
>;

/** Whether a master makes an offer of the resources to the role. Throws for filters that it refuses. */
export function isAllocatable(
  filters: WireFilters,
  role: string,
  resources: readonly WireResource[],
): boolean {
  const filter = Object.hasOwn(filters, role) ? filters[role] : undefined;
  const { quantities = [] } = filter?.min_allocatable_resources ?? {};
  if (quantities.length === 0) return true;
  return quantities.some(({ quantities: all }) => {
    const names = Object.entries(all);
    if (names.length === 0) throw new Error("an empty quantity");
    return names.every(([name, { value }]) => {
      if (!(value >= 0)) throw new Error("a negative quantity");
      let left = value;
      for (const resource of resources.filter((each) => each.name === name)) {
        left -= sizeOf(resource);
        if (left <= 0) break;
      }
      return left <= 0;
    });
  });
}

function sizeOf({ scalar, ranges, set }: WireResource): number {
  const ports = (ranges?.range ?? []).reduce((sum, { begin, end }) => sum + end - begin + 1, 0);
  return (scalar?.value ?? 0) + ports + (set?.item?.length ?? 0);
}
