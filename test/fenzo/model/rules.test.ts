import { describe, expect, it } from "vitest";
import { expectStowage } from "../expect-modelled.ts";
import type { Scenario } from "../golden.ts";
import { replay } from "../replay.ts";
import { ruleNames, rules, type Rule } from "./rules.ts";
import { rulesBehind } from "./rules-behind.ts";
import { scenarioByRule, scenariosAlike } from "./scenarios.ts";

describe("the rule behind a difference is found from the input alone", () => {
  for (const rule of ruleNames) {
    it(`${rule}: ${rules[rule]}`, () => {
      expect(behindLast(scenarioByRule[rule])).toEqual([rule]);
      for (const round of replay(scenarioByRule[rule])) expectStowage(round);
    });
  }
});

describe("no rule is behind what is alike", () => {
  for (const [what, scenario] of Object.entries(scenariosAlike)) {
    it(what, () => {
      expect(behindLast(scenario)).toEqual([]);
      for (const round of replay(scenario)) expectStowage(round);
    });
  }
});

function behindLast(scenario: Scenario): readonly Rule[] {
  const last = replay(scenario).at(-1);
  if (last === undefined) throw new Error("the scenario has no rounds");
  return rulesBehind(last.facts);
}
