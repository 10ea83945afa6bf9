import fc from "fast-check";
import type { MatchInput, Round } from "../../src/index.ts";
import { emptyCluster, match, update } from "../../src/index.ts";
import type { Customs } from "./constraints.ts";
import { eventsFrom } from "./events.ts";
import type { RoundSeed, Scenario } from "./scenarios.ts";
import { inputFor, laterRound, scenario } from "./scenarios.ts";

/** Rounds of which each begins with the cluster in which the one before ended, and with events since. */
export interface Chain {
  readonly first: Scenario;
  readonly later: readonly RoundSeed[];
}

/** A round as it was asked and answered. */
export interface Answered {
  readonly input: MatchInput;
  readonly round: Round;
}

/** A few rounds over the same cluster. */
export function chain(customs: Customs = "all"): fc.Arbitrary<Chain> {
  return fc.record({
    first: scenario({ customs, maxAgents: 8 }),
    later: fc.array(laterRound(customs), { minLength: 1, maxLength: 4 }),
  });
}

/** The chain's rounds, one after the other; tasks that stay unmatched are tried again before the new ones. */
export function* roundsOf({ first, later }: Chain): Generator<Answered> {
  let answered = answer(inputFor(update(emptyCluster, first.events), first));
  yield answered;
  for (const seed of later) {
    const { input, round } = answered;
    const cluster = update(round.cluster, eventsFrom(round.cluster, seed.events));
    const left = input.tasks.filter((task) => round.unmatched.some((one) => one.taskId === task.id));
    answered = answer(inputFor(cluster, { ...seed, tasks: [...left, ...seed.tasks] }));
    yield answered;
  }
}

function answer(input: MatchInput): Answered {
  return { input, round: match(input) };
}
