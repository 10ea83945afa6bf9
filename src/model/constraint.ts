import type { PrepareConstraint } from "./evaluator.ts";
import type { AttributeValue } from "./offer.ts";

/** Which tasks count as co-tasks: those of a group, or those named. */
export type Among = { readonly group: string } | { readonly ids: readonly string[] };

/** What is to be read of an {@link Among}: a field that is there, and undefined, says nothing. */
export interface AmongFields {
  readonly group?: string | undefined;
  readonly ids?: readonly string[] | undefined;
}

/** How {@link BalancedBy} judges. */
export interface BalanceOptions {
  /** How many values are expected in all: while fewer are in use, the least count is 0. Default 0. */
  readonly expectedValues?: number;
  /** By how much the value's count after placing may exceed the least count, ≥ 1. */
  readonly maxSkew?: number;
}

export interface AttributeIs {
  readonly kind: "attributeIs";
  readonly name: string;
  readonly value: AttributeValue;
}
export interface AttributeIn {
  readonly kind: "attributeIn";
  readonly name: string;
  readonly values: readonly AttributeValue[];
}
export interface AttributeLike {
  readonly kind: "attributeLike";
  readonly name: string;
  readonly pattern: string;
}
export interface HasAttribute {
  readonly kind: "hasAttribute";
  readonly name: string;
}
export interface UniqueBy {
  readonly kind: "uniqueBy";
  readonly attribute: string;
  readonly among?: Among;
}
export interface BalancedBy extends BalanceOptions {
  readonly kind: "balancedBy";
  readonly attribute: string;
  readonly among?: Among;
}
export interface MaxPer {
  readonly kind: "maxPer";
  readonly attribute: string;
  readonly n: number;
  readonly among?: Among;
}
export interface SameBy {
  readonly kind: "sameBy";
  readonly attribute: string;
  readonly among?: Among;
}
export interface Exclusive {
  readonly kind: "exclusive";
}
export interface Near {
  readonly kind: "near";
  readonly among?: Among;
  readonly attribute?: string;
}
export interface AwayFrom {
  readonly kind: "awayFrom";
  readonly among?: Among;
  readonly attribute?: string;
}
export interface AllOf {
  readonly kind: "allOf";
  readonly constraints: readonly Constraint[];
}
export interface AnyOf {
  readonly kind: "anyOf";
  readonly constraints: readonly Constraint[];
}
export interface Not {
  readonly kind: "not";
  readonly constraint: Constraint;
}
export interface CustomConstraint {
  readonly kind: "customConstraint";
  readonly name: string;
  readonly prepare: PrepareConstraint;
}

/** A condition on the agent a task may go to. Plain data, custom ones aside; the factories' docs say what each means. */
export type Constraint =
  | AttributeIs
  | AttributeIn
  | AttributeLike
  | HasAttribute
  | UniqueBy
  | BalancedBy
  | MaxPer
  | SameBy
  | Exclusive
  | Near
  | AwayFrom
  | AllOf
  | AnyOf
  | Not
  | CustomConstraint;

/** How deep `allOf`, `anyOf` and `not` may nest. */
export const maxConstraintDepth = 64;

/** How many constraints one may be made of, itself included. */
export const maxConstraints = 10_000;

/** The longest pattern that `attributeLike` takes, in UTF-16 code units. */
export const maxPatternLength = 1000;
