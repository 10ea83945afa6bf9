import { RE2JS } from "re2js";
import { at, fieldsOf, isFields, listAt, numberAt, textAt, type Fields } from "./json.ts";
import { thousandths } from "./portions.ts";
import type { Agent } from "./state.ts";

/** Whether an agent may be offered: one of the groups holds, all of its predicates. */
export type Constraints = (agent: Agent) => boolean;

type Predicate = (agent: Agent) => boolean;

/** The constraints of each role in OfferConstraints; throws where they are invalid. */
export function constraintsByRole(offerConstraints: unknown): ReadonlyMap<string, Constraints> {
  const byRole = Object.entries(fieldsOf(at(offerConstraints, "role_constraints")));
  return new Map(byRole.map(([role, each]) => [role, constraintsOf(role, each)]));
}

function constraintsOf(role: string, roleConstraints: unknown): Constraints {
  const groups = listAt(roleConstraints, "groups").map((group) => {
    const predicates = listAt(group, "attribute_constraints").map(predicateOf);
    if (predicates.length === 0) throw new Error(`role ${role} has an empty group`);
    return predicates;
  });
  if (groups.length === 0) throw new Error(`role ${role} has no group`);
  return (agent) => groups.some((group) => group.every((predicate) => predicate(agent)));
}

/**
 * What is not TEXT passes all tests of texts: the master leaves it to the framework. Of several attributes of a name the
 * first counts.
 */
function predicateOf(constraint: unknown): Predicate {
  const select = selectorOf(at(constraint, "selector"));
  const predicate = fieldsOf(at(constraint, "predicate"));
  const [kind] = Object.keys(predicate);
  const test = (ifAbsent: boolean, isText: (text: string) => boolean): Predicate => {
    return (agent) => {
      const value = select(agent);
      if (value === undefined) return ifAbsent;
      return value === "other" || isText(value.text);
    };
  };
  const value = textAt(predicate, kind ?? "", "value") ?? "";
  switch (kind) {
    case "exists":
      return (agent) => select(agent) !== undefined;
    case "not_exists":
      return (agent) => select(agent) === undefined;
    case "text_equals":
      return test(false, (text) => text === value);
    case "text_not_equals":
      return test(true, (text) => text !== value);
    case "text_matches":
    case "text_not_matches": {
      const regex = RE2JS.compile(textAt(predicate, kind, "regex") ?? "");
      return kind === "text_matches"
        ? test(false, (text) => regex.matches(text))
        : test(true, (text) => !regex.matches(text));
    }
    default:
      throw new Error(`unknown predicate ${kind}`);
  }
}

type Selected = { readonly text: string } | "other" | undefined;

function selectorOf(selector: unknown): (agent: Agent) => Selected {
  const name = textAt(selector, "attribute_name");
  if (name !== undefined) {
    return ({ attributes }) => {
      const attribute = attributes.find((each) => textAt(each, "name") === name);
      if (attribute === undefined) return undefined;
      const text = textAt(attribute, "text", "value");
      return text === undefined ? "other" : { text };
    };
  }
  const paths: Readonly<Record<string, readonly string[]>> = {
    REGION: ["domain", "fault_domain", "region", "name"],
    ZONE: ["domain", "fault_domain", "zone", "name"],
    HOSTNAME: ["hostname"],
  };
  const path = paths[textAt(selector, "pseudoattribute_type") ?? ""];
  if (path === undefined) throw new Error("unknown selector");
  return (agent) => {
    const text = textAt(agent, ...path);
    return text === undefined ? undefined : { text };
  };
}

/** MinAllocatableResources of a role: one of the lists has to be there, all of it. */
export function leastOf(offerFilter: unknown): readonly ReadonlyMap<string, number>[] | undefined {
  const least = at(offerFilter, "min_allocatable_resources");
  if (!isFields(least)) return undefined;
  return listAt(least, "quantities").map(quantitiesOf);
}

function quantitiesOf(each: unknown): ReadonlyMap<string, number> {
  const amounts: Fields = fieldsOf(at(each, "quantities"));
  return new Map(
    Object.keys(amounts).map((name) => [name, thousandths(numberAt(amounts, name, "value") ?? 0)]),
  );
}
