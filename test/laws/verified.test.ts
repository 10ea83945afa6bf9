import { test } from "@fast-check/vitest";
import { expect } from "vitest";
import { match } from "../../src/index.ts";
import { chain, roundsOf } from "../arbitraries/chains.ts";
import { inputOf, scenario } from "../arbitraries/scenarios.ts";
import { capacityViolations } from "../verifier/capacity.ts";
import { conditionViolations } from "../verifier/conditions.ts";
import { partitionViolations } from "../verifier/partition.ts";
import { sceneOf } from "../verifier/scene.ts";
import { violationsOf } from "../verifier/verify.ts";
import { runs, timeLimitMs } from "./runs.ts";

test.prop([scenario()], runs())(
  "law 1: no agent gives more than was offered, for any resource, port or device",
  (given) => {
    const input = inputOf(given);
    expect(capacityViolations(sceneOf(input, match(input)))).toEqual([]);
  },
  timeLimitMs,
);

test.prop([scenario()], runs())(
  "law 2: every offer is used, declined or held, and every task assigned or unmatched, exactly once",
  (given) => {
    const input = inputOf(given);
    expect(partitionViolations(sceneOf(input, match(input)))).toEqual([]);
  },
  timeLimitMs,
);

test.prop([scenario()], runs())(
  "law 3: every constraint of every assignment holds at the moment it was made",
  (given) => {
    const input = inputOf(given);
    expect(conditionViolations(sceneOf(input, match(input)))).toEqual([]);
  },
  timeLimitMs,
);

test.prop([chain()], runs(0.5))(
  "laws 1 to 3 hold for rounds that follow each other, and launches, limits and roles are respected",
  (given) => {
    for (const { input, round } of roundsOf(given)) expect(violationsOf(input, round)).toEqual([]);
  },
  timeLimitMs,
);
