import { fc, test } from "@fast-check/vitest";
import { expect } from "vitest";
import type { Cluster, Fitness, MatchInput, Round } from "../../src/index.ts";
import { binPack, customFitness, EvaluatorError, explain, match, update, weighted } from "../../src/index.ts";
import { copyOf } from "../arbitraries/copies.ts";
import {
  clusterAfter,
  firstClusterOf,
  wideChain,
  wideRoundsOf,
  wideSteps,
} from "../arbitraries/wide-chains.ts";
import { naiveMatch } from "../oracle/match.ts";
import { expectDecisions } from "./decisions.ts";
import { slowRuns, timeLimitMs } from "./runs.ts";

test.prop([wideChain()], slowRuns())(
  "law 5: rounds over a wide cluster, a part of which changes between them, equal the oracle's",
  (given) => {
    for (const { input, round } of wideRoundsOf(given)) {
      expectDecisions(round, naiveMatch(input).round);
    }
  },
  timeLimitMs,
);

test.prop([wideChain()], slowRuns(0.6))(
  "a cluster that led through many rounds and one that was read from JSON lead to the same bytes, counters and explanations",
  (given) => {
    for (const { input, round } of wideRoundsOf(given)) {
      const fresh = match(freshOf(input));
      expect(JSON.stringify(fresh)).toBe(JSON.stringify(round));
      for (const { taskId } of [...round.unmatched.slice(0, 1), ...round.assignments.slice(-1)]) {
        expect(JSON.stringify(explain(round, taskId))).toBe(JSON.stringify(explain(fresh, taskId)));
      }
    }
  },
  timeLimitMs,
);

test.prop([wideChain()], slowRuns(0.4))(
  "an update that changes nothing, and matching the same cluster again, lead to the same bytes",
  (given) => {
    for (const { input, round } of wideRoundsOf(given)) {
      const same = update(update(input.cluster, []), [{ type: "task-ended", taskId: "never" }]);
      expect(JSON.stringify(match({ ...input, cluster: same }))).toBe(JSON.stringify(round));
      expect(JSON.stringify(match(input))).toBe(JSON.stringify(round));
    }
  },
  timeLimitMs,
);

test.prop([wideChain(), wideSteps], slowRuns(0.5))(
  "chains that begin with the same cluster do not disturb each other, nor an old cluster that is matched again",
  (given, otherSteps) => {
    const other = { ...given, steps: otherSteps };
    const cluster = firstClusterOf(given);
    const alone = [given, other].map((chain) => bytesOf(wideRoundsOf(chain, copyOf(cluster))));
    const chains = [wideRoundsOf(given, cluster), wideRoundsOf(other, cluster)];
    const met: { readonly input: MatchInput; readonly bytes: string }[] = [];
    const seen = chains.map((): string[] => []);
    for (let turn = 0; turn < 2 * Math.max(given.steps.length, otherSteps.length); turn++) {
      const next = chains[turn % 2]?.next();
      if (next?.done !== false) continue;
      const bytes = JSON.stringify(next.value.round);
      seen[turn % 2]?.push(bytes);
      met.push({ input: next.value.input, bytes });
    }
    expect(seen).toEqual(alone);
    for (const { input, bytes } of met.toReversed()) expect(JSON.stringify(match(input))).toBe(bytes);
  },
  timeLimitMs,
);

test.prop([wideChain(), wideSteps], slowRuns(0.5))(
  "two updates of one cluster, matched in turns, each lead to what they lead to alone",
  (given, branches) => {
    for (const { input } of wideRoundsOf({ ...given, steps: given.steps.slice(0, 3) })) {
      const clusters = branches
        .slice(0, 3)
        .map((step, index) => clusterAfter(input.cluster, given.seed, step, `b${index}`, input.nowMs));
      const inputs = [input, ...clusters.map((cluster) => ({ ...input, cluster }))];
      const valid = inputs.filter(({ cluster }) => input.tasks.every((task) => !isRunning(cluster, task.id)));
      const turns = [...valid, ...valid].map((one) => JSON.stringify(match(one)));
      const alone = valid.map((one) => JSON.stringify(match(freshOf(one))));
      expect(turns).toEqual([...alone, ...alone]);
    }
  },
  timeLimitMs,
);

test.prop([wideChain(), fc.integer({ min: 1, max: 200 })], slowRuns(0.4))(
  "a round that an evaluator ends midway leaves nothing behind",
  (given, calls) => {
    for (const { input, round } of wideRoundsOf(given)) {
      const error = errorOf(() =>
        match({ ...input, policy: { ...input.policy, fitness: failing(input, calls) } }),
      );
      if (error !== undefined) expect(error).toBeInstanceOf(EvaluatorError);
      expect(JSON.stringify(match(input))).toBe(JSON.stringify(round));
      expect(JSON.stringify(match(freshOf(input)))).toBe(JSON.stringify(round));
    }
  },
  timeLimitMs,
);

/** The input, sharing nothing with it but functions, its cluster as read from JSON: nothing can be known of it. */
function freshOf(input: MatchInput): MatchInput {
  return { ...copyOf(input), cluster: JSON.parse(JSON.stringify(input.cluster)) as Cluster };
}

function bytesOf(rounds: Iterable<{ readonly round: Round }>): readonly string[] {
  return [...rounds].map(({ round }) => JSON.stringify(round));
}

function isRunning({ agents }: Cluster, taskId: string): boolean {
  return Object.values(agents).some((agent) => agent.running.some(({ task }) => task.id === taskId));
}

/** The input's fitness, and one that throws when it is called that often. */
function failing({ policy }: MatchInput, calls: number): Fitness {
  let left = calls;
  const thrower = customFitness("thrower", () => () => {
    left--;
    if (left === 0) throw new Error("enough");
    return left % 2;
  });
  return weighted([
    [policy?.fitness ?? binPack("cpus", "mem"), 1],
    [thrower, 1],
  ]);
}

function errorOf(run: () => unknown): unknown {
  try {
    run();
    return undefined;
  } catch (error) {
    return error;
  }
}
