import { ruleNames, rules, type Rule } from "./model/rules.ts";

/** The differences of some vectors from Fenzo, and the rules behind them. */
export interface Tally {
  /** Counts a round, and the rules behind its difference, if there is one. */
  readonly count: (vector: string, behind: readonly Rule[]) => void;
  /** How many rounds and vectors each rule explained, a line each. */
  readonly report: () => string;
}

export function newTally(title: string): Tally {
  const rounds: { readonly vector: string; readonly behind: readonly Rule[] }[] = [];
  const saidOf = (counted: typeof rounds): string =>
    `rounds ${counted.length}, vectors ${new Set(counted.map(({ vector }) => vector)).size}`;
  return {
    count: (vector, behind) => rounds.push({ vector, behind }),
    report: () => {
      const different = rounds.filter(({ behind }) => behind.length > 0);
      const lines = ruleNames.flatMap((rule) => {
        const explained = different.filter(({ behind }) => behind.includes(rule));
        return explained.length === 0 ? [] : [`  ${rule}: ${saidOf(explained)} (${rules[rule]})`];
      });
      const head = `${title}: ${saidOf(rounds)}; not as in Fenzo: ${saidOf(different)}, by the rules`;
      return [head, ...lines, ""].join("\n");
    },
  };
}
