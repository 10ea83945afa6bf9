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

/** The time of a run after warming up, over about as many runs as fit into `budgetMs`; what takes longer is timed once. */
export async function timingOf(run: () => unknown, budgetMs: number): Promise<Timing> {
  const startMs = performance.now();
  run();
  const firstMs = performance.now() - startMs;
  // The first run is slow for its compiling: where it says once or twice, three may well do.
  const least = firstMs > 1.5 * budgetMs ? 1 : 3;
  const iterations = Math.max(least, Math.min(mostRuns, Math.floor(budgetMs / firstMs)));
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
