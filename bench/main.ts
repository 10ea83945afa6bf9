// The benches: `npm run bench -- --help` tells the options.
import { runFull } from "./full.ts";
import { benchUsage, parseBenchCommand } from "./options.ts";
import { runQuick } from "./quick/quick.ts";

const command = parseBenchCommand(process.argv.slice(2));
if (command.kind === "help") {
  process.stdout.write(benchUsage);
} else if (command.kind === "error") {
  process.stderr.write(`error: ${command.message}\n\n${benchUsage}`);
  process.exitCode = 2;
} else {
  const { options } = command;
  const isFine = options.isQuick ? runQuick(options) : await runFull(options);
  process.exitCode = isFine ? 0 : 1;
}
