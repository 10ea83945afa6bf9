import {
  attributeIn,
  attributeIs,
  attributeLike,
  balancedBy,
  hasAttribute,
  maxPer,
  not,
  sameBy,
  uniqueBy,
} from "../../constraints/factories.ts";
import type { Constraint } from "../../model/constraint.ts";
import { refuse, within } from "../../model/input/expect.ts";
import { checkPattern } from "../../model/input/pattern.ts";
import type { AttributeValue } from "../../model/offer.ts";
import { valuesMeant, valuesWritten } from "./values.ts";
import { readWords, type Word, type Words } from "./words.ts";

/** A placement constraint of a Marathon app, `[field, operator]` or `[field, operator, value]`; or of a pod. */
export type MarathonConstraint = readonly string[] | MarathonPodConstraint;

/** A placement constraint of a Marathon pod. */
export interface MarathonPodConstraint {
  readonly fieldName: string;
  readonly operator: string;
  readonly value?: string;
}

/**
 * Constraints of a task that hold where Marathon's hold; each of Marathon's gives one or two. Instances are the tasks of the task's group:
 * give it one per app. Operators of a list may be in lower case, as Marathon takes them. Costs O(list).
 *
 * The field `hostname` or `@hostname` is the hostname, `@region` and `@zone` are attributes of these names, any other is the attribute of
 * its name. Only `UNLIKE` holds where there is no such attribute. `IS` compares numbers to the thousandth. An attribute
 * named `agentId` cannot be asked for, since that is an agent's id here: it is refused. After Marathon's docs/constraints.md, Constraints.scala and
 * SchedulingValidation.scala.
 *
 * @throws InvalidInputError for what Marathon's API refuses, and for regular expressions that RE2 does not know (references to groups, looking
 * around).
 */
export function marathonConstraints(list: readonly MarathonConstraint[]): readonly Constraint[] {
  return readWords("constraints", list).flatMap(constraintsFor);
}

/** What Marathon's constraint says, in constraints of a task. */
export function constraintsFor({ field, operator, known, value }: Words): readonly Constraint[] {
  const read = operators.get(known);
  if (read === undefined) refuse(operator.path, operator.text, `one of ${[...operators.keys()].join(", ")}`);
  return read(attributeOf(field), value, operator);
}

function attributeOf({ path, text }: Word): string {
  if (text === "agentId") {
    refuse(path, text, "the name of another attribute, since this one is the agent's id");
  }
  return text === "@hostname" ? "hostname" : text;
}

type Reader = (name: string, value: Word | undefined, operator: Word) => readonly Constraint[];

const operators: ReadonlyMap<string, Reader> = new Map<string, Reader>([
  ["UNIQUE", unique],
  ["CLUSTER", cluster],
  ["GROUP_BY", groupBy],
  ["LIKE", (name, value, operator) => [like(name, value, operator)]],
  ["UNLIKE", (name, value, operator) => [not(like(name, value, operator))]],
  // The first task of a value is never too many: 0 and less mean 1.
  ["MAX_PER", (name, value, operator) => [maxPer(name, Math.max(1, wholeOf(value ?? absent(operator))))]],
  ["IS", is],
]);

function unique(name: string, value: Word | undefined): readonly Constraint[] {
  if (value !== undefined) refuse(value.path, value.text, "nothing: UNIQUE takes no value");
  return [uniqueBy(name)];
}

/** The attribute must be there for the first task too, which `sameBy` alone lets go anywhere. */
function cluster(name: string, value: Word | undefined): readonly Constraint[] {
  if (value === undefined || value.text === "") return [hasAttribute(name), sameBy(name)];
  return [oneOf(name, valuesWritten(value.text))];
}

/** A value in use is good if it has the least count and enough values are in use; an unused one always is: a skew of 1. */
function groupBy(name: string, value: Word | undefined): readonly Constraint[] {
  const expectedValues = value === undefined ? 0 : wholeOf(value);
  return [balancedBy(name, expectedValues > 0 ? { expectedValues, maxSkew: 1 } : { maxSkew: 1 })];
}

function like(name: string, value: Word | undefined, operator: Word): Constraint {
  const { path, text } = value ?? absent(operator);
  if (text === "") refuse(path, text, "a regular expression that is not empty");
  within(path, text, checkPattern);
  return attributeLike(name, text);
}

function is(name: string, value: Word | undefined, operator: Word): readonly Constraint[] {
  const { path, text } = value ?? absent(operator);
  if (!/^[\w/.-]+$/.test(text)) {
    refuse(path, text, "a text or scalar value of Mesos: letters, digits, _, /, . and -");
  }
  return [oneOf(name, valuesMeant(text))];
}

function oneOf(name: string, values: readonly AttributeValue[]): Constraint {
  const [only] = values;
  return only !== undefined && values.length === 1 ? attributeIs(name, only) : attributeIn(name, values);
}

function absent({ path, text }: Word): never {
  refuse(path, text, "a value after it");
}

/** A whole number as Java reads one. */
function wholeOf({ path, text }: Word): number {
  const most = 2 ** 31;
  const number = /^[+-]?\d+$/.test(text) ? Number(text) : NaN;
  if (!(number >= -most && number < most)) refuse(path, text, 'a whole number as text, "3" say');
  return number;
}
