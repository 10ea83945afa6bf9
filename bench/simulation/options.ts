import { parseArgs } from "node:util";
import { policyNames, policyTexts, type PolicyName } from "./policies.ts";

/** What to simulate. */
export interface Options {
  readonly agents: number;
  readonly tasks: number;
  readonly rounds: number;
  readonly seed: number;
  readonly policy: PolicyName;
  /** The folder of a trace to replay. */
  readonly trace?: string;
  readonly json: boolean;
}

/** What the command line asks for. */
export type Command =
  | { readonly kind: "run"; readonly options: Options }
  | { readonly kind: "help" }
  | { readonly kind: "error"; readonly message: string };

const defaults = { agents: 10_000, tasks: 40_000, rounds: 40, seed: 1, policy: "binpack" } as const;
const most = { agents: 1_000_000, tasks: 10_000_000, rounds: 100_000, seed: 2 ** 32 - 1 } as const;

/** How the simulation is called. */
export const usage = `Usage: npm start -- [options]

Simulates a scheduler on a cluster: tasks arrive and end, agents are lost and come back, offers are rescinded, and a
simulated Mesos master checks every launch. Exits with 1 if it found a violation.

Options:
  --agents <n>      agents in the cluster (default ${defaults.agents}; with --trace: the first n of it, default all)
  --tasks <n>       tasks that arrive, over all rounds (default ${defaults.tasks}; with --trace: the first n, default all)
  --rounds <n>      rounds, one a simulated second (default ${defaults.rounds})
  --seed <n>        seed of all draws (default ${defaults.seed}); the same seed gives the same placements
  --policy <name>   how agents are chosen (default ${defaults.policy}):
${policyNames.map((name) => `                      ${name.padEnd(9)} ${policyTexts[name]}`).join("\n")}
  --trace <folder>  replay an openb folder instead: nodes_gpu.csv and pods_default.csv, in the order of creation; none ends
  --json            print one JSON document instead of the report (call it by npm start --silent -- --json)
  --help            print this
`;

/** What the arguments ask for; `error` with a message for arguments that cannot be right. */
export function parseCommand(args: readonly string[]): Command {
  try {
    const { values } = parseArgs({
      args: [...args],
      options: {
        agents: { type: "string" },
        tasks: { type: "string" },
        rounds: { type: "string" },
        seed: { type: "string" },
        policy: { type: "string" },
        trace: { type: "string" },
        json: { type: "boolean", default: false },
        help: { type: "boolean", default: false },
      },
    });
    if (values.help) return { kind: "help" };
    const { trace } = values;
    const all = trace === undefined ? defaults : { ...defaults, agents: Infinity, tasks: Infinity };
    return {
      kind: "run",
      options: {
        agents: wholeNumber("agents", values.agents, 1) ?? all.agents,
        tasks: wholeNumber("tasks", values.tasks, 0) ?? all.tasks,
        rounds: wholeNumber("rounds", values.rounds, 1) ?? all.rounds,
        seed: wholeNumber("seed", values.seed, 0) ?? all.seed,
        policy: policyNamed(values.policy ?? all.policy),
        ...(trace !== undefined && { trace }),
        json: values.json,
      },
    };
  } catch (error) {
    return { kind: "error", message: error instanceof Error ? error.message : String(error) };
  }
}

function wholeNumber(name: keyof typeof most, text: string | undefined, least: number): number | undefined {
  if (text === undefined) return undefined;
  const value = /^\d+$/u.test(text) ? Number(text) : Number.NaN;
  if (value >= least && value <= most[name]) return value;
  throw new Error(
    `--${name} is ${JSON.stringify(text)}, expected a whole number from ${least} to ${most[name]}`,
  );
}

function policyNamed(name: string): PolicyName {
  const found = policyNames.find((each) => each === name);
  if (found !== undefined) return found;
  throw new Error(`--policy is ${JSON.stringify(name)}, expected one of ${policyNames.join(", ")}`);
}
