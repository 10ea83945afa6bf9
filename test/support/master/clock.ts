/** Something to be done at a time; `cancel` forgets it. */
export interface Timer {
  readonly cancel: () => void;
}

/** A clock that stands still until it is told how far to go. */
export interface Clock {
  readonly nowMs: () => number;
  /** Does it when the clock gets there; what is due at the same time is done in the order of the calls. */
  readonly at: (timeMs: number, run: () => void) => Timer;
  readonly after: (delayMs: number, run: () => void) => Timer;
  /** When the next thing is due, if any is. O(1), but for cancelled timers. */
  readonly nextMs: () => number | undefined;
  /** Goes on to that time, and does all that is due on the way; `between` is called after each. */
  readonly goTo: (timeMs: number, between: () => void) => void;
}

interface Entry {
  readonly timeMs: number;
  readonly turn: number;
  run: (() => void) | undefined;
}

/** A clock at 0. A timer costs O(log timers). */
export function createClock(): Clock {
  const heap: Entry[] = [];
  let nowMs = 0;
  let turns = 0;
  const at = (timeMs: number, run: () => void): Timer => {
    const entry: Entry = { timeMs: Math.max(timeMs, nowMs), turn: turns++, run };
    push(heap, entry);
    return { cancel: () => void (entry.run = undefined) };
  };
  const first = (): Entry | undefined => {
    while (heap[0] !== undefined && heap[0].run === undefined) pop(heap);
    return heap[0];
  };
  return {
    nowMs: () => nowMs,
    at,
    after: (delayMs, run) => at(nowMs + delayMs, run),
    nextMs: () => first()?.timeMs,
    goTo: (timeMs, between) => {
      for (let entry = first(); entry !== undefined && entry.timeMs <= timeMs; entry = first()) {
        pop(heap);
        nowMs = Math.max(nowMs, entry.timeMs);
        entry.run?.();
        between();
      }
      nowMs = Math.max(nowMs, timeMs);
    },
  };
}

function isBefore(a: Entry, b: Entry): boolean {
  return a.timeMs < b.timeMs || (a.timeMs === b.timeMs && a.turn < b.turn);
}

function push(heap: Entry[], entry: Entry): void {
  let at = heap.length;
  heap.push(entry);
  while (at > 0) {
    const parent = (at - 1) >> 1;
    const above = heap[parent];
    if (above === undefined || !isBefore(entry, above)) break;
    heap[at] = above;
    at = parent;
  }
  heap[at] = entry;
}

function pop(heap: Entry[]): void {
  const last = heap.pop();
  if (last === undefined || heap.length === 0) return;
  let at = 0;
  for (;;) {
    const left = heap[2 * at + 1];
    const right = heap[2 * at + 2];
    if (left === undefined) break;
    const least = right !== undefined && isBefore(right, left) ? right : left;
    if (!isBefore(least, last)) break;
    heap[at] = least;
    at = 2 * at + (least === left ? 1 : 2);
  }
  heap[at] = last;
}
