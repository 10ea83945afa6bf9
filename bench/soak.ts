// Days of rounds in one process, whose heap must not grow: `npm run bench:soak -- --help` tells the options.
import { growthOf, renderCurve, renderVerdict } from "./soak/curve.ts";
import { parseSoakCommand, soakUsage } from "./soak/options.ts";
import { soak } from "./soak/run.ts";
import { counted } from "./text/numbers.ts";

const command = parseSoakCommand(process.argv.slice(2));
if (command.kind === "help") process.stdout.write(soakUsage);
else if (command.kind === "error") {
  process.stderr.write(`error: ${command.message}\n\n${soakUsage}`);
  process.exitCode = 2;
} else {
  const startMs = performance.now();
  const { samples, rounds, assigned } = soak(command.options, ({ hour, heapBytes }) => {
    process.stderr.write(`hour ${hour}: ${(heapBytes / 1e6).toFixed(2)} MB\n`);
  });
  const growth = growthOf(samples);
  const seconds = ((performance.now() - startMs) / 1000).toFixed(0);
  process.stdout.write(`${renderCurve(samples)}\n\n`);
  process.stdout.write(`${counted(rounds, "round")}, ${counted(assigned, "task")} placed, ${seconds} s\n`);
  process.stdout.write(`${renderVerdict(growth)}\n`);
  process.exitCode = growth.isFine ? 0 : 1;
}
