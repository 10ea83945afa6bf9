import { afterAll, expect, it } from "vitest";
import { describeWithShared } from "../support/shared-files.ts";
import { expectFenzo, expectStowage } from "./expect-modelled.ts";
import { expectParity } from "./expect-parity.ts";
import { goldenFiles, readScenarios, type Scenario } from "./golden.ts";
import { rulesBehind } from "./model/rules-behind.ts";
import { newTally, type Tally } from "./tally.ts";
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
 * Names the rules behind each difference, by the model alone. Where there are none, stowage is held against Fenzo; where there are some, the
 * model stands between the two: it is Fenzo with every oddity on, stowage with none, and those of the rules make all the difference.
 */
function expectExplained(scenario: Scenario, tally: Tally): void {
  for (const round of replay(scenario)) {
    const behind = rulesBehind(round.facts);
    tally.count(scenario.id, behind);
    expectFenzo(round);
    if (behind.length === 0) expectSame(round);
    else expectStowage(round);
  }
}

function expectSame({ input, step, facts, where }: Replayed): void {
  if (input !== undefined) expectParity(input, step, facts, where);
  expect(input, `the state before ${where}`).toBeDefined();
}
