import { asPercent, counted, withThousands, withTimeUnit } from "../text/numbers.ts";
import { renderTable } from "../text/table.ts";
import type { Summary } from "./summary.ts";

/** The figures of a day as a table. */
export function renderSummary(summary: Summary): string {
  const { tasks, agents, short, turn } = summary;
  const { utilisation, correlation, peak, rounds, violations } = summary;
  const number = withThousands;
  const lines = [
    [
      "tasks",
      `${number(tasks.arrived)} arrived, ${number(tasks.launched)} launched, ${number(tasks.done)} done, ${number(tasks.waiting)} waiting`,
    ],
    [
      "agents",
      `${number(agents.least)} at least, ${number(agents.mean)} in the mean, ${number(agents.most)} at most, ${number(agents.last)} at the end`,
    ],
    ["", `${number(agents.idle)} idle in the mean`],
    ["utilisation", `${asPercent(utilisation)} of the agents' cpus`],
    [
      "following",
      `correlation ${correlation.toFixed(3)} of the agents' cpus with those asked for, peak ${peak.toFixed(2)} times theirs`,
    ],
    [
      "",
      `${counted(short.tasks, "task")} waited for agents: ${minutes(short.medianMs)} in the median, p99 ${minutes(short.p99Ms)}`,
    ],
    [
      "rounds",
      `${number(rounds)}, ${withTimeUnit(turn.medianMs)} each in the median, p99 ${withTimeUnit(turn.p99Ms)}`,
    ],
    ["violations", String(violations)],
  ];
  const columns = [{ title: "", align: "left" } as const, { title: "", align: "left" } as const];
  return renderTable(columns, lines).slice(1).join("\n");
}

function minutes(ms: number): string {
  return `${(ms / 60_000).toFixed(0)} min`;
}
