// Which agents, or rows, of a later table are those of an earlier one, unchanged: `from[later]` is the number before, -1 where it is
// new or changed. Both sides are in tie order, so `from` ascends where it is not -1. An agent's record is never changed, only replaced: the same record is
// the same agent in the same state.

import type { Agent } from "../model/cluster.ts";
import { compareText } from "../model/order.ts";

/** Per number now, the number before, or -1. */
export type Succession = Int32Array;

/** The succession of agents, both in tie order; undefined where more than half have changed. Costs O(agents). */
export function successionOf(before: readonly Agent[], after: readonly Agent[]): Succession | undefined {
  const from = new Int32Array(after.length);
  let old = 0;
  let changed = 0;
  for (let now = 0; now < after.length; now++) {
    const agent = after[now]!;
    while (old < before.length && before[old] !== agent && isBefore(before[old]!, agent)) old++;
    if (before[old] === agent) {
      from[now] = old++;
    } else {
      from[now] = -1;
      changed++;
    }
  }
  return 2 * changed > after.length ? undefined : from;
}

/** The succession where all kept their numbers and at most these have changed, each named at least once. Costs O(agents). */
export function successionWith(count: number, changed: readonly number[]): Succession {
  const from = new Int32Array(count);
  for (let now = 0; now < count; now++) from[now] = now;
  for (const now of changed) from[now] = -1;
  return from;
}

function isBefore(a: Agent, b: Agent): boolean {
  return (compareText(a.hostname, b.hostname) || compareText(a.id, b.id)) < 0;
}

/** A column for the later table: what has not changed is taken over, the rest worked out. */
export function fillColumn<T extends Float64Array | Int32Array | Uint8Array>(
  column: T,
  before: T,
  from: Succession,
  valueOf: (now: number) => number,
): T {
  const changed = changedIn(from);
  if (changed !== undefined && before.length === column.length) {
    column.set(before);
    for (const now of changed) column[now] = valueOf(now);
    return column;
  }
  for (let now = 0; now < from.length; now++) {
    const old = from[now]!;
    column[now] = old === -1 ? valueOf(now) : before[old]!;
  }
  return column;
}

/** What {@link changedIn} has found: most columns of a table follow one succession. */
const known = new WeakMap<Succession, readonly number[] | "moved">();

/** The numbers that are new or changed; undefined where the others have not kept theirs. Costs O(numbers) once. */
export function changedIn(from: Succession): readonly number[] | undefined {
  let found = known.get(from);
  if (found === undefined) {
    found = changedOrMoved(from);
    known.set(from, found);
  }
  return found === "moved" ? undefined : found;
}

function changedOrMoved(from: Succession): readonly number[] | "moved" {
  const changed: number[] = [];
  for (let now = 0; now < from.length; now++) {
    if (from[now] === -1) changed.push(now);
    else if (from[now] !== now) return "moved";
  }
  return changed;
}
