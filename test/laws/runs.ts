const asked = Number(process.env["STOWAGE_RUNS"]);
const base = Number.isSafeInteger(asked) && asked > 0 ? asked : 500;

/** How often a law is tried: `STOWAGE_RUNS` times, or as often as fits the seconds that the laws have by default. */
export function runs(share = 1): { readonly numRuns: number } {
  return { numRuns: Math.max(1, Math.round(base * share)) };
}

/** How long a law may take, in ms. */
export const timeLimitMs: number = Math.max(120_000, base * 500);
