// Which executors run on which agents as a round goes on: what the index says, and the agents on which the round has started one. Sets of the index are
// copied before they are written to. Only `add` and `takeBack` write.

import type { AgentSet, ExecutorIndex } from "./executor-index.ts";
import type { Assigned } from "./pool.ts";

/** Where every executor runs. */
export class Executors {
  readonly #index: ExecutorIndex;
  readonly #own = new Map<string, Set<number>>();

  /** The tasks assigned before it was made are added by its maker. */
  constructor(index: ExecutorIndex) {
    this.#index = index;
  }

  /** The agents on which the executor of the id runs now: good until the next task is placed or taken back. */
  agentsWith(id: string): AgentSet {
    return this.#own.get(id) ?? this.#index.agentsWith(id);
  }

  /** A task is placed. Costs O(agents) for the first that starts an executor. */
  add({ agent, running: { executor } }: Assigned): void {
    if (executor === undefined) return;
    let agents = this.#own.get(executor.id);
    if (agents === undefined) {
      agents = new Set(this.#index.agentsWith(executor.id));
      this.#own.set(executor.id, agents);
    }
    agents.add(agent);
  }

  /** The task placed last is taken back. What it has started no other task runs under: those that came to it later have been taken back before. */
  takeBack({ agent, running: { executor } }: Assigned): void {
    if (executor !== undefined) this.#own.get(executor.id)!.delete(agent);
  }
}
