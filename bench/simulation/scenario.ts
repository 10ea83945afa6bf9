import { existsSync } from "node:fs";
import { join } from "node:path";
import type { Policy } from "stowage";
import { randomOf, type Random } from "../random.ts";
import type { AgentSpec } from "./agent-spec.ts";
import type { Arrival, Arrivals } from "./arrival.ts";
import { drawAgents } from "./cluster-shapes.ts";
import { drawIncidents, noIncidents, type Incidents } from "./incidents.ts";
import type { Options } from "./options.ts";
import { policyOf } from "./policies.ts";
import { drawStandingLoad, type StandingTask } from "./standing-load.ts";
import { drawTasks } from "./task-kinds.ts";
import { readTraceAgents, readTraceTasks, traceFiles } from "./trace.ts";

/** All that a simulation depends on. */
export interface Scenario {
  readonly agents: readonly AgentSpec[];
  readonly standing: readonly StandingTask[];
  readonly arrivals: Arrivals;
  readonly policy: Policy;
  readonly incidentsAt: (
    agentIds: readonly string[],
    offerIds: readonly string[],
    nowMs: number,
  ) => Incidents;
}

/** The scenario that the options ask for, drawn or read. Throws where a trace cannot be read. */
export function scenarioOf(options: Options): Scenario {
  return options.trace === undefined ? drawnScenario(options) : tracedScenario(options, options.trace);
}

function drawnScenario({ agents: count, tasks, rounds, seed, policy }: Options): Scenario {
  // A stream of draws for each part, so that more tasks, say, do not change the agents.
  const [shapes, load, work, trouble] = streamsOf(seed);
  const agents = drawAgents(count, shapes);
  return {
    agents,
    standing: drawStandingLoad(agents, load),
    arrivals: overRounds(drawTasks(tasks, count, work), rounds),
    policy: policyOf(policy, count),
    incidentsAt: (agentIds, offerIds, nowMs) => drawIncidents(agentIds, offerIds, nowMs, trouble),
  };
}

function streamsOf(seed: number): readonly [Random, Random, Random, Random] {
  const seeds = randomOf(seed);
  const next = (): Random => randomOf(seeds.integer(0, 2 ** 32 - 1));
  return [next(), next(), next(), next()];
}

function tracedScenario({ agents, tasks, rounds, policy }: Options, folder: string): Scenario {
  for (const file of Object.values(traceFiles)) {
    if (!existsSync(join(folder, file)))
      throw new Error(`--trace is ${JSON.stringify(folder)}, which has no ${file}`);
  }
  const specs = readTraceAgents(join(folder, traceFiles.agents)).slice(0, agents);
  return {
    agents: specs,
    standing: [],
    arrivals: overRounds(readTraceTasks(join(folder, traceFiles.tasks)).slice(0, tasks), rounds),
    policy: policyOf(policy, specs.length),
    incidentsAt: () => noIncidents,
  };
}

/** The tasks in order, as many in each round, but for rounding. */
function overRounds(tasks: readonly Arrival[], rounds: number): Arrivals {
  const from = (round: number): number => Math.round((round * tasks.length) / rounds);
  return Array.from({ length: rounds }, (_, round) => tasks.slice(from(round), from(round + 1)));
}
