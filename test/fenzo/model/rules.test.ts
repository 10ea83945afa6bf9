import { describe, expect, it } from "vitest";
import type { Scenario } from "../golden.ts";
import { replay } from "../replay.ts";
import { answerTo } from "./round.ts";
import { noOddities, ruleNames, rules, type Rule } from "./rules.ts";
import { rulesBehind } from "./rules-behind.ts";
import { scenarioByRule, scenariosAlike } from "./scenarios.ts";
import { outcomeOf, tellAsStowage } from "./told-by-stowage.ts";

describe("the rule behind a difference is found from the input alone", () => {
  for (const rule of ruleNames) {
    it(`${rule}: ${rules[rule]}`, () => {
      expect(behindLast(scenarioByRule[rule])).toEqual([rule]);
      expectStowage(scenarioByRule[rule]);
    });
  }
});

describe("no rule is behind what is alike", () => {
  for (const [what, scenario] of Object.entries(scenariosAlike)) {
    it(what, () => {
      expect(behindLast(scenario)).toEqual([]);
      expectStowage(scenario);
    });
  }
});

function behindLast(scenario: Scenario): readonly Rule[] {
  const last = replay(scenario).at(-1);
  if (last === undefined) throw new Error("the scenario has no rounds");
  return rulesBehind(last.facts);
}

/** The model without oddities is stowage here too. */
function expectStowage(scenario: Scenario): void {
  for (const { where, facts, input } of replay(scenario)) {
    expect(outcomeOf(input), where).toEqual(tellAsStowage(answerTo(facts, noOddities)));
  }
}
