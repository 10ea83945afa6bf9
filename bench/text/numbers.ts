/** The number with thousands separators: 1,234,567 or, with digits, 1,234.50. */
export function withThousands(value: number, digits: number = 0): string {
  const [whole = "", fraction] = value.toFixed(digits).split(".");
  const separated = whole.replaceAll(/\B(?=(\d{3})+$)/gu, ",");
  return fraction === undefined ? separated : `${separated}.${fraction}`;
}

/** The number in at most four characters and a letter: 950, 12.3 k, 4.56 M. */
export function withMagnitude(value: number): string {
  for (const [size, letter] of [
    [1e9, " G"],
    [1e6, " M"],
    [1e3, " k"],
  ] as const) {
    if (Math.abs(value) >= size) return `${withDigits(value / size)}${letter}`;
  }
  return Number.isInteger(value) ? String(value) : withDigits(value);
}

/** The time in the unit that suits it: 3.21 µs, 45.6 ms, 7.89 s. */
export function withTimeUnit(ms: number): string {
  if (ms >= 1000) return `${withDigits(ms / 1000)} s`;
  if (ms >= 1) return `${withDigits(ms)} ms`;
  return `${withDigits(ms * 1000)} µs`;
}

/** The share of 1 as a percentage: 12.3 %. */
export function asPercent(share: number): string {
  return `${(100 * share).toFixed(1)} %`;
}

/** "1 task", "2,000 tasks", "3 launches". */
export function counted(count: number, noun: string, plural: string = `${noun}s`): string {
  return `${withThousands(count)} ${count === 1 ? noun : plural}`;
}

/** The number to three significant digits, without an exponent. */
function withDigits(value: number): string {
  const size = Math.abs(value);
  return value.toFixed(size >= 100 ? 0 : size >= 10 ? 1 : 2);
}
