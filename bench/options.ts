import { parseArgs } from "node:util";

/** What to measure. */
export interface BenchOptions {
  readonly isQuick: boolean;
  /** Rows whose names match. */
  readonly only: RegExp;
  readonly isHeavy: boolean;
  readonly updateBaseline: boolean;
  /** Where the JSON goes. */
  readonly out: string;
}

/** What the command line asks for. */
export type BenchCommand =
  | { readonly kind: "run"; readonly options: BenchOptions }
  | { readonly kind: "help" }
  | { readonly kind: "error"; readonly message: string };

/** How the bench is called. */
export const benchUsage = `Usage: npm run bench -- [options]
       npm run bench:quick -- [options]

Times rounds over a table of workloads, or, quick, checks work counters against bench/baseline.json and ratios within the
run against their limits.

Options:
  --quick            check counters and ratios; exits with 1 if one is off
  --update-baseline  with --quick: write the counters to bench/baseline.json instead of comparing them
  --only <regex>     only the rows whose name (section: name, agents × tasks), or goals whose name (goals: name), matches
  --heavy            also the rows of 1,000,000 tasks, which take minutes
  --out <file>       where the JSON goes (default .cache/bench.json)
  --help             print this
`;

/** What the arguments ask for; `error` with a message for arguments that cannot be right. */
export function parseBenchCommand(args: readonly string[]): BenchCommand {
  try {
    const { values } = parseArgs({
      args: [...args],
      options: {
        quick: { type: "boolean", default: false },
        "update-baseline": { type: "boolean", default: false },
        only: { type: "string", default: "" },
        heavy: { type: "boolean", default: false },
        out: { type: "string", default: ".cache/bench.json" },
        help: { type: "boolean", default: false },
      },
    });
    if (values.help) return { kind: "help" };
    const options = {
      isQuick: values.quick,
      only: new RegExp(values.only, "iu"),
      isHeavy: values.heavy,
      updateBaseline: values["update-baseline"],
      out: values.out,
    };
    if (options.updateBaseline && !options.isQuick) throw new Error("--update-baseline goes with --quick");
    if (options.updateBaseline && values.only !== "")
      throw new Error("--update-baseline takes all rows, without --only");
    return { kind: "run", options };
  } catch (error) {
    return { kind: "error", message: error instanceof Error ? error.message : String(error) };
  }
}
