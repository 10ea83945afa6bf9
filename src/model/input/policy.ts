import type { Policy } from "../policy.ts";
import {
  expectEach,
  expectFields,
  expectNumber,
  expectScalars,
  expectText,
  expectWeight,
  expectWhole,
  fieldPath,
  refuse,
  within,
} from "./expect.ts";
import { checkFitness } from "./fitness.ts";

/** Throws unless the value is a {@link Policy}; paths are relative to it. */
export function checkPolicy(value: unknown): asserts value is Policy {
  const policy = expectFields("", value);
  if (policy["fitness"] !== undefined) {
    within("fitness", policy["fitness"], (fitness) => checkFitness(fitness, "needed"));
  }
  if (policy["weights"] !== undefined) {
    const weights = expectFields("weights", policy["weights"]);
    for (const part of ["fitness", "preferences", "devices"]) {
      expectWeight(`weights.${part}`, weights[part], "zero too");
    }
  }
  if (policy["goodEnough"] !== undefined) checkGoodEnough(policy["goodEnough"]);
  if (policy["groupLimits"] !== undefined) {
    const limits = expectFields("groupLimits", policy["groupLimits"]);
    for (const group of Object.keys(limits)) expectScalars(fieldPath("groupLimits", group), limits[group]);
  }
  if (policy["maxAssignments"] !== undefined) {
    expectWhole("maxAssignments", policy["maxAssignments"], 0, Number.MAX_SAFE_INTEGER);
  }
  if (policy["hold"] !== undefined) checkHold(policy["hold"]);
  if (policy["assumedDurationMs"] !== undefined) {
    expectNumber("assumedDurationMs", policy["assumedDurationMs"], 0, "a finite number ≥ 0");
  }
  if (policy["roles"] !== undefined) expectEach("roles", policy["roles"], (role) => expectText("", role));
}

function checkGoodEnough(value: unknown): void {
  if (typeof value !== "number" || !(value >= 0 && value <= 1)) {
    refuse("goodEnough", value, "a number within 0..1");
  }
}

function checkHold(value: unknown): void {
  const hold = expectFields("hold", value);
  expectNumber("hold.forMs", hold["forMs"], 0, "a finite number ≥ 0");
  if (hold["maxDeclines"] !== undefined) {
    expectWhole("hold.maxDeclines", hold["maxDeclines"], 0, Number.MAX_SAFE_INTEGER);
  }
}
