import type {
  AllOf,
  Among,
  AnyOf,
  AttributeIn,
  AttributeIs,
  AttributeLike,
  AwayFrom,
  BalancedBy,
  BalanceOptions,
  Constraint,
  CustomConstraint,
  Exclusive,
  HasAttribute,
  MaxPer,
  Near,
  Not,
  SameBy,
  UniqueBy,
} from "../model/constraint.ts";
import { expectFields } from "../model/input/expect.ts";
import type { PrepareConstraint } from "../model/evaluator.ts";
import type { AttributeValue } from "../model/offer.ts";

/** The agent has this value of the attribute; text and numbers differ. After Fenzo's HostAttrValueConstraint, Marathon's IS. */
export function attributeIs(name: string, value: AttributeValue): AttributeIs {
  return { kind: "attributeIs", name, value };
}

/** The agent has one of these values of the attribute. */
export function attributeIn(name: string, values: readonly AttributeValue[]): AttributeIn {
  return { kind: "attributeIn", name, values };
}

/**
 * A value of the attribute, as text, matches the whole pattern: RE2 syntax, linear time, as Mesos's own TextMatches. After Marathon's
 * LIKE.
 */
export function attributeLike(name: string, pattern: string): AttributeLike {
  return { kind: "attributeLike", name, pattern };
}

/** The agent has a value of the attribute. */
export function hasAttribute(name: string): HasAttribute {
  return { kind: "hasAttribute", name };
}

/** No co-task is on an agent with the same value. After Fenzo's UniqueHostAttrConstraint, Marathon's UNIQUE. */
export function uniqueBy(attribute: string, among?: Among): UniqueBy {
  return among === undefined ? { kind: "uniqueBy", attribute } : { kind: "uniqueBy", attribute, among };
}

/**
 * Co-tasks are spread evenly over the attribute's values. Without `maxSkew` as Fenzo's BalancedHostAttrConstraint: an unused value, or
 * one with fewer co-tasks than the greatest count, or any where all counts are equal. With it as a topology spread: the value's count
 * after placing exceeds the least by at most `maxSkew`. In `prefer` it is graded: (S − c) / S, S the sum of the counts.
 * Give `expectedValues`: without it a value in use alone counts as least and greatest at once.
 */
export function balancedBy(attribute: string, options: BalanceOptions = {}, among?: Among): BalancedBy {
  expectFields("options", options);
  return among === undefined
    ? { ...options, kind: "balancedBy", attribute }
    : { ...options, kind: "balancedBy", attribute, among };
}

/** Fewer than `n` co-tasks are on agents with the same value. After Marathon's MAX_PER. */
export function maxPer(attribute: string, n: number, among?: Among): MaxPer {
  return among === undefined ? { kind: "maxPer", attribute, n } : { kind: "maxPer", attribute, n, among };
}

/** All co-tasks share one value; the first of the task's own group is free. After Marathon's CLUSTER. */
export function sameBy(attribute: string, among?: Among): SameBy {
  return among === undefined ? { kind: "sameBy", attribute } : { kind: "sameBy", attribute, among };
}

/** The agent runs nothing else, now and while the task is there. After Fenzo's ExclusiveHostConstraint. */
export function exclusive(): Exclusive {
  return { kind: "exclusive" };
}

/** A co-task is on an agent with the same value (default: on the same agent); the first of the task's own group is free. */
export function near(among?: Among, attribute?: string): Near {
  return {
    kind: "near",
    ...(among !== undefined && { among }),
    ...(attribute !== undefined && { attribute }),
  };
}

/** No co-task is on an agent with the same value (default: on the same agent). */
export function awayFrom(among?: Among, attribute?: string): AwayFrom {
  return {
    kind: "awayFrom",
    ...(among !== undefined && { among }),
    ...(attribute !== undefined && { attribute }),
  };
}

/** All of them hold. */
export function allOf(...constraints: readonly Constraint[]): AllOf {
  return { kind: "allOf", constraints };
}

/** At least one of them holds. */
export function anyOf(...constraints: readonly Constraint[]): AnyOf {
  return { kind: "anyOf", constraints };
}

/** It does not hold. */
export function not(constraint: Constraint): Not {
  return { kind: "not", constraint };
}

/**
 * A condition of your own: `prepare` runs once per task, what it returns once per agent that passes the checks before it. Both must
 * be pure. An {@link EvaluatorError} ends the round if one throws or gives anything but true or false.
 */
export function customConstraint(name: string, prepare: PrepareConstraint): CustomConstraint {
  return { kind: "customConstraint", name, prepare };
}
