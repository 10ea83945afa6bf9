import { setFlagsFromString } from "node:v8";
import { runInNewContext } from "node:vm";

const settleMs = 100;

/** What a run does to the heap, typed arrays included, in bytes. */
export interface HeapUse<T> {
  /** More than before when the run had just ended, garbage included. */
  readonly usedBytes: number;
  /** More than before once garbage was collected: what its result holds. */
  readonly keptBytes: number;
  readonly result: T;
}

/** Runs once and weighs it. */
export function heapUseOf<T>(run: () => T): HeapUse<T> {
  const before = liveBytes();
  const result = run();
  const usedBytes = Math.max(0, usedNow() - before);
  settle();
  return { usedBytes, keptBytes: Math.max(0, liveBytes() - before), result };
}

/** Lets V8 finish what it compiles in the background: until then that holds what the functions hold which it compiles. */
function settle(): void {
  const untilMs = performance.now() + settleMs;
  while (performance.now() < untilMs);
}

/** What is on the heap, typed arrays included, once garbage was collected. */
export function liveBytes(): number {
  collectGarbage();
  // Once more for what the first collection has set free to be freed: weak maps hold from one to the other.
  collectGarbage();
  return usedNow();
}

function usedNow(): number {
  const { heapUsed, arrayBuffers } = process.memoryUsage();
  return heapUsed + arrayBuffers;
}

let gc: (() => void) | undefined;

/** Collects garbage; the function for it is got from V8 the first time. */
export function collectGarbage(): void {
  if (gc === undefined) {
    setFlagsFromString("--expose-gc");
    gc = runInNewContext("gc") as () => void;
  }
  gc();
}
