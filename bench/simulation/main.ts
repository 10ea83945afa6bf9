// The main job: simulates a scheduler on a cluster, and checks all it does. `npm start -- --help` tells the options.
import { counted } from "../text/numbers.ts";
import { parseCommand, usage, type Options } from "./options.ts";
import { progressOn, silence } from "./progress.ts";
import { renderJson } from "./report-json.ts";
import { renderReport } from "./report.ts";
import { scenarioOf, type Scenario } from "./scenario.ts";
import { simulate } from "./simulate.ts";
import { summaryOf } from "./summary.ts";

const command = parseCommand(process.argv.slice(2));
if (command.kind === "help") process.stdout.write(usage);
else if (command.kind === "error") complain(command.message);
else run(command.options);

function run(options: Options): void {
  const scenario = tryScenario(options);
  if (scenario === undefined) return;
  const progress = options.json ? silence : progressOn(process.stderr, options.rounds);
  const { agents, standing } = scenario;
  progress.say(
    `${counted(agents.length, "agent")} made, ${counted(standing.length, "task")} running on them`,
  );
  const outcome = simulate(scenario, (record) => progress.onRound(record));
  progress.end();
  const summary = summaryOf(scenario, outcome);
  const render = options.json ? renderJson : renderReport;
  process.stdout.write(`${render(options, outcome, summary)}\n`);
  process.exitCode = outcome.violations.length === 0 ? 0 : 1;
}

function tryScenario(options: Options): Scenario | undefined {
  try {
    return scenarioOf(options);
  } catch (error) {
    complain(error instanceof Error ? error.message : String(error));
    return undefined;
  }
}

function complain(message: string): void {
  process.stderr.write(`error: ${message}\n\n${usage}`);
  process.exitCode = 2;
}
