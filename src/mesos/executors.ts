import type { Cluster } from "../model/cluster.ts";
import { expectEach, expectFields, expectText } from "../model/input/expect.ts";
import { findAgent } from "../state/find.ts";
import { knownResources, type MesosResource } from "./resource.ts";

/** An executor that runs on an agent. A master wants every task under it to name the same resources for it. */
export interface StartedExecutor {
  readonly agentId: string;
  readonly executorId: string;
  readonly resources: readonly MesosResource[];
}

/** What executors were given when they started, by agent and by their ids. */
export type Executors = Map<string, Map<string, readonly MesosResource[]>>;

/** The executors of a list. Throws for what are none; paths begin with `path`. */
export function executorsIn(path: string, known: unknown): Executors {
  const executors: Executors = new Map();
  expectEach(path, known, (element) => {
    const executor = expectFields("", element);
    const resources = knownResources("resources", executor["resources"]);
    const agentId = expectText("agentId", executor["agentId"]);
    addExecutor(executors, {
      agentId,
      executorId: expectText("executorId", executor["executorId"]),
      resources,
    });
  });
  return executors;
}

export function addExecutor(executors: Executors, { agentId, executorId, resources }: StartedExecutor): void {
  let onAgent = executors.get(agentId);
  if (onAgent === undefined) {
    onAgent = new Map();
    executors.set(agentId, onAgent);
  }
  onAgent.set(executorId, resources);
}

/**
 * Those that may run once the round is carried out: all but those of which the newest offer of their agent, before the round, says nothing, and under which no
 * task runs after it.
 */
export function runningExecutors(
  executors: Executors,
  before: Cluster,
  after: Cluster,
): readonly StartedExecutor[] {
  const left: StartedExecutor[] = [];
  for (const [agentId, onAgent] of executors) {
    const { offers = [], executors: named = [] } = findAgent(before, agentId) ?? {};
    const { running = [] } = findAgent(after, agentId) ?? {};
    const runs = new Set(named);
    for (const { task } of running) if (task.executor !== undefined) runs.add(task.executor.id);
    for (const [executorId, resources] of onAgent)
      if (offers.length === 0 || runs.has(executorId)) left.push({ agentId, executorId, resources });
  }
  return left;
}
