/** One size of a family and what it took. */
export interface GrowthPoint {
  readonly size: number;
  readonly ms: number;
}

/**
 * The exponent e of the power law time = c × size^e that fits best: the slope of log time over log size by least squares. 1 is linear.
 * Undefined for fewer than two different sizes.
 */
export function growthExponentOf(points: readonly GrowthPoint[]): number | undefined {
  const logs = points.map(({ size, ms }) => ({ x: Math.log(size), y: Math.log(ms) }));
  const meanX = logs.reduce((sum, { x }) => sum + x, 0) / logs.length;
  const meanY = logs.reduce((sum, { y }) => sum + y, 0) / logs.length;
  const variance = logs.reduce((sum, { x }) => sum + (x - meanX) ** 2, 0);
  if (logs.length < 2 || variance === 0) return undefined;
  return logs.reduce((sum, { x, y }) => sum + (x - meanX) * (y - meanY), 0) / variance;
}
