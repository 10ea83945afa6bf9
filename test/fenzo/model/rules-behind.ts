import { isSame } from "./same-answer.ts";
import type { Facts } from "./facts.ts";
import { answerTo, type Answer, type Refusal } from "./round.ts";
import { allOddities, noOddities, ruleNames, type Rule } from "./rules.ts";

/**
 * The rules whose oddities make Fenzo's answer to a round differ from stowage's; none where the answers are the same. They are the fewest that,
 * switched on alone, give the answer that all of them give, the first such in the order of the rules, among those that change an answer by
 * themselves: on where all others are off, or off where all others are on. Decided by the model alone, from what goes into the round.
 */
export function rulesBehind(facts: Facts): readonly Rule[] {
  const tolerance = facts.scenario.fitnessTolerance ?? 0;
  const [fenzo, stowage] = [answerTo(facts, allOddities), answerTo(facts, noOddities)];
  const gives =
    (answer: Answer | Refusal) =>
    (on: readonly Rule[]): boolean =>
      isSame(answerTo(facts, new Set(on)), answer, tolerance);
  const givesFenzo = gives(fenzo);
  if (isSame(stowage, fenzo, tolerance)) return [];
  const enough = leaveOut(givesFenzo);
  if (enough.length === 1) return enough;
  const matters = (rule: Rule): boolean =>
    enough.includes(rule) ||
    !gives(stowage)([rule]) ||
    !givesFenzo(ruleNames.filter((other) => other !== rule));
  const pool = ruleNames.filter(matters);
  for (let size = 1; size < enough.length; size += 1) {
    for (const some of choose(pool, size)) if (givesFenzo(some)) return some;
  }
  return enough;
}

/** Switches off what can be, one rule after the other, and returns what is left. */
function leaveOut(gives: (on: readonly Rule[]) => boolean): readonly Rule[] {
  return ruleNames.reduce<readonly Rule[]>((left, rule) => {
    const without = left.filter((other) => other !== rule);
    return gives(without) ? without : left;
  }, ruleNames);
}

/** Every way to choose so many, in order. */
function* choose(from: readonly Rule[], size: number): Generator<readonly Rule[]> {
  if (size === 0) {
    yield [];
    return;
  }
  for (const [at, first] of from.entries())
    for (const rest of choose(from.slice(at + 1), size - 1)) yield [first, ...rest];
}
