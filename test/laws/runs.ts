const asked = Number(process.env["STOWAGE_RUNS"]);
const isAsked = Number.isSafeInteger(asked) && asked > 0;
const base = isAsked ? asked : 500;

/**
 * How often a law is tried: `STOWAGE_RUNS` times at least, or by default so often that all laws together take less than a minute; laws of
 * greater weight more often, and by default slow ones less.
 */
export function runs(share = 1): { readonly numRuns: number } {
  return { numRuns: Math.round(base * (isAsked ? Math.max(1, share) : share)) };
}

/** How often a law over wide clusters is tried: a tenth as often as others, times its share. */
export function slowRuns(share = 1): { readonly numRuns: number } {
  return { numRuns: Math.ceil((base * share) / 10) };
}

/** How long a law may take, in ms. */
export const timeLimitMs: number = Math.max(120_000, base * 1500);
