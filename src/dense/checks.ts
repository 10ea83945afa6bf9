// Checks of a row by the values that its agent has of an attribute (attributes.ts). What a value is worth is decided by its number
// alone, in `passes`; these find the numbers. One closure per task and constraint, none per row.

import type { AttributeColumn } from "./attributes.ts";
import type { ValueCounter } from "./co-tasks.ts";
import type { Residents } from "./residents.ts";
import type { Rows } from "./rows.ts";

/** Whether a row passes. */
export type RowCheck = (row: number) => boolean;

/** Passes rows whose agents have a value that passes. */
export function someValue(
  { agentOf }: Rows,
  column: AttributeColumn,
  passes: (value: number) => boolean,
): RowCheck {
  const { valueOf, several } = column;
  return (row) => {
    const value = valueOf[agentOf[row]!]!;
    if (value >= 0) return passes(value);
    return value !== -1 && several[-2 - value]!.some(passes);
  };
}

/** Passes rows all of whose agents' values pass; where there is none, `whenNone`. */
export function everyValue(
  { agentOf }: Rows,
  column: AttributeColumn,
  whenNone: boolean,
  passes: (value: number) => boolean,
): RowCheck {
  const { valueOf, several } = column;
  return (row) => {
    const value = valueOf[agentOf[row]!]!;
    if (value >= 0) return passes(value);
    return value === -1 ? whenNone : several[-2 - value]!.every(passes);
  };
}

/** Passes rows whose agents run nothing. */
export function isEmpty({ agentOf }: Rows, { count }: Residents): RowCheck {
  return (row) => count[agentOf[row]!] === 0;
}

/** Passes rows whose agents run nothing that wants them for itself. */
export function isShared({ agentOf }: Rows, { exclusive }: Residents): RowCheck {
  return (row) => exclusive[agentOf[row]!] === 0;
}

/** How balanced the row's agent would be, graded: the least grade of its values; 0 without a value. */
export function balanceGrade({ agentOf }: Rows, counter: ValueCounter): (row: number) => number {
  const { valueOf, several } = counter.column;
  const { counts } = counter;
  return (row) => {
    const value = valueOf[agentOf[row]!]!;
    if (value >= 0) return gradeOf(counter, counts[value]!);
    if (value === -1) return 0;
    let least = 1;
    for (const each of several[-2 - value]!) least = Math.min(least, gradeOf(counter, counts[each]!));
    return least;
  };
}

/** The greatest grade that any value has. Costs O(values). */
export function greatestGrade(counter: ValueCounter): number {
  return gradeOf(counter, counter.least(counter.counts.length));
}

/** The grade of a value with so many co-tasks: (S − c) / S, 1 where it has none. */
function gradeOf({ sum }: ValueCounter, count: number): number {
  return count === 0 ? 1 : (sum - count) / sum;
}
