import { InvalidInputError } from "../errors.ts";
import type { MatchInput, Round } from "../model/round.ts";

/** What each round was made from: an explanation works it out again. */
const origins = new WeakMap<Round, MatchInput>();

/** The round, whose input can be asked for from now on. */
export function rememberInput(round: Round, input: MatchInput): Round {
  origins.set(round, input);
  return round;
}

/** The input of a round. Throws for anything that `match` did not return. */
export function inputOf(round: Round): MatchInput {
  const input = origins.get(round);
  if (input === undefined) {
    throw new InvalidInputError({
      path: "round",
      got: "unknown",
      expected: "a round that match returned, itself and not a copy; match its input again to get one",
    });
  }
  return input;
}
