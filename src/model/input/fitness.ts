import type { Fitness, Preference } from "../fitness.ts";
import { checkConstraint, checkCustom, type Budget, type Evaluators } from "./constraint.ts";
import { expectArray, expectEach, expectFields, expectText, expectWeight, refuse, within } from "./expect.ts";

/** How deep `weighted` may nest. */
const maxFitnessDepth = 64;
/** How many evaluators one may be made of, itself included. */
const maxFitnesses = 10_000;

/** Throws unless the value is a {@link Fitness}; paths are relative to it. */
export function checkFitness(
  value: unknown,
  evaluators: Evaluators,
  depth: number = 0,
  budget: Budget = { left: maxFitnesses },
): asserts value is Fitness {
  const fields = expectFields("", value);
  if (depth > maxFitnessDepth) refuse("", value, `fitness evaluators nested at most ${maxFitnessDepth} deep`);
  if (budget.left-- === 0) refuse("", value, `a fitness of at most ${maxFitnesses} evaluators in all`);
  switch (fields["kind"]) {
    case "binPack":
    case "spread":
      checkNames("resources", fields["resources"]);
      break;
    case "locality":
      checkNames("levels", fields["levels"]);
      break;
    case "weighted":
      checkParts(fields["parts"], evaluators, depth, budget);
      break;
    case "customFitness":
      checkCustom(fields, evaluators);
      if (fields["dependsOn"] !== undefined) checkTexts("dependsOn", fields["dependsOn"]);
      break;
    default:
      refuse("kind", fields["kind"], "one of binPack, spread, locality, weighted, customFitness");
  }
}

/** Throws unless the value is a {@link Preference}; paths are relative to it. */
export function checkPreference(value: unknown, evaluators: Evaluators): asserts value is Preference {
  const fields = expectFields("", value);
  if (fields["kind"] === "prefer") {
    within("constraint", fields["constraint"], (constraint) => checkConstraint(constraint, evaluators));
  } else if (fields["kind"] === "preferHigh") {
    within("fitness", fields["fitness"], (fitness) => checkFitness(fitness, evaluators));
  } else refuse("kind", fields["kind"], "one of prefer, preferHigh");
  expectWeight("weight", fields["weight"], "not zero");
}

function checkNames(path: string, value: unknown): void {
  checkTexts(path, value);
  if (expectArray(path, value).length === 0) refuse(path, value, "at least one name");
}

function checkTexts(path: string, value: unknown): void {
  expectEach(path, value, (name) => expectText("", name));
}

function checkParts(value: unknown, evaluators: Evaluators, depth: number, budget: Budget): void {
  let sum = 0;
  expectEach("parts", value, (element) => {
    const part = expectArray("", element);
    if (part.length !== 2) refuse("", element, "a pair [fitness, weight]");
    within("[0]", part[0], (fitness) => checkFitness(fitness, evaluators, depth + 1, budget));
    sum += expectWeight("[1]", part[1], "zero too");
  });
  if (sum === 0) refuse("parts", value, "at least one part with a weight > 0");
}
