import { test } from "@fast-check/vitest";
import { expect } from "vitest";
import { emptyCluster, explain, match, renderExplanation, update } from "../../src/index.ts";
import { chain, roundsOf } from "../arbitraries/chains.ts";
import { inputFor, inputOf, scenario } from "../arbitraries/scenarios.ts";
import { deepFreeze, withoutHost } from "./pure.ts";
import { runs, timeLimitMs } from "./runs.ts";

test.prop([scenario()], runs())(
  "law 6: inputs may be deeply frozen, while Math.random, Date and performance throw",
  (given) => {
    const expected = JSON.stringify(match(inputOf(given)));
    const round = withoutHost(() => {
      const cluster = update(emptyCluster, deepFreeze(given.events));
      return match(deepFreeze(inputFor(cluster, given)));
    });
    expect(JSON.stringify(round)).toBe(expected);
  },
  timeLimitMs,
);

test.prop([scenario()], runs(0.5))(
  "law 6: explaining a frozen round needs neither clock nor dice",
  (given) => {
    const round = deepFreeze(match(deepFreeze(inputOf(given))));
    const tasks = [...round.unmatched, ...round.assignments];
    const explainAll = (): string =>
      tasks.map(({ taskId }) => renderExplanation(explain(round, taskId))).join("\n");
    expect(withoutHost(explainAll)).toBe(explainAll());
  },
  timeLimitMs,
);

test.prop([chain()], runs(0.5))(
  "law 6: neither update nor match changes what it is given",
  (given) => {
    for (const { input, round } of roundsOf(given)) {
      const before = JSON.stringify([input, round]);
      const again = match(input);
      update(round.cluster, [{ type: "agent-lost", agentId: round.assignments[0]?.agentId ?? "none" }]);
      for (const { taskId } of round.unmatched) explain(round, taskId);
      expect(JSON.stringify([input, again])).toBe(before);
    }
  },
  timeLimitMs,
);
