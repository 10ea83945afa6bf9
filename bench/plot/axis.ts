/** An axis: where a value lies, and which values are marked. */
export interface Axis {
  /** Where the value lies, from `start` to `end`, in pixels. */
  at(value: number): number;
  /** Values within the axis, both ends included. */
  readonly ticks: readonly number[];
}

/**
 * A logarithmic axis from the power of ten below the least value to the one above the greatest, a tick at each power. Throws without a positive value.
 */
export function logAxisOf(values: readonly number[], start: number, end: number): Axis {
  const positive = values.filter((value) => value > 0);
  if (positive.length === 0) throw new RangeError("there is nothing to draw: no value is above 0");
  const first = Math.floor(Math.log10(Math.min(...positive)));
  const last = Math.max(first + 1, Math.ceil(Math.log10(Math.max(...positive))));
  return {
    at: (value) => start + ((Math.log10(value) - first) / (last - first)) * (end - start),
    ticks: Array.from({ length: last - first + 1 }, (_, step) => Number(`1e${first + step}`)),
  };
}

/** An axis from 0 to the first tick that is not below the greatest value, ticks a step apart. */
export function linearAxisOf(greatest: number, step: number, start: number, end: number): Axis {
  const steps = Math.max(1, Math.ceil(greatest / step));
  return {
    at: (value) => start + (value / (steps * step)) * (end - start),
    ticks: Array.from({ length: steps + 1 }, (_, at) => at * step),
  };
}
