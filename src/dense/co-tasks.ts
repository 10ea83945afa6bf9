// Layout. A selection is the running and assigned tasks that one `among` picks: their agents, and a counter per attribute that
// somebody asked about. A counter holds in `counts[value]` how many of them are on agents with the value. Only `add` writes.

import type { Agent } from "../model/cluster.ts";
import type { Among } from "../model/constraint.ts";
import type { RunningTask, Task } from "../model/task.ts";
import type { AttributeColumn } from "./attributes.ts";

/** How many co-tasks there are per value of an attribute. */
export class ValueCounter {
  readonly column: AttributeColumn;
  readonly counts: Int32Array;
  /** Values in use. */
  used = 0;
  /** The sum of all counts. */
  sum = 0;
  /** Co-tasks on agents with a value. */
  valued = 0;
  greatest = 0;

  constructor(column: AttributeColumn) {
    this.column = column;
    this.counts = new Int32Array(column.values.length);
  }

  /** One more co-task on the agent. */
  add(agent: number): void {
    const value = this.column.valueOf[agent]!;
    if (value === -1) return;
    this.valued++;
    if (value >= 0) this.#count(value);
    else for (const each of this.column.several[-2 - value]!) this.#count(each);
  }

  /** The least count of the values in use, 0 where fewer than `expected`, or none, are. Costs O(values). */
  least(expected: number): number {
    if (this.used === 0 || this.used < expected) return 0;
    let least = this.greatest;
    for (const count of this.counts) if (count > 0 && count < least) least = count;
    return least;
  }

  #count(value: number): void {
    const count = ++this.counts[value]!;
    if (count === 1) this.used++;
    if (count > this.greatest) this.greatest = count;
    this.sum++;
  }
}

/** The co-tasks that one `among` picks. */
export class Selection {
  readonly tasks: RunningTask[] = [];
  readonly agents: number[] = [];
  readonly #counters = new Map<AttributeColumn, ValueCounter>();

  /** Counts the co-tasks per value. Costs O(co-tasks + values) when first asked. */
  counter(column: AttributeColumn): ValueCounter {
    let counter = this.#counters.get(column);
    if (counter === undefined) {
      counter = new ValueCounter(column);
      for (const agent of this.agents) counter.add(agent);
      this.#counters.set(column, counter);
    }
    return counter;
  }

  add(agent: number, running: RunningTask): void {
    this.tasks.push(running);
    this.agents.push(agent);
    for (const counter of this.#counters.values()) counter.add(agent);
  }
}

interface Placed {
  readonly agent: number;
  readonly running: RunningTask;
}

/** All running and assigned tasks, and what has been asked about them. */
export class CoTasks {
  readonly #byId = new Map<string, Placed>();
  readonly #byGroup = new Map<string, Selection>();
  /** Selections by ids: all, by what they name; and per id those that name it. */
  readonly #byIds = new Map<string, Selection>();
  readonly #naming = new Map<string, Selection[]>();
  readonly #none = new Selection();

  /** Costs O(running tasks); the tasks assigned before it was made are added by its maker. */
  constructor(agents: readonly Agent[]) {
    for (let agent = 0; agent < agents.length; agent++) {
      for (const running of agents[agent]!.running) this.add(agent, running);
    }
  }

  /** The co-tasks of a task; `among` as in the constraints. */
  select(task: Task, among: Among | undefined): Selection {
    if (among !== undefined && "ids" in among) return this.#selectIds(among.ids);
    const group = among?.group ?? task.group;
    return group === undefined ? this.#none : this.#selectGroup(group);
  }

  /** A task is placed on the agent. */
  add(agent: number, running: RunningTask): void {
    const { id, group } = running.task;
    this.#byId.set(id, { agent, running });
    if (group !== undefined) this.#selectGroup(group).add(agent, running);
    for (const selection of this.#naming.get(id) ?? []) selection.add(agent, running);
  }

  #selectGroup(group: string): Selection {
    let selection = this.#byGroup.get(group);
    if (selection === undefined) {
      selection = new Selection();
      this.#byGroup.set(group, selection);
    }
    return selection;
  }

  #selectIds(ids: readonly string[]): Selection {
    const key = JSON.stringify(ids);
    let selection = this.#byIds.get(key);
    if (selection === undefined) {
      selection = new Selection();
      this.#byIds.set(key, selection);
      for (const id of new Set(ids)) {
        const placed = this.#byId.get(id);
        if (placed !== undefined) selection.add(placed.agent, placed.running);
        const naming = this.#naming.get(id);
        if (naming === undefined) this.#naming.set(id, [selection]);
        else naming.push(selection);
      }
    }
    return selection;
  }
}

/** Whether `among` means the task's own group; a task without a group counts as one of its own. */
export function isOwnGroup(task: Task, among: Among | undefined): boolean {
  return among === undefined || ("group" in among && among.group === task.group);
}
