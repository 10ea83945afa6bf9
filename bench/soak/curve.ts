import { withThousands } from "../text/numbers.ts";
import { renderTable, type Column } from "../text/table.ts";

/** The state at the end of a simulated hour. */
export interface Sample {
  /** From 1. */
  readonly hour: number;
  /** On the heap after collecting garbage, typed arrays included. */
  readonly heapBytes: number;
  readonly running: number;
  readonly waiting: number;
}

/** How the heap at the end compares with the heap at the beginning. */
export interface Growth {
  /** How many hours each of the two means is of. */
  readonly hours: number;
  readonly firstBytes: number;
  readonly lastBytes: number;
  /** Last to first. */
  readonly ratio: number;
  readonly isFine: boolean;
}

/** The last mean may be so many times the first. */
const mostGrowth = 1.1;
const hoursPerDay = 24;
const mostLines = 48;

/**
 * The mean of the last day beside that of the first: the same hours of the day. Runs of less than two days have a flat load: the last
 * quarter of their hours beside the first. Throws for less than two hours.
 */
export function growthOf(samples: readonly Sample[]): Growth {
  if (samples.length < 2) throw new RangeError(`expected two samples or more, got ${samples.length}`);
  const hours = samples.length >= 2 * hoursPerDay ? hoursPerDay : Math.max(1, Math.floor(samples.length / 4));
  const firstBytes = meanHeap(samples.slice(0, hours));
  const lastBytes = meanHeap(samples.slice(-hours));
  const ratio = lastBytes / firstBytes;
  return { hours, firstBytes, lastBytes, ratio, isFine: ratio <= mostGrowth };
}

/** The heap over the hours, a line each, or each so many, with a bar. */
export function renderCurve(samples: readonly Sample[]): string {
  const every = Math.ceil(samples.length / mostLines);
  const shown = samples.filter(({ hour }) => hour % every === 0 || hour === 1);
  const most = Math.max(...samples.map(({ heapBytes }) => heapBytes));
  const columns: readonly Column[] = [
    ...["hour", "heap", "running", "waiting"].map((title): Column => ({ title, align: "right" })),
    { title: "", align: "left" },
  ];
  const lines = shown.map(({ hour, heapBytes, running, waiting }) => [
    String(hour),
    inMb(heapBytes),
    withThousands(running),
    withThousands(waiting),
    "#".repeat(Math.round((40 * heapBytes) / most)),
  ]);
  return renderTable(columns, lines).join("\n");
}

/** The verdict in a sentence. */
export function renderVerdict({ hours, firstBytes, lastBytes, ratio, isFine }: Growth): string {
  const of = hours === 1 ? "hour" : `${hours} hours`;
  return `heap of the last ${of} ${inMb(lastBytes)}, of the first ${inMb(firstBytes)}: ${ratio.toFixed(3)} ×, at most ${mostGrowth} ×: ${isFine ? "ok" : "FAILED"}`;
}

function meanHeap(samples: readonly Sample[]): number {
  return samples.reduce((sum, { heapBytes }) => sum + heapBytes, 0) / samples.length;
}

function inMb(bytes: number): string {
  return `${(bytes / 1e6).toFixed(2)} MB`;
}
