import { expect } from "vitest";
import { answerTo } from "./model/round.ts";
import { allOddities, noOddities } from "./model/rules.ts";
import type { Replayed } from "./replay.ts";
import { tellAsFenzo, toldByFenzo } from "./told-by-fenzo.ts";
import { outcomeOf, tellAsStowage } from "./told-by-stowage.ts";

/** Checks that the model with all oddities on makes of the round what the vector tells. */
export function expectFenzo({ where, step, facts }: Replayed): void {
  const tolerance = facts.scenario.fitnessTolerance ?? 0;
  const told = tellAsFenzo(step.expected, answerTo(facts, allOddities), tolerance);
  expect(told, `Fenzo's ${where}`).toEqual(toldByFenzo(step.expected));
}

/** Checks that stowage makes of the round what the model does with no oddity on. */
export function expectStowage({ where, facts, input }: Replayed): void {
  const told = tellAsStowage(answerTo(facts, noOddities));
  expect(outcomeOf(input), `stowage's ${where}`).toEqual(told);
}
