import { test } from "@fast-check/vitest";
import { match } from "../../src/index.ts";
import { chain, roundsOf } from "../arbitraries/chains.ts";
import { crowdScenario } from "../arbitraries/crowds.ts";
import { equippedScenario } from "../arbitraries/equipped.ts";
import { likingScenario } from "../arbitraries/liking.ts";
import { preferringScenario } from "../arbitraries/preferring.ts";
import { rareScenario } from "../arbitraries/rare.ts";
import { reservedScenario } from "../arbitraries/reserved.ts";
import { inputOf, scenario, type Scenario } from "../arbitraries/scenarios.ts";
import { wideScenario } from "../arbitraries/wide.ts";
import { naiveMatch } from "../oracle/match.ts";
import { expectDecisions } from "./decisions.ts";
import { runs, slowRuns, timeLimitMs } from "./runs.ts";

function expectRoundOfOracle(given: Scenario): void {
  const input = inputOf(given);
  expectDecisions(match(input), naiveMatch(input).round);
}

test.prop([scenario()], runs(3))(
  "law 5: a round equals the oracle's in every field but its work counters",
  expectRoundOfOracle,
  timeLimitMs,
);

test.prop([chain()], runs(1.5))(
  "law 5: rounds that follow each other, with events between, equal the oracle's",
  (given) => {
    for (const { input, round } of roundsOf(given)) {
      expectDecisions(round, naiveMatch(input).round);
    }
  },
  timeLimitMs,
);

test.prop([wideScenario()], slowRuns(2))(
  "law 5: a round over hundreds of agents equals the oracle's",
  expectRoundOfOracle,
  timeLimitMs,
);

test.prop([rareScenario()], slowRuns(2))(
  "law 5: a round in which tasks ask of resources that few agents have equals the oracle's",
  expectRoundOfOracle,
  timeLimitMs,
);

test.prop([likingScenario()], slowRuns(2))(
  "law 5: a round in which tasks prefer to be packed or spread equals the oracle's",
  expectRoundOfOracle,
  timeLimitMs,
);

test.prop([equippedScenario()], slowRuns(6))(
  "law 5: a round of tasks that ask for devices, disks and ports of a few kinds of agents equals the oracle's",
  expectRoundOfOracle,
  timeLimitMs,
);

test.prop([crowdScenario()], slowRuns(4))(
  "law 5: a round of many tasks with few kinds of constraints equals the oracle's",
  expectRoundOfOracle,
  timeLimitMs,
);

test.prop([preferringScenario()], slowRuns(2))(
  "law 5: a round of tasks with few kinds of preferences over agents of many hosts and racks equals the oracle's",
  expectRoundOfOracle,
  timeLimitMs,
);

test.prop([reservedScenario()], slowRuns(2))(
  "law 5: a round of tasks of several roles over agents that have a part for each equals the oracle's",
  expectRoundOfOracle,
  timeLimitMs,
);
