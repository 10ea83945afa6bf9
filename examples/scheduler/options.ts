import { parseArgs } from "node:util";

/** What the command line says. */
export interface Options {
  /** Absent: a master of its own. */
  readonly masters?: readonly string[];
  readonly jobs?: string;
  readonly state?: string;
  readonly name: string;
  readonly user: string;
  readonly principal?: string;
  readonly failoverSeconds: number;
  readonly tickMs: number;
  readonly exitWhenDone: boolean;
  readonly teardown: boolean;
}

export const usage = `npm run scheduler -- [options]

  --master URL,…     where a Mesos master is; without it one is built in, with a few agents
  --jobs FILE        what to run; default: the jobs.json beside this program
  --state FILE       where to remember what was launched; default: scheduler-state.json, with the built-in master one that is thrown away
  --name NAME        of the framework; default: stowage-example
  --user USER        as whom tasks run; default: root
  --principal NAME   of the framework; default: none
  --failover S       for how long tasks run on without the scheduler, in seconds; default: 3600
  --tick MS          how often it decides; default: 1000, with the built-in master, whose clock is fast, at most 100
  --exit-when-done   ends when all batch tasks have; services run on. With the built-in master it always does, and that ends too
  --teardown         ends the framework with all its tasks, and forgets the state
  --help
`;

/** Reads the command line; undefined where help is wanted. Throws for what it cannot be. */
export function optionsFrom(args: readonly string[]): Options | undefined {
  const text = { type: "string" } as const;
  const flag = { type: "boolean" } as const;
  const { values } = parseArgs({
    args: [...args],
    options: {
      master: text,
      jobs: text,
      state: text,
      name: text,
      user: text,
      principal: text,
      failover: text,
      tick: text,
      "exit-when-done": flag,
      teardown: flag,
      help: flag,
    },
  });
  if (values.help === true) return undefined;
  const { master, jobs, state, principal } = values;
  return {
    ...(master !== undefined && { masters: master.split(",").map(withScheme) }),
    ...(jobs !== undefined && { jobs }),
    ...(state !== undefined && { state }),
    ...(principal !== undefined && { principal }),
    name: values.name ?? "stowage-example",
    user: values.user ?? "root",
    failoverSeconds: secondsIn("--failover", values.failover ?? "3600"),
    tickMs: secondsIn("--tick", values.tick ?? "1000"),
    exitWhenDone: values["exit-when-done"] ?? false,
    teardown: values.teardown ?? false,
  };
}

function withScheme(master: string): string {
  return master.includes("://") ? master : `http://${master}`;
}

function secondsIn(option: string, text: string): number {
  const number = Number(text);
  if (!(number > 0)) throw new Error(`${option} is ${text}, expected a number > 0`);
  return number;
}
