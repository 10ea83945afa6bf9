import type { Constraint } from "../model/constraint.ts";
import type { AttributeValue } from "../model/offer.ts";
import {
  always,
  both,
  either,
  never,
  only,
  type Groups,
  type MesosPredicate,
  type MesosSelector,
} from "./groups.ts";
import { isPlainPattern } from "./plain-pattern.ts";

/**
 * What a master can be asked of an agent, so that it says yes wherever the constraint holds (or, with `holds` false, wherever it does not hold); where too little is
 * known, nothing. Co-tasks and custom constraints are beyond it.
 *
 * @param single names of attributes that an agent has once at most.
 */
export function groupsOf(constraint: Constraint, single: ReadonlySet<string>, holds: boolean = true): Groups {
  switch (constraint.kind) {
    case "attributeIs":
    case "attributeIn": {
      const values = constraint.kind === "attributeIs" ? [constraint.value] : constraint.values;
      const parts = values.map((value) => equality(constraint.name, value, single, holds));
      return holds ? either(parts) : both(parts);
    }
    case "attributeLike": {
      const { pattern: regex } = constraint;
      if (!isPlainPattern(regex)) return holds ? existence(constraint.name) : always;
      return asked(
        constraint.name,
        single,
        holds ? { text_matches: { regex } } : { text_not_matches: { regex } },
      );
    }
    case "hasAttribute":
      return holds ? existence(constraint.name) : absence(constraint.name);
    case "allOf":
    case "anyOf": {
      const parts = constraint.constraints.map((each) => groupsOf(each, single, holds));
      return (constraint.kind === "allOf") === holds ? both(parts) : either(parts);
    }
    case "not":
      return groupsOf(constraint.constraint, single, !holds);
    default:
      return always;
  }
}

/** Whether the attribute has the value. */
function equality(name: string, value: AttributeValue, single: ReadonlySet<string>, holds: boolean): Groups {
  if (typeof value === "string" && isText(value)) {
    return asked(name, single, holds ? { text_equals: { value } } : { text_not_equals: { value } });
  }
  // A master compares no numbers. What is always a text is none.
  if (!holds) return always;
  return typeof value === "number" && pseudoattributes.has(name) ? never : existence(name);
}

/**
 * The predicate asked of the attribute. A master looks at the first of its name alone: if that is refused for what it is, none of the others was looked for; but if it is
 * not what is wanted, another may be.
 */
function asked(name: string, single: ReadonlySet<string>, predicate: MesosPredicate): Groups {
  const selector = selectorOf(name);
  if (selector === undefined) return always;
  const isDenied = "text_not_equals" in predicate || "text_not_matches" in predicate;
  const hasOne = pseudoattributes.has(name) || single.has(name);
  return isDenied || hasOne ? only({ selector, predicate }) : existence(name);
}

function existence(name: string): Groups {
  const selector = selectorOf(name);
  return selector === undefined || name === "hostname"
    ? always
    : only({ selector, predicate: { exists: {} } });
}

/** No value. An attribute may be there without any: an empty SET. A TEXT has one. */
function absence(name: string): Groups {
  const selector = selectorOf(name);
  if (selector === undefined) return always;
  if (name === "hostname") return never;
  return only({ selector, predicate: { text_not_matches: { regex: "(?s).*" } } });
}

/** What is not among the attributes of an agent, or cannot be, by the names it has in constraints. Each is one text. */
const pseudoattributes: ReadonlyMap<string, MesosSelector> = new Map([
  ["hostname", { pseudoattribute_type: "HOSTNAME" }],
  ["@region", { pseudoattribute_type: "REGION" }],
  ["@zone", { pseudoattribute_type: "ZONE" }],
] as const);

/** Undefined where a master has no word for it. */
function selectorOf(name: string): MesosSelector | undefined {
  if (name === "agentId" || !isText(name)) return undefined;
  return pseudoattributes.get(name) ?? { attribute_name: name };
}

/** Whether UTF-8 can say it: for half a character a master refuses the whole call. */
function isText(text: string): boolean {
  return !/\p{Surrogate}/u.test(text);
}
