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

/** The executors that are known, and those that a round starts. */
export class Executors {
  readonly #byAgent = new Map<string, Map<string, readonly MesosResource[]>>();

  /** @throws InvalidInputError for what are no executors; paths begin with `path`. */
  constructor(path: string, known: unknown = []) {
    expectEach(path, known, (element) => {
      const executor = expectFields("", element);
      const resources = knownResources("resources", executor["resources"]);
      this.start(
        expectText("agentId", executor["agentId"]),
        expectText("executorId", executor["executorId"]),
        resources,
      );
    });
  }

  start(agentId: string, executorId: string, resources: readonly MesosResource[]): void {
    let onAgent = this.#byAgent.get(agentId);
    if (onAgent === undefined) {
      onAgent = new Map();
      this.#byAgent.set(agentId, onAgent);
    }
    onAgent.set(executorId, resources);
  }

  /** What it was given when it started; undefined where it is not known to run. */
  resourcesOf(agentId: string, executorId: string): readonly MesosResource[] | undefined {
    return this.#byAgent.get(agentId)?.get(executorId);
  }

  /**
   * Those that may run once the round is carried out: all but those of which the newest offer of their agent, before the round, says nothing, and under which no
   * task runs after it.
   */
  running(before: Cluster, after: Cluster): readonly StartedExecutor[] {
    const left: StartedExecutor[] = [];
    for (const [agentId, onAgent] of this.#byAgent) {
      const { offers = [], executors = [] } = findAgent(before, agentId) ?? {};
      const { running = [] } = findAgent(after, agentId) ?? {};
      const runs = new Set(executors);
      for (const { task } of running) if (task.executor !== undefined) runs.add(task.executor.id);
      for (const [executorId, resources] of onAgent)
        if (offers.length === 0 || runs.has(executorId)) left.push({ agentId, executorId, resources });
    }
    return left;
  }
}
