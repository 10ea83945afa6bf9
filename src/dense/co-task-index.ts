// The running tasks of each group before a round, ordered by agent, on an agent as they started: `tasks[i]` is on `agents[i]`. Nothing here
// changes once made; groups that no changed agent has to do with are shared with the index before.

import type { Agent } from "../model/cluster.ts";
import type { RunningTask, Task } from "../model/task.ts";
import type { Succession } from "./succession.ts";

/** Running tasks and the agents where they are. */
export interface Placed {
  readonly tasks: readonly RunningTask[];
  readonly agents: readonly number[];
}

/** A task and the agent where it is. */
export interface Entry {
  readonly running: RunningTask;
  readonly agent: number;
}

/** No tasks. */
export const nowhere: Placed = { tasks: [], agents: [] };

/** Where the running tasks of every group are. */
export class CoTaskIndex {
  readonly #agents: readonly Agent[];
  readonly #groups: ReadonlyMap<string, Placed>;
  #byId: ReadonlyMap<string, Entry> | undefined;

  private constructor(agents: readonly Agent[], groups: ReadonlyMap<string, Placed>) {
    this.#agents = agents;
    this.#groups = groups;
  }

  /** Costs O(running tasks). */
  static of(agents: readonly Agent[]): CoTaskIndex {
    const groups = new Map<string, { tasks: RunningTask[]; agents: number[] }>();
    for (let agent = 0; agent < agents.length; agent++) {
      for (const running of agents[agent]!.running) {
        const { group } = running.task;
        if (group === undefined) continue;
        let placed = groups.get(group);
        if (placed === undefined) {
          placed = { tasks: [], agents: [] };
          groups.set(group, placed);
        }
        placed.tasks.push(running);
        placed.agents.push(agent);
      }
    }
    return new CoTaskIndex(agents, groups);
  }

  /** The index of later agents; undefined where agents came or left, so that others have other numbers. Costs O(groups + tasks of groups that changed). */
  after(agents: readonly Agent[], { from, changed }: Succession): CoTaskIndex | undefined {
    if (changed === undefined) return undefined;
    /** Per group that an agent which has changed has or had tasks of, those that it has. */
    const touched = new Map<string, Entry[]>();
    for (const agent of changed) {
      for (const { task } of this.#agents[agent]!.running) entriesOf(touched, task);
      for (const running of agents[agent]!.running)
        entriesOf(touched, running.task)?.push({ running, agent });
    }
    const groups = new Map(this.#groups);
    for (const [group, entries] of touched) {
      const { tasks, agents: where } = this.ofGroup(group);
      for (const [i, running] of tasks.entries()) {
        if (from[where[i]!] !== -1) entries.push({ running, agent: where[i]! });
      }
      if (entries.length === 0) groups.delete(group);
      else {
        entries.sort((a, b) => a.agent - b.agent);
        groups.set(group, {
          tasks: entries.map(({ running }) => running),
          agents: entries.map(({ agent }) => agent),
        });
      }
    }
    return new CoTaskIndex(agents, groups);
  }

  ofGroup(group: string): Placed {
    return this.#groups.get(group) ?? nowhere;
  }

  /** The running task of an id and its agent, if there is one. Costs O(running tasks) when first asked. */
  withId(id: string): Entry | undefined {
    if (this.#byId === undefined) {
      const byId = new Map<string, Entry>();
      for (const [agent, { running }] of this.#agents.entries()) {
        for (const each of running) byId.set(each.task.id, { running: each, agent });
      }
      this.#byId = byId;
    }
    return this.#byId.get(id);
  }
}

/** The entries of the task's group, if it has one. */
function entriesOf(touched: Map<string, Entry[]>, { group }: Task): Entry[] | undefined {
  if (group === undefined) return undefined;
  let entries = touched.get(group);
  if (entries === undefined) {
    entries = [];
    touched.set(group, entries);
  }
  return entries;
}
