import { maxConstraintDepth, maxConstraints, type Constraint } from "../constraint.ts";
import { checkAttributeValue } from "./offer.ts";
import { expectEach, expectFields, expectText, expectWhole, refuse, within, type Fields } from "./expect.ts";
import { checkPattern } from "./pattern.ts";

/** Whether custom evaluators must have their functions: those of running tasks are never called. */
export type Evaluators = "needed" | "not needed";

/** What is left to look at: a tree whose parts are shared may be small in memory and endless to walk. */
export interface Budget {
  left: number;
}

type Check = (fields: Fields, evaluators: Evaluators, depth: number, budget: Budget) => void;

/** Throws unless the value is a {@link Constraint}; paths are relative to it. */
export function checkConstraint(
  value: unknown,
  evaluators: Evaluators,
  depth: number = 0,
  budget: Budget = { left: maxConstraints },
): asserts value is Constraint {
  const fields = expectFields("", value);
  const kind = fields["kind"];
  const check = typeof kind === "string" ? checks.get(kind) : undefined;
  if (check === undefined) refuse("kind", kind, `one of ${[...checks.keys()].join(", ")}`);
  if (depth > maxConstraintDepth) {
    refuse("", value, `constraints nested at most ${maxConstraintDepth} deep`);
  }
  if (budget.left-- === 0) refuse("", value, `a constraint of at most ${maxConstraints} in all`);
  check(fields, evaluators, depth, budget);
}

const checks: ReadonlyMap<string, Check> = new Map<Constraint["kind"], Check>([
  ["attributeIs", (fields) => (checkName(fields), within("value", fields["value"], checkAttributeValue))],
  [
    "attributeIn",
    (fields) => (checkName(fields), expectEach("values", fields["values"], checkAttributeValue)),
  ],
  ["attributeLike", (fields) => (checkName(fields), within("pattern", fields["pattern"], checkPattern))],
  ["hasAttribute", checkName],
  ["uniqueBy", checkCoTasks],
  ["balancedBy", checkBalancedBy],
  ["maxPer", checkMaxPer],
  ["sameBy", checkCoTasks],
  ["exclusive", () => undefined],
  ["near", checkNeighbours],
  ["awayFrom", checkNeighbours],
  ["allOf", checkMany],
  ["anyOf", checkMany],
  ["not", checkNot],
  ["customConstraint", checkCustom],
]);

function checkName(fields: Fields): void {
  expectText("name", fields["name"]);
}

function checkCoTasks(fields: Fields): void {
  expectText("attribute", fields["attribute"]);
  checkAmong(fields);
}

function checkNeighbours(fields: Fields): void {
  if (fields["attribute"] !== undefined) expectText("attribute", fields["attribute"]);
  checkAmong(fields);
}

function checkBalancedBy(fields: Fields): void {
  checkCoTasks(fields);
  if (fields["expectedValues"] !== undefined) {
    expectWhole("expectedValues", fields["expectedValues"], 0, Number.MAX_SAFE_INTEGER);
  }
  if (fields["maxSkew"] !== undefined) expectWhole("maxSkew", fields["maxSkew"], 1, Number.MAX_SAFE_INTEGER);
}

function checkMaxPer(fields: Fields): void {
  checkCoTasks(fields);
  expectWhole("n", fields["n"], 0, Number.MAX_SAFE_INTEGER);
}

function checkAmong(fields: Fields): void {
  const among = fields["among"];
  if (among === undefined) return;
  const given = expectFields("among", among);
  if (given["group"] !== undefined && given["ids"] === undefined) expectText("among.group", given["group"]);
  else if (given["ids"] !== undefined && given["group"] === undefined) {
    expectEach("among.ids", given["ids"], (id) => expectText("", id));
  } else refuse("among", among, "either a group or ids");
}

function checkMany(fields: Fields, evaluators: Evaluators, depth: number, budget: Budget): void {
  expectEach("constraints", fields["constraints"], (each) =>
    checkConstraint(each, evaluators, depth + 1, budget),
  );
}

function checkNot(fields: Fields, evaluators: Evaluators, depth: number, budget: Budget): void {
  within("constraint", fields["constraint"], (inner) =>
    checkConstraint(inner, evaluators, depth + 1, budget),
  );
}

/** Throws unless the fields are those of a custom evaluator, a constraint or a fitness. */
export function checkCustom(fields: Fields, evaluators: Evaluators): void {
  checkName(fields);
  if (evaluators === "needed" && typeof fields["prepare"] !== "function") {
    refuse("prepare", fields["prepare"], "a function");
  }
}
