/** Times of two things that took turns, and what one takes of the other. */
export interface Interleaved {
  /** Medians, in ms. */
  readonly firstMs: number;
  readonly secondMs: number;
  readonly ratio: Spread;
  /** Of the shortest times: what noise, which only adds, disturbs least. */
  readonly leastRatio: number;
}

/** A median and where nearly all values lie. */
export interface Spread {
  readonly median: number;
  /** The tenth and the ninetieth percentile. */
  readonly low: number;
  readonly high: number;
}

/** A thing is warm once it has run so often, or so long: then the compiler has seen what there is to it. */
const warmRuns = 10;
const warmMs = 2000;

/**
 * Times two things in turns, so that what else the machine does hits both alike: each is warmed up, then come pairs, in which now one and now
 * the other goes first. The ratio is first to second, within each pair.
 */
export function interleave(first: () => number, second: () => number, pairs: number): Interleaved {
  warmUp(first);
  warmUp(second);
  const firsts: number[] = [];
  const seconds: number[] = [];
  for (let pair = 0; pair < pairs; pair++) {
    if (pair % 2 === 0) firsts.push(first());
    seconds.push(second());
    if (pair % 2 === 1) firsts.push(first());
  }
  return {
    firstMs: spreadOf(firsts).median,
    secondMs: spreadOf(seconds).median,
    ratio: spreadOf(firsts.map((ms, at) => ms / (seconds[at] ?? 0))),
    leastRatio: Math.min(...firsts) / Math.min(...seconds),
  };
}

function warmUp(run: () => number): void {
  let totalMs = 0;
  for (let runs = 0; runs < warmRuns && totalMs < warmMs; runs++) totalMs += run();
}

/** A thing that tells how long each of its runs took, in ms. */
export function timed(run: () => unknown): () => number {
  return () => {
    const startMs = performance.now();
    run();
    return performance.now() - startMs;
  };
}

/** The median and the tenth and ninetieth percentiles, between neighbours in proportion; NaN for no values. */
export function spreadOf(values: readonly number[]): Spread {
  const sorted = values.toSorted((a, b) => a - b);
  const at = (share: number): number => {
    const place = share * (sorted.length - 1);
    const below = sorted[Math.floor(place)] ?? Number.NaN;
    const above = sorted[Math.ceil(place)] ?? Number.NaN;
    return below + (above - below) * (place - Math.floor(place));
  };
  return { median: at(0.5), low: at(0.1), high: at(0.9) };
}
