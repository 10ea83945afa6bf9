// Layout. Which agents, or rows, of a later table are those of an earlier one, unchanged: `from[later]` is the number before, -1 where it is
// new or changed. Both sides are in tie order, so `from` ascends where it is not -1. An agent's record is never changed, only replaced: the same record is
// the same agent in the same state.

import type { Agent } from "../model/cluster.ts";
import { compareText } from "../model/order.ts";

/** What a later table has of an earlier one. */
export interface Succession {
  /** Per number now, the number before, or -1. */
  readonly from: Int32Array;
  /** The numbers that have changed, ascending, where all others have kept theirs and none came or left; else undefined. */
  readonly changed: readonly number[] | undefined;
}

/** The succession of so many of which none was there before. */
export function allNew(count: number): Succession {
  return { from: new Int32Array(count).fill(-1), changed: undefined };
}

/** The succession of agents, both in tie order; undefined where more than half have changed. Costs O(agents). */
export function successionOf(before: readonly Agent[], after: readonly Agent[]): Succession | undefined {
  const from = new Int32Array(after.length);
  const changed: number[] = [];
  let isMoved = before.length !== after.length;
  let old = 0;
  for (let now = 0; now < after.length; now++) {
    const agent = after[now]!;
    while (old < before.length && before[old] !== agent && isBefore(before[old]!, agent)) old++;
    if (before[old] === agent) {
      if (old !== now) isMoved = true;
      from[now] = old++;
    } else {
      from[now] = -1;
      changed.push(now);
    }
  }
  if (2 * changed.length > after.length) return undefined;
  return { from, changed: isMoved ? undefined : changed };
}

/** The succession where all kept their numbers and these have changed, each named at least once. Costs O(agents). */
export function successionWith(count: number, changed: readonly number[]): Succession {
  const from = new Int32Array(count);
  for (let now = 0; now < count; now++) from[now] = now;
  const once: number[] = [];
  for (const now of changed) {
    if (from[now] !== -1) once.push(now);
    from[now] = -1;
  }
  return { from, changed: once.sort((a, b) => a - b) };
}

/** Per number before, of so many, the number now, or -1. */
export function inverseOf({ from, changed }: Succession, before: number): Int32Array {
  if (changed !== undefined) return from;
  const now = new Int32Array(before).fill(-1);
  for (let i = 0; i < from.length; i++) if (from[i] !== -1) now[from[i]!] = i;
  return now;
}

/** The numbers that are new or changed, ascending. */
export function newIn({ from, changed }: Succession): readonly number[] {
  if (changed !== undefined) return changed;
  const numbers: number[] = [];
  for (let now = 0; now < from.length; now++) if (from[now] === -1) numbers.push(now);
  return numbers;
}

function isBefore(a: Agent, b: Agent): boolean {
  return (compareText(a.hostname, b.hostname) || compareText(a.id, b.id)) < 0;
}

/** A column for the later table: what has not changed is taken over, the rest worked out. */
export function fillColumn<T extends Float64Array | Int32Array | Uint8Array>(
  column: T,
  before: T,
  { from, changed }: Succession,
  valueOf: (now: number) => number,
): T {
  if (changed !== undefined) {
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

/** A list for the later table: what has not changed is taken over, the rest made. */
export function fillList<T>(
  before: readonly T[],
  { from, changed }: Succession,
  valueOf: (now: number) => T,
): readonly T[] {
  if (changed !== undefined) {
    const list = before.slice();
    for (const now of changed) list[now] = valueOf(now);
    return list;
  }
  return Array.from(from, (old, now) => (old === -1 ? valueOf(now) : before[old]!));
}
