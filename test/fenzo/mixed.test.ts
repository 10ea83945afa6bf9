import { afterAll, expect, it } from "vitest";
import { describeWithShared } from "../support/shared-files.ts";
import { expectParity } from "./expect-parity.ts";
import { goldenFiles, readScenarios, type Scenario } from "./golden.ts";
import { rulesBehind } from "./model/rules-behind.ts";
import { newTally, type Tally } from "./model/tally.ts";
import { replay, type Replayed } from "./replay.ts";

describeWithShared("golden/mixed", "a round differs from Fenzo's only where a rule says so", () => {
  const tally = newTally("golden/mixed");
  afterAll(() => {
    process.stdout.write(tally.report());
  });

  for (const file of goldenFiles("mixed")) {
    const scenarios = readScenarios(file);

    it(`equals Fenzo where no rule does, in every round of the ${scenarios.length} scenarios of ${file}`, () => {
      for (const scenario of scenarios) expectExplained(scenario, tally);
    });
  }
});

/**
 * Names the rules behind each difference, by the model alone, which model.test.ts holds against Fenzo and stowage; where there are none,
 * holds stowage against Fenzo.
 */
function expectExplained(scenario: Scenario, tally: Tally): void {
  for (const round of replay(scenario)) {
    const behind = rulesBehind(round.facts);
    tally.count(scenario.id, behind);
    if (behind.length === 0) expectSame(round);
  }
}

function expectSame({ input, step, facts, where }: Replayed): void {
  if (input !== undefined) expectParity(input, step, facts, where);
  expect(input, `the state before ${where}`).toBeDefined();
}
