// Checks of a row by the values that its agent has of an attribute (attributes.ts). What a value is worth is decided by its number
// alone, in `passes`; these find the numbers. One closure per task and constraint, none per row.

import type { Absences } from "./absences.ts";
import type { AttributeColumn } from "./attributes.ts";
import type { ValueCounter } from "./co-tasks.ts";
import type { Pool } from "./pool.ts";
import type { Residents } from "./residents.ts";
import type { ScarceKinds } from "./scarce.ts";

/** Agents that are few, perhaps; each may come more than once. */
export interface Few {
  readonly count: number;
  readonly list: () => readonly number[];
}

/** These agents. */
export function fewOf(agents: readonly number[]): Few {
  return { count: agents.length, list: () => agents };
}

/** For how long what is known of a check holds. */
export interface Epoch {
  readonly failing: number;
  readonly passing: number;
}

/** Of checks that nothing in a round changes. */
export const always: Epoch = { failing: 0, passing: 0 };

/** Of checks that a row may fail later, but not pass. */
export const untilTaken: Epoch = { failing: 0, passing: NaN };

/** A question put to rows. */
export interface RowCheck {
  readonly passes: (row: number) => boolean;
  /** No row of any other agent passes. */
  readonly only?: Few | undefined;
  /**
   * A row that does not pass will not pass later in the round, unless a task has come to its agent or `failing` has become another number by then;
   * likewise `passing` for one that passes. Both grow, if they change: tasks come in a round, and none goes. NaN where nothing is known.
   */
  readonly epoch: Epoch;
  /** What it says depends on what the row's agent has of these attributes alone; undefined where on more. */
  readonly by?: readonly AttributeColumn[] | undefined;
  /** Of a check that comes from no constraint: tasks for which it says the same, whatever the row, have the same. */
  readonly kind?: string;
  /** Of a check that comes from a long constraint: constraints of one round that say different things have different ones. */
  readonly said?: string | undefined;
}

/** The agents that have one of the values. */
export function agentsWithSome(column: AttributeColumn, values: readonly number[]): Few {
  if (values.length === 1) return fewOf(column.agentsWith(values[0]!));
  let count = 0;
  for (const value of values) count += column.agentsWith(value).length;
  return { count, list: () => agentsWithAny(column, values) };
}

function agentsWithAny(column: AttributeColumn, values: readonly number[]): readonly number[] {
  const agents: number[] = [];
  // Not by flatMap, which takes several times as long.
  for (const value of values) for (const agent of column.agentsWith(value)) agents.push(agent);
  return agents;
}

/** Whether the row's agent has a value that passes. */
export function someValue(
  { agentOf }: Pool,
  column: AttributeColumn,
  passes: (value: number) => boolean,
): (row: number) => boolean {
  const { valueOf, several } = column;
  return (row) => {
    const value = valueOf[agentOf[row]!]!;
    if (value >= 0) return passes(value);
    return value !== -1 && several[-2 - value]!.some(passes);
  };
}

/** Whether all values of the row's agent pass; where there is none, `whenNone`. */
export function everyValue(
  { agentOf }: Pool,
  column: AttributeColumn,
  whenNone: boolean,
  passes: (value: number) => boolean,
): (row: number) => boolean {
  const { valueOf, several } = column;
  return (row) => {
    const value = valueOf[agentOf[row]!]!;
    if (value >= 0) return passes(value);
    return value === -1 ? whenNone : several[-2 - value]!.every(passes);
  };
}

/** Passes rows whose agents run nothing. */
export function isEmpty({ agentOf }: Pool, { count }: Residents): RowCheck {
  // Nothing changes it but a task that comes to the agent.
  return { passes: (row) => count[agentOf[row]!] === 0, epoch: always };
}

/** Passes rows whose agents run nothing that wants them for itself. */
export function isShared({ agentOf }: Pool, { exclusive }: Residents): RowCheck {
  return { passes: (row) => exclusive[agentOf[row]!] === 0, epoch: untilTaken, kind: "shared" };
}

/** Passes rows whose agents are available all the time. */
export function stays({ agentOf }: Pool, absences: Absences, nowMs: number, untilMs: number): RowCheck {
  return {
    passes: (row) => !absences.has(agentOf[row]!, nowMs, untilMs),
    epoch: always,
    kind: `until ${absences.startsBefore(untilMs)}`,
  };
}

/** Passes rows whose agents have nothing scarce, or are of a kind that serves: `serves[kind]` is 1. */
export function isOfKind({ agentOf }: Pool, { kindOf }: ScarceKinds, serves: readonly number[]): RowCheck {
  return {
    passes: (row) => {
      const kind = kindOf[agentOf[row]!]!;
      return kind === -1 || serves[kind] === 1;
    },
    epoch: always,
    kind: `scarce ${serves.join("")}`,
  };
}

/** How balanced the row's agent would be, graded: the least grade of its values; 0 without a value. */
export function balanceGrade({ agentOf }: Pool, counter: ValueCounter): (row: number) => number {
  const { valueOf, several } = counter.column;
  const { counts } = counter;
  return (row) => {
    const value = valueOf[agentOf[row]!]!;
    if (value >= 0) return gradeOf(counter, counts.of(value));
    if (value === -1) return 0;
    let least = 1;
    for (const each of several[-2 - value]!) least = Math.min(least, gradeOf(counter, counts.of(each)));
    return least;
  };
}

/** The greatest grade that any value has. */
export function greatestGrade(counter: ValueCounter): number {
  return gradeOf(counter, counter.least(counter.column.valuesInUse));
}

/** The grade of a value with so many co-tasks: (S − c) / S, 1 where it has none. */
function gradeOf({ sum }: ValueCounter, count: number): number {
  return count === 0 ? 1 : (sum - count) / sum;
}
