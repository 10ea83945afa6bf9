import { it } from "vitest";
import { emptyCluster, update } from "../../src/index.ts";
import { describeWithShared } from "../support/shared-files.ts";
import { expectFenzo } from "./expect-modelled.ts";
import { expectParity } from "./expect-parity.ts";
import { goldenFiles, readScenarios, type Scenario } from "./golden.ts";
import { replay } from "./replay.ts";

describeWithShared("golden/parity", "where no difference on purpose can show, a round is Fenzo's", () => {
  for (const file of goldenFiles("parity")) {
    const scenarios = readScenarios(file);

    it(`equals Fenzo in every round of the ${scenarios.length} scenarios of ${file}`, () => {
      for (const scenario of scenarios) expectParityThroughout(scenario);
    });

    it(`has a model of Fenzo that equals it in every round of the ${scenarios.length} scenarios of ${file}`, () => {
      for (const round of scenarios.flatMap(replay)) expectFenzo(round);
    });
  }
});

/** Runs the rounds on the state that stowage itself carries from one to the next. */
function expectParityThroughout(scenario: Scenario): void {
  let cluster = emptyCluster;
  for (const { step, facts, where } of replay(scenario)) {
    const { tasks, policy, nowMs, events } = step;
    const input = { cluster: update(cluster, events), tasks, policy, nowMs };
    cluster = expectParity(input, step, facts, where).cluster;
  }
}
