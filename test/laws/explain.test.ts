import { test } from "@fast-check/vitest";
import { expect } from "vitest";
import type { AgentExplanation, CheckKind, Explanation, FailedCheck } from "../../src/index.ts";
import { explain, match, queueOf } from "../../src/index.ts";
import { queueOptions, tasksOf } from "../arbitraries/queues.ts";
import { inputOf, scenario } from "../arbitraries/scenarios.ts";
import type { NaiveExplanation, NaiveFailure } from "../oracle/explain.ts";
import { naiveExplain } from "../oracle/explain.ts";
import { naiveMatch } from "../oracle/match.ts";
import { runs, timeLimitMs } from "./runs.ts";

const stages: readonly CheckKind[] = [
  "role",
  "disabled",
  "inactive",
  "unavailable",
  "scarce",
  "resource",
  "ports",
  "devices",
  "disks",
  "exclusive",
  "constraint",
];

test.prop([scenario({ maxAgents: 8 })], runs())(
  "an explanation shows every agent with every check that refuses it, as the oracle finds them",
  (given) => {
    const input = inputOf(given);
    const round = match(input);
    const played = naiveMatch(input);
    for (const task of input.tasks) {
      expect(essenceOf(explain(round, task.id))).toEqual(naiveExplain(played, task));
    }
  },
  timeLimitMs,
);

test.prop([scenario({ maxAgents: 4 }), queueOptions], runs(0.5))(
  "an explanation of a round over a queue has the limits of tiers too, as the oracle finds them",
  (given, options) => {
    const input = inputOf(given);
    const queue = queueOf(input.tasks, options);
    const tasks = tasksOf(queue);
    const round = match({ ...input, tasks: queue });
    const played = naiveMatch({ ...input, tasks }, queue);
    for (const task of tasks) {
      expect(essenceOf(explain(round, task.id))).toEqual(naiveExplain(played, task));
    }
  },
  timeLimitMs,
);

test.prop([scenario()], runs(0.5))(
  "an explanation counts for each check the agents that it refuses, in the order of the stages",
  (given) => {
    const input = inputOf(given);
    const round = match(input);
    for (const task of input.tasks) {
      const { agents, refusals } = explain(round, task.id);
      const counted = refusals.flatMap((one) => Array.from({ length: one.agents }, () => checkOf(one)));
      const checks = agents.flatMap(({ failures }) => failures.map(checkOf));
      expect(counted.toSorted()).toEqual(checks.toSorted());
      expect(refusals.every((one) => one.agents > 0)).toBe(true);
      for (const { failures } of agents) expectStageOrder(failures);
      expectStageOrder(refusals);
    }
  },
  timeLimitMs,
);

test.prop([scenario()], runs(0.5))(
  "the nearest agents are at most five of those that refuse, the fewest failing checks first",
  (given) => {
    const input = inputOf(given);
    const round = match(input);
    for (const task of input.tasks) {
      const { agents, nearest } = explain(round, task.id);
      const counts = agents.map(failuresIn).filter((count) => count > 0);
      expect(nearest.map(failuresIn)).toEqual(counts.toSorted((a, b) => a - b).slice(0, 5));
      for (const one of nearest) expect(agents).toContainEqual(one);
      expect(new Set(nearest.map((one) => one.agentId)).size).toBe(nearest.length);
    }
  },
  timeLimitMs,
);

function failuresIn({ failures }: AgentExplanation): number {
  return failures.length;
}

function checkOf({ kind, name }: { readonly kind: CheckKind; readonly name: string }): string {
  return JSON.stringify([kind, name]);
}

function expectStageOrder(checks: readonly { readonly kind: CheckKind }[]): void {
  const places = checks.map((check) => stages.indexOf(check.kind));
  expect(places).toEqual(places.toSorted((a, b) => a - b));
}

/** What the contract fixes of an explanation, without its wording. */
function essenceOf({ taskId, outcome, assignment, fitsNow, limits, agents }: Explanation): NaiveExplanation {
  return {
    taskId,
    outcome,
    ...(assignment === undefined ? {} : { assignment }),
    fitsNow,
    limits,
    agents: agents.map(({ failures, ...agent }) => {
      const isFirst = (one: FailedCheck, index: number): boolean =>
        one.kind !== "devices" || failures.findIndex((other) => other.kind === "devices") === index;
      return { ...agent, failures: failures.filter(isFirst).map(essenceOfFailure) };
    }),
  };
}

function essenceOfFailure(failure: FailedCheck): NaiveFailure {
  const { kind, name, asked, free, total, overhead, constraint, unavailability } = failure;
  if (kind === "role" || kind === "scarce") return { kind, name };
  if (unavailability !== undefined && asked !== undefined && free !== undefined)
    return { kind, asked, free, unavailability };
  if (kind === "constraint") return { kind, ...(constraint === undefined ? {} : { constraint }) };
  const isCounted = kind === "resource" || kind === "disks";
  if (!isCounted || asked === undefined || free === undefined || total === undefined) return { kind };
  return { kind, name, asked, free, total, ...(overhead === undefined ? {} : { overhead }) };
}
