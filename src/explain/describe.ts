import type { AmongFields, Constraint } from "../model/constraint.ts";

/** A constraint in the words of its factory: `uniqueBy(zone)`, `not(attributeIs(rack, "r1"))`. */
export function describeConstraint(constraint: Constraint): string {
  const { kind } = constraint;
  switch (kind) {
    case "attributeIs":
      return call(kind, constraint.name, JSON.stringify(constraint.value));
    case "attributeIn":
      return call(kind, constraint.name, JSON.stringify(constraint.values));
    case "attributeLike":
      return call(kind, constraint.name, JSON.stringify(constraint.pattern));
    case "hasAttribute":
      return call(kind, constraint.name);
    case "maxPer":
      return call(kind, constraint.attribute, String(constraint.n), ...amongOf(constraint.among));
    case "balancedBy": {
      const { attribute, expectedValues, maxSkew, among } = constraint;
      const options = [
        ...(expectedValues === undefined ? [] : [`expectedValues: ${expectedValues}`]),
        ...(maxSkew === undefined ? [] : [`maxSkew: ${maxSkew}`]),
      ];
      return call(kind, attribute, ...options, ...amongOf(among));
    }
    case "uniqueBy":
    case "sameBy":
    case "near":
    case "awayFrom":
      return call(
        kind,
        ...(constraint.attribute === undefined ? [] : [constraint.attribute]),
        ...amongOf(constraint.among),
      );
    case "exclusive":
      return call(kind);
    case "allOf":
    case "anyOf":
      return call(kind, ...constraint.constraints.map(describeConstraint));
    case "not":
      return call(kind, describeConstraint(constraint.constraint));
    case "customConstraint":
      return constraint.name;
  }
}

/** Whether a custom evaluator takes part in the constraint. */
export function hasCustom(constraint: Constraint): boolean {
  switch (constraint.kind) {
    case "customConstraint":
      return true;
    case "allOf":
    case "anyOf":
      return constraint.constraints.some(hasCustom);
    case "not":
      return hasCustom(constraint.constraint);
    default:
      return false;
  }
}

function call(name: string, ...args: readonly string[]): string {
  return `${name}(${args.join(", ")})`;
}

function amongOf(among: AmongFields | undefined): readonly string[] {
  if (among === undefined) return [];
  const { ids, group } = among;
  return [ids === undefined ? `group ${group}` : `${ids.length} tasks by id`];
}
