import { expect, it } from "vitest";
import { describeWithShared } from "../support/shared-files.ts";
import { goldenFiles, readScenarios, type Scenario } from "./golden.ts";
import { answerTo } from "./model/round.ts";
import { allOddities, noOddities } from "./model/rules.ts";
import { tellAsFenzo, toldByFenzo } from "./model/told-by-fenzo.ts";
import { outcomeOf, tellAsStowage } from "./model/told-by-stowage.ts";
import { replay } from "./replay.ts";

describeWithShared("golden", "a model whose switches are the oddities of Fenzo", () => {
  for (const file of [...goldenFiles("parity"), ...goldenFiles("mixed")]) {
    const scenarios = readScenarios(file);

    it(`is Fenzo with all of them on, in every round of the ${scenarios.length} scenarios of ${file}`, () => {
      for (const scenario of scenarios) expectFenzo(scenario);
    });

    it(`is stowage with all of them off, in every round of the ${scenarios.length} scenarios of ${file}`, () => {
      for (const scenario of scenarios) expectStowage(scenario);
    });
  }
});

function expectFenzo(scenario: Scenario): void {
  for (const { where, step, facts } of replay(scenario)) {
    const answer = answerTo(facts, allOddities);
    const told = tellAsFenzo(step.expected, answer, scenario.fitnessTolerance ?? 0);
    expect(told, where).toEqual(toldByFenzo(step.expected));
  }
}

function expectStowage(scenario: Scenario): void {
  for (const { where, facts, input } of replay(scenario)) {
    expect(outcomeOf(input), where).toEqual(tellAsStowage(answerTo(facts, noOddities)));
  }
}
