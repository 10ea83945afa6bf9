import { test } from "@fast-check/vitest";
import { expect } from "vitest";
import type { Round } from "../../src/index.ts";
import { match } from "../../src/index.ts";
import { chain, roundsOf } from "../arbitraries/chains.ts";
import { inputOf, scenario } from "../arbitraries/scenarios.ts";
import { wideScenario } from "../arbitraries/wide.ts";
import { naiveMatch } from "../oracle/match.ts";
import { runs, timeLimitMs } from "./runs.ts";

test.prop([scenario()], runs(3))(
  "law 5: a round equals the oracle's in every field but its work counters",
  (given) => {
    const input = inputOf(given);
    expect(decisionsOf(match(input))).toEqual(naiveMatch(input).round);
  },
  timeLimitMs,
);

test.prop([chain()], runs(1.5))(
  "law 5: rounds that follow each other, with events between, equal the oracle's",
  (given) => {
    for (const { input, round } of roundsOf(given)) {
      expect(decisionsOf(round)).toEqual(naiveMatch(input).round);
    }
  },
  timeLimitMs,
);

test.prop([wideScenario], { numRuns: Math.round(runs().numRuns * 0.2) })(
  "law 5: a round over hundreds of agents equals the oracle's",
  (given) => {
    const input = inputOf(given);
    expect(decisionsOf(match(input))).toEqual(naiveMatch(input).round);
  },
  timeLimitMs,
);

function decisionsOf(round: Round): Omit<Round, "stats"> {
  const { assignments, launches, declines, held, unmatched, cluster } = round;
  return { assignments, launches, declines, held, unmatched, cluster };
}
