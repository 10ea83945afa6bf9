/** A logarithmic axis: where a value lies, and which values are marked. */
export interface LogAxis {
  /** Where the value lies, from `start` to `end`, in pixels. */
  at(value: number): number;
  /** Powers of ten within the axis, both ends included. */
  readonly ticks: readonly number[];
}

/** The axis from the power of ten below the least value to the one above the greatest. Throws without a positive value. */
export function logAxisOf(values: readonly number[], start: number, end: number): LogAxis {
  const positive = values.filter((value) => value > 0);
  if (positive.length === 0) throw new RangeError("there is nothing to draw: no value is above 0");
  const first = Math.floor(Math.log10(Math.min(...positive)));
  const last = Math.max(first + 1, Math.ceil(Math.log10(Math.max(...positive))));
  return {
    at: (value) => start + ((Math.log10(value) - first) / (last - first)) * (end - start),
    ticks: Array.from({ length: last - first + 1 }, (_, step) => Number(`1e${first + step}`)),
  };
}
