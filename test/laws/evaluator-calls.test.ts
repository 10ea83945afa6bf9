import { fc, test } from "@fast-check/vitest";
import { expect } from "vitest";
import type { Fitness, MatchInput } from "../../src/index.ts";
import { binPack, customFitness, match, preferHigh, weighted } from "../../src/index.ts";
import { inputOf, scenario } from "../arbitraries/scenarios.ts";
import { wideScenario } from "../arbitraries/wide.ts";
import type { Played } from "../oracle/match.ts";
import { naiveMatch, placeOn } from "../oracle/match.ts";
import { candidatesOf, roleOf } from "../oracle/standing.ts";
import { expectDecisions } from "./decisions.ts";
import { runs, slowRuns, timeLimitMs } from "./runs.ts";

interface Call {
  readonly taskId: string;
  readonly agentId: string;
}

const place = fc.constantFrom("fitness" as const, "part" as const, "preference" as const);

test.prop([fc.oneof(scenario(), scenario({ customs: "none" })), place], runs(0.3))(
  "a custom fitness is called only for agents that pass every check, and not calling it for others changes nothing",
  expectCallsOfPassing,
  timeLimitMs,
);

test.prop([wideScenario(), place], slowRuns(0.3))(
  "of hundreds of agents, a custom fitness is called only for those that pass every check, and the round is the oracle's",
  expectCallsOfPassing,
  timeLimitMs,
);

function expectCallsOfPassing(
  given: Parameters<typeof inputOf>[0],
  where: "fitness" | "part" | "preference",
): void {
  const calls: Call[] = [];
  const input = withFitness(inputOf(given), recording(calls), where);
  const round = match(input);
  const made = calls.splice(0);
  const played = naiveMatch(input);
  expectDecisions(round, played.round);
  expect(needless(played, input, made)).toEqual([]);
}

/** A fitness of few values, which writes down for which task and agent it is called. */
function recording(calls: Call[]): Fitness {
  return customFitness("recording", ({ id: taskId }) => (agent) => {
    calls.push({ taskId, agentId: agent.agentId });
    return (agent.hostname.length + agent.assigned.length) % 3 === 0 ? 1 : 0.5;
  });
}

/** The input with the fitness: as that of its policy, as a part of it, or as what its tasks prefer. */
function withFitness(
  input: MatchInput,
  fitness: Fitness,
  where: "fitness" | "part" | "preference",
): MatchInput {
  const { tasks, policy = {} } = input;
  switch (where) {
    case "fitness":
      return { ...input, policy: { ...policy, fitness } };
    case "part": {
      const parts = [
        [policy.fitness ?? binPack("cpus", "mem"), 2],
        [fitness, 1],
      ] as const;
      return { ...input, policy: { ...policy, fitness: weighted(parts) } };
    }
    case "preference":
      return {
        ...input,
        tasks: tasks.map((task) => ({
          ...task,
          preferences: [...(task.preferences ?? []), preferHigh(fitness, 1)],
        })),
      };
  }
}

/** The calls for agents that fail a check of the task, as the round stood when it was the task's turn. */
function needless({ moments }: Played, { tasks }: MatchInput, calls: readonly Call[]): readonly Call[] {
  const byTask = new Map<string, Call[]>();
  for (const call of calls) {
    const ofTask = byTask.get(call.taskId);
    if (ofTask === undefined) byTask.set(call.taskId, [call]);
    else ofTask.push(call);
  }
  return tasks.flatMap((task) => {
    const then = moments.get(task.id);
    if (then === undefined) return byTask.get(task.id) ?? [];
    const agents = new Map(candidatesOf(then, roleOf(task)).map((agent) => [agent.id, agent]));
    return (byTask.get(task.id) ?? []).filter(({ agentId }) => {
      const agent = agents.get(agentId);
      return agent === undefined || placeOn(then, task, agent) === undefined;
    });
  });
}
