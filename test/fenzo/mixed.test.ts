import { expect, it } from "vitest";
import { emptyCluster, match, update } from "../../src/index.ts";
import { describeWithShared } from "../support/shared-files.ts";
import { goldenFiles, readScenarios, type Scenario } from "./golden.ts";
import { stepsOf } from "./steps.ts";

describeWithShared("golden/mixed", "where differences on purpose can show", () => {
  for (const file of goldenFiles("mixed")) {
    const scenarios = readScenarios(file);

    it(`accounts for every task and offer of the ${scenarios.length} scenarios of ${file}`, () => {
      for (const scenario of scenarios) expectAccounts(scenario);
    });
  }
});

/** Starts each round from what Fenzo made of the one before, so that no difference brings others with it. */
function expectAccounts(scenario: Scenario): void {
  let cluster = emptyCluster;
  for (const [at, { events, tasks, policy, nowMs, outcome }] of stepsOf(scenario).entries()) {
    cluster = update(cluster, events);
    const round = match({ cluster, tasks, policy, nowMs });
    const where = `${scenario.id}, round ${at}`;

    const accounted = [...round.assignments, ...round.unmatched].map(({ taskId }) => taskId);
    expect(accounted.toSorted(), where).toEqual(tasks.map(({ id }) => id).toSorted());
    const offers = [...round.launches.flatMap(({ offerIds }) => offerIds), ...round.held];
    expect(offers.toSorted(), where).toEqual(
      cluster.agents.flatMap((agent) => agent.offers.map(({ id }) => id)).toSorted(),
    );
    cluster = update(cluster, outcome);
  }
}
