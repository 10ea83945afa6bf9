// Layout. A selection is the running and assigned tasks that one `among` picks: their agents, and a counter per attribute that
// somebody asked about. A counter holds in `counts` how many of them are on agents with each value, and in `havingCount[n]` how many values
// have n. Only `add` and `takeBack` write.

import type { AmongFields } from "../model/constraint.ts";
import type { RunningTask, Task } from "../model/task.ts";
import type { AttributeColumn } from "./attributes.ts";
import type { Few } from "./checks.ts";
import { nowhere, type CoTaskIndex, type Entry, type Placed } from "./co-task-index.ts";
import { ValueCounts } from "./value-counts.ts";

/** How many co-tasks there are per value of an attribute. */
export class ValueCounter {
  readonly column: AttributeColumn;
  readonly counts: ValueCounts;
  /** How many co-tasks have been counted, those on agents without a value too. */
  counted = 0;
  /** The values in use, in the order in which they came into use. */
  readonly used: number[] = [];
  /** The sum of all counts. */
  sum = 0;
  /** Co-tasks on agents with a value. */
  valued = 0;
  greatest = 0;
  /** Grows whenever a value comes into use, or the least or the greatest count changes. */
  version = 0;
  /** So many agents have a value in use, those with several as often. */
  #reach = 0;
  /** Those agents, of the first of the values in use. */
  readonly #near: number[] = [];
  #listed = 0;
  /** The least count of the values in use; 0 for none. */
  #least = 0;
  readonly #havingCount: number[] = [0];

  constructor(column: AttributeColumn) {
    this.column = column;
    this.counts = new ValueCounts(column.values.length);
  }

  /** One more co-task on the agent. */
  add(agent: number): void {
    this.counted++;
    const value = this.column.valueOf[agent]!;
    if (value === -1) return;
    this.valued++;
    if (value >= 0) this.#count(value);
    else for (const each of this.column.several[-2 - value]!) this.#count(each);
  }

  /** The least count of the values in use, 0 where fewer than `expected`, or none, are. */
  least(expected: number): number {
    return this.used.length < expected ? 0 : this.#least;
  }

  /** The agents that have a value in use. */
  get near(): Few {
    return { count: this.#reach, list: () => this.#listNear() };
  }

  #listNear(): readonly number[] {
    const { used } = this;
    while (this.#listed < used.length) {
      for (const agent of this.column.agentsWith(used[this.#listed]!)) this.#near.push(agent);
      this.#listed++;
    }
    return this.#near;
  }

  #count(value: number): void {
    const having = this.#havingCount;
    const count = this.counts.add(value);
    having[count] = (having[count] ?? 0) + 1;
    this.sum++;
    if (count > this.greatest) {
      this.greatest = count;
      this.version++;
    }
    if (count === 1) {
      this.used.push(value);
      this.#reach += this.column.agentsWith(value).length;
      this.#least = 1;
      this.version++;
    } else if (--having[count - 1]! === 0 && this.#least === count - 1) {
      this.#least = count;
      this.version++;
    }
  }
}

/** The co-tasks that one `among` picks. */
export class Selection {
  readonly tasks: RunningTask[];
  readonly agents: number[];
  readonly #counters = new Map<AttributeColumn, ValueCounter>();

  constructor({ tasks, agents }: Placed) {
    this.tasks = [...tasks];
    this.agents = [...agents];
  }

  /** Counts the co-tasks per value, as they are now. Costs O(co-tasks that came since it was last asked), and O(values) before the first. */
  counter(column: AttributeColumn): ValueCounter {
    let counter = this.#counters.get(column);
    if (counter === undefined) {
      counter = new ValueCounter(column);
      this.#counters.set(column, counter);
    }
    for (let i = counter.counted; i < this.agents.length; i++) counter.add(this.agents[i]!);
    return counter;
  }

  add(agent: number, running: RunningTask): void {
    this.tasks.push(running);
    this.agents.push(agent);
  }

  /** Takes a task away; what has been counted is counted anew when it is asked for. Costs O(co-tasks). */
  takeBack(running: RunningTask): void {
    const at = this.tasks.lastIndexOf(running);
    this.tasks.splice(at, 1);
    this.agents.splice(at, 1);
    this.#counters.clear();
  }
}

/** All running and assigned tasks, and what has been asked about them. */
export class CoTasks {
  readonly #index: CoTaskIndex;
  /** Assigned tasks of groups that nobody has asked about. */
  readonly #waiting = new Map<string, Entry[]>();
  readonly #assigned: Entry[] = [];
  /** Made when first asked for. */
  #assignedById: Map<string, Entry> | undefined;
  readonly #byGroup = new Map<string, Selection>();
  /** Selections by ids: all, by what they name; and per id those that name it. */
  readonly #byIds = new Map<string, Selection>();
  readonly #naming = new Map<string, Selection[]>();
  readonly #none = new Selection(nowhere);

  /** The tasks assigned before it was made are added by its maker. */
  constructor(index: CoTaskIndex) {
    this.#index = index;
  }

  /** The co-tasks of a task; `among` as in the constraints. Costs O(co-tasks) when first asked. */
  select(task: Task, among: AmongFields = {}): Selection {
    const { ids, group = task.group } = among;
    if (ids !== undefined) return this.#selectIds(ids);
    return group === undefined ? this.#none : this.#selectGroup(group);
  }

  /** A task is placed on an agent. */
  add(assigned: Entry): void {
    const { agent, running } = assigned;
    const { id, group } = running.task;
    this.#assigned.push(assigned);
    this.#assignedById?.set(id, assigned);
    if (group !== undefined) {
      const selection = this.#byGroup.get(group);
      if (selection !== undefined) selection.add(agent, running);
      else this.#wait(group, assigned);
    }
    if (this.#naming.size > 0)
      for (const selection of this.#naming.get(id) ?? []) selection.add(agent, running);
  }

  /** The task placed last is taken back. It was one of a gang, and so of a group. */
  takeBack(running: RunningTask): void {
    const { id, group } = running.task;
    this.#assigned.pop();
    this.#assignedById?.delete(id);
    const selection = this.#byGroup.get(group!);
    if (selection !== undefined) selection.takeBack(running);
    else this.#waiting.get(group!)!.pop();
    for (const selection of this.#naming.get(id) ?? []) selection.takeBack(running);
  }

  #wait(group: string, entry: Entry): void {
    const waiting = this.#waiting.get(group);
    if (waiting === undefined) this.#waiting.set(group, [entry]);
    else waiting.push(entry);
  }

  #selectGroup(group: string): Selection {
    let selection = this.#byGroup.get(group);
    if (selection === undefined) {
      selection = new Selection(this.#index.ofGroup(group));
      for (const { agent, running } of this.#waiting.get(group) ?? []) selection.add(agent, running);
      this.#byGroup.set(group, selection);
    }
    return selection;
  }

  #selectIds(ids: readonly string[]): Selection {
    const key = JSON.stringify(ids);
    let selection = this.#byIds.get(key);
    if (selection === undefined) {
      selection = new Selection(nowhere);
      this.#byIds.set(key, selection);
      this.#assignedById ??= new Map(this.#assigned.map((each) => [each.running.task.id, each]));
      for (const id of new Set(ids)) {
        const placed = this.#index.withId(id) ?? this.#assignedById.get(id);
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
export function isOwnGroup(task: Task, { ids, group = task.group }: AmongFields = {}): boolean {
  return ids === undefined && group === task.group;
}
