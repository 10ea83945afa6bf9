import { Bench } from "tinybench";

/** How long something takes, in ms. */
export interface Timing {
  readonly medianMs: number;
  readonly leastMs: number;
  /** The margin of error of the mean, in percent of it; 0 for a single run. */
  readonly marginPercent: number;
  readonly runs: number;
}

/** The most runs of one row. */
const mostRuns = 200;

/**
 * The time of a run after warming up, over as many runs as fit into `budgetMs`, at least one. What takes longer than the budget is
 * run twice: once to warm up.
 */
export async function timingOf(run: () => unknown, budgetMs: number): Promise<Timing> {
  const startMs = performance.now();
  run();
  const firstMs = performance.now() - startMs;
  const iterations = Math.max(1, Math.min(mostRuns, Math.floor(budgetMs / firstMs)));
  const bench = new Bench({
    iterations,
    time: 0,
    warmup: iterations > 2,
    warmupIterations: Math.min(5, iterations),
    warmupTime: 0,
    throws: true,
  });
  bench.add("run", () => {
    run();
  });
  await bench.run();
  const [task] = bench.tasks;
  if (task?.result.state !== "completed") throw new Error("the bench did not complete");
  const { p50, min, rme, samplesCount } = task.result.latency;
  return {
    medianMs: p50,
    leastMs: min,
    marginPercent: Number.isFinite(rme) ? rme : 0,
    runs: samplesCount,
  };
}
