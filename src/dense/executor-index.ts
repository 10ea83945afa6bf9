// Which executors run on which agents before a round: per id the agents whose newest offer names it or of whose tasks one has it. Nothing here changes
// once made; ids that no changed agent has to do with are shared with the index before.

import type { Agent } from "../model/cluster.ts";
import type { Succession } from "./succession.ts";

/** Agents by number. */
export type AgentSet = ReadonlySet<number>;

const nowhere: AgentSet = new Set();

/** Where every executor runs. */
export class ExecutorIndex {
  readonly #agents: readonly Agent[];
  readonly #agentsOf: ReadonlyMap<string, AgentSet>;

  private constructor(agents: readonly Agent[], agentsOf: ReadonlyMap<string, AgentSet>) {
    this.#agents = agents;
    this.#agentsOf = agentsOf;
  }

  /** Costs O(agents + running tasks). */
  static of(agents: readonly Agent[]): ExecutorIndex {
    const draft = new Draft(new Map());
    for (const [number, agent] of agents.entries()) draft.add(agent, number);
    return new ExecutorIndex(agents, draft.agentsOf);
  }

  /** The index of later agents; undefined where agents came or left, so that others have other numbers. Costs O(executors), and a copy of what changes. */
  after(agents: readonly Agent[], { changed }: Succession): ExecutorIndex | undefined {
    if (changed === undefined) return undefined;
    const draft = new Draft(this.#agentsOf);
    for (const number of changed) draft.remove(this.#agents[number]!, number);
    for (const number of changed) draft.add(agents[number]!, number);
    return new ExecutorIndex(agents, draft.agentsOf);
  }

  /** The agents on which the executor of the id runs. */
  agentsWith(id: string): AgentSet {
    return this.#agentsOf.get(id) ?? nowhere;
  }
}

/** An index while agents are looked at. */
class Draft {
  readonly agentsOf: Map<string, AgentSet>;
  readonly #own = new Map<string, Set<number>>();

  constructor(agentsOf: ReadonlyMap<string, AgentSet>) {
    this.agentsOf = new Map(agentsOf);
  }

  add(agent: Agent, number: number): void {
    eachExecutor(agent, (id) => this.#ownSet(id).add(number));
  }

  remove(agent: Agent, number: number): void {
    eachExecutor(agent, (id) => {
      const agents = this.#ownSet(id);
      agents.delete(number);
      if (agents.size > 0) return;
      this.agentsOf.delete(id);
      this.#own.delete(id);
    });
  }

  #ownSet(id: string): Set<number> {
    let agents = this.#own.get(id);
    if (agents === undefined) {
      agents = new Set(this.agentsOf.get(id));
      this.#own.set(id, agents);
      this.agentsOf.set(id, agents);
    }
    return agents;
  }
}

function eachExecutor({ executors, running }: Agent, act: (id: string) => void): void {
  if (executors !== undefined) for (const id of executors) act(id);
  for (const { task } of running) if (task.executor !== undefined) act(task.executor.id);
}
