// An hour of the example scheduler against the master of the tests, with all that can go wrong: `npm run hour -- --help`.
import { parseArgs } from "node:util";
import { runHour } from "./hour/run.ts";
import { reportOf } from "./hour/report.ts";

const usage = `Usage: npm run hour -- [options]

  --agents <n>   default 10000
  --tasks <n>    default 100000
  --minutes <n>  simulated; default 60
  --kills <n>    of the scheduler; default 100
  --every <ms>   from round to round, simulated; default 2000
  --seed <n>     of all draws; default 1
  --help         prints this
`;
const number = (byDefault: string) => ({ type: "string", default: byDefault }) as const;
const { values } = parseArgs({
  options: {
    agents: number("10000"),
    tasks: number("100000"),
    minutes: number("60"),
    kills: number("100"),
    every: number("2000"),
    seed: number("1"),
    help: { type: "boolean", default: false },
  },
});
if (values.help) process.stdout.write(usage);
else {
  const startMs = performance.now();
  const report = runHour({
    agents: Number(values.agents),
    tasks: Number(values.tasks),
    minutes: Number(values.minutes),
    kills: Number(values.kills),
    roundMs: Number(values.every),
    seed: Number(values.seed),
    onMinute: (line) => process.stderr.write(`${line}\n`),
  });
  for (const line of reportOf(report)) console.log(line);
  console.log(`in ${((performance.now() - startMs) / 1000).toFixed(0)} s`);
  process.exitCode = report.violations.length === 0 ? 0 : 1;
}
