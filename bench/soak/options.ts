import { parseArgs } from "node:util";

/** How long a soak runs, and over how much. */
export interface SoakOptions {
  /** Simulated days, of 2,880 rounds each. */
  readonly days: number;
  readonly agents: number;
  readonly seed: number;
  /** Whether every hour has the same load, however many days there are. */
  readonly isFlat: boolean;
}

/** What the command line asks for. */
export type SoakCommand =
  | { readonly kind: "run"; readonly options: SoakOptions }
  | { readonly kind: "help" }
  | { readonly kind: "error"; readonly message: string };

/** How the soak is called. */
export const soakUsage = `Usage: npm run bench:soak -- [options]

Simulates days of rounds in one process, one every 30 simulated seconds, each carrying the cluster of the last on, and samples the heap
every simulated hour after collecting garbage. Exits with 1 if the heap grows: if its mean over the last day is more than 10 % above
that over the first. Runs of two days or more have a daily curve, so that the hours compared are alike. Shorter ones have a flat load
and compare the last quarter of their hours with the first; their patterns come again after a while, since the compiled ones that the
library keeps, up to a limit, would look like growth before the limit is reached.

Options:
  --days <n>    simulated days, from 0.1 (default 10)
  --agents <n>  agents at any time, from 10 (default 250)
  --seed <n>    of all draws (default 1)
  --flat        the same load in every hour, however many days
  --help        print this
`;

/** What the arguments ask for; `error` with a message for arguments that cannot be right. */
export function parseSoakCommand(args: readonly string[]): SoakCommand {
  try {
    const { values } = parseArgs({
      args: [...args],
      options: {
        days: { type: "string", default: "10" },
        agents: { type: "string", default: "250" },
        seed: { type: "string", default: "1" },
        flat: { type: "boolean", default: false },
        help: { type: "boolean", default: false },
      },
    });
    if (values.help) return { kind: "help" };
    const days = numberFrom("--days", values.days, 0.1, 1000);
    const agents = numberFrom("--agents", values.agents, 10, 100_000);
    const seed = numberFrom("--seed", values.seed, 0, 2 ** 32 - 1);
    for (const [name, value] of Object.entries({ "--agents": agents, "--seed": seed }))
      if (!Number.isInteger(value)) throw new Error(`${name} is ${value}, expected a whole number`);
    return { kind: "run", options: { days, agents, seed, isFlat: values.flat } };
  } catch (error) {
    return { kind: "error", message: error instanceof Error ? error.message : String(error) };
  }
}

function numberFrom(name: string, text: string, least: number, most: number): number {
  const value = Number(text);
  if (text.trim() === "" || !(value >= least && value <= most))
    throw new Error(`${name} is ${JSON.stringify(text)}, expected a number from ${least} to ${most}`);
  return value;
}
