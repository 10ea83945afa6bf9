import { asPercent, counted, withMagnitude, withThousands, withTimeUnit } from "../text/numbers.ts";
import { renderTable, type Column } from "../text/table.ts";
import type { FragmentedResource } from "./measure.ts";
import type { Options } from "./options.ts";
import type { Outcome, RoundRecord } from "./simulate.ts";
import { timeOf, type Summary } from "./summary.ts";

/** The report as text: what was simulated, the rounds, the sums, the resources, the slowest round, a pending task, the verdict. */
export function renderReport(options: Options, outcome: Outcome, summary: Summary): string {
  return [
    headline(options, summary),
    section("Rounds", [...roundsTable(outcome.rounds), ...roundsLegend]),
    section("In all", totals(outcome, summary)),
    section("Resources at the end", resources(outcome, summary)),
    section("The slowest round", slowestRound(summary)),
    section("A pending task", pendingTask(outcome)),
    verdict(outcome),
  ].join("\n\n");
}

function headline({ policy, seed, trace, rounds }: Options, { agents, tasksArrived }: Summary): string {
  const what = `${counted(agents, "agent")}, ${counted(tasksArrived, "task")} over ${counted(rounds, "round")}`;
  const from = trace === undefined ? `seed ${seed}` : "replayed from a trace, in which no task ends";
  return `stowage simulation: ${what}, policy ${policy}, ${from}`;
}

function section(title: string, lines: readonly string[]): string {
  return [title, "-".repeat(title.length), ...lines].join("\n");
}

const roundTitles =
  "round arrived ended offers assigned declined held running cpus update match pending".split(" ");

const roundsLegend = [
  "",
  "offers: received in the round, one or more an agent and role. held: not used, kept for eight seconds; the oldest of those that are older",
  "are declined, a twentieth of the agents' number a round. pending: tasks of lost agents wait again beside those that arrive.",
];

function roundsTable(rounds: readonly RoundRecord[]): readonly string[] {
  return renderTable(
    [...roundTitles.map(right), left("why")],
    rounds.map((each) => [
      String(each.round),
      withThousands(each.arrived),
      withThousands(each.ended),
      withThousands(each.offersReceived),
      withThousands(each.assigned),
      withThousands(each.declined),
      withThousands(each.held),
      withThousands(each.running),
      usedShare(each, "cpus"),
      withTimeUnit(each.updateMs),
      withTimeUnit(each.matchMs),
      withThousands(each.pending),
      whyPending(each.reasons),
    ]),
  );
}

function usedShare({ utilisation }: RoundRecord, resource: string): string {
  const { used = 0, total = 0 } = utilisation[resource] ?? {};
  return total === 0 ? "" : asPercent(used / total);
}

function whyPending(reasons: RoundRecord["reasons"]): string {
  return Object.entries(reasons)
    .toSorted((a, b) => b[1] - a[1])
    .map(([reason, count]) => `${withThousands(count)} ${reason}`)
    .join(", ");
}

function totals({ elapsedMs }: Outcome, summary: Summary): readonly string[] {
  const spentMs = summary.updateMs + summary.matchMs;
  const kinds = Object.entries(summary.pendingByKind).map(
    ([kind, count]) => `${withThousands(count)} ${kind}`,
  );
  const perSecond = (1000 * summary.assigned) / spentMs;
  const lines = [
    [
      "tasks",
      `${withThousands(summary.standingTasks)} ran at first, ${withThousands(summary.tasksArrived)} arrived`,
    ],
    ["", `${withThousands(summary.assigned)} were assigned, ${withThousands(summary.ended)} ended`],
    ["", `${withThousands(summary.running)} are running, ${withThousands(summary.pending)} pending`],
    ["pending", kinds.length === 0 ? "none" : kinds.join(", ")],
    [
      "offers",
      `${withThousands(summary.offersReceived)} received, ${withThousands(summary.offersRescinded)} rescinded`,
    ],
    ["", `${counted(summary.launches, "launch", "launches")}, ${counted(summary.declines, "decline")}`],
    [
      "incidents",
      `${counted(summary.agentsLost, "agent")} lost, with ${counted(summary.tasksLost, "task")} on them`,
    ],
    ["", `${counted(summary.agentsDisabled, "agent")} disabled for a while`],
    [
      "time",
      `${withTimeUnit(spentMs)} in the scheduler, ${withTimeUnit(elapsedMs)} with the master and its checks`,
    ],
    ["", `update ${withTimeUnit(summary.updateMs)}, match ${withTimeUnit(summary.matchMs)}`],
    [
      "",
      `${withTimeUnit(summary.medianRoundMs)} for the median round, ${withThousands(perSecond)} assignments a second`,
    ],
  ];
  return renderTable([left(""), left("")], lines).slice(1);
}

function resources({ rounds }: Outcome, { fragmentation }: Summary): readonly string[] {
  const utilisation = rounds.at(-1)?.utilisation ?? {};
  const rows = Object.entries(utilisation).map(([name, { total, used }]) => {
    const { unit, digits, divisor } = unitOf(name);
    const amount = (value: number): string => withThousands(value / divisor, digits);
    const part = fragmentation[name];
    const share = part === undefined || part.free === 0 ? "–" : asPercent(part.fragmented / part.free);
    const typical = part === undefined ? "no task asked for it" : shapeText(part.typical);
    const usedPercent = total === 0 ? "–" : asPercent(used / total);
    return [name, unit, amount(total), amount(used), usedPercent, amount(total - used), share, typical];
  });
  return [
    ...renderTable(
      [
        left("resource"),
        left("unit"),
        right("in all"),
        right("used"),
        right("used %"),
        right("free"),
        right("fragmented"),
        left("typical task"),
      ],
      rows,
    ),
    "",
    "fragmented: the share of what is free that lies on agents where the typical task does not fit, because something",
    "else it needs is missing there or too little is left in one place. The typical task is the median, amount by amount,",
    "of all tasks that arrived and ask for the resource. gpu: devices that tasks can share; gpus: given away whole.",
  ];
}

function left(title: string): Column {
  return { title, align: "left" };
}

function right(title: string): Column {
  return { title, align: "right" };
}

function unitOf(name: string): { readonly unit: string; readonly digits: number; readonly divisor: number } {
  if (name === "cpus") return { unit: "cores", digits: 0, divisor: 1 };
  if (name === "mem" || name === "disk") return { unit: "GiB", digits: 0, divisor: 1024 };
  if (name === "gpu" || name === "gpus") return { unit: "GPUs", digits: 1, divisor: 1 };
  return { unit: "", digits: 0, divisor: 1 };
}

function shapeText({ amounts, ports, device }: FragmentedResource["typical"]): string {
  const parts = [...amounts]
    .filter(([, amount]) => amount > 0)
    .map(([name, amount]) => {
      const { unit, divisor } = unitOf(name);
      return `${String(Math.round(amount / divisor / 10) / 100)} ${unit === "GiB" ? `GiB ${name}` : name}`;
    });
  if (ports > 0) parts.push(counted(ports, "port"));
  if (device !== undefined) parts.push(`${device.count} × ${device.units} ${device.name}`);
  return parts.join(", ");
}

function slowestRound({ slowest, slowestAfterFirst, medianRoundMs }: Summary): readonly string[] {
  if (slowest.round > 1) return slowRound(slowest, medianRoundMs);
  return [
    ...slowRound(slowest, medianRoundMs),
    "  it is the first: all agents offer at once, and the code is not compiled yet",
    ...(slowestAfterFirst === undefined
      ? []
      : ["After the first:", ...slowRound(slowestAfterFirst, medianRoundMs)]),
  ];
}

function slowRound(record: RoundRecord, medianMs: number): readonly string[] {
  const { round, stats, updateMs, matchMs, news } = record;
  const times = (timeOf(record) / medianMs).toFixed(1);
  return [
    `round ${round}: ${withTimeUnit(timeOf(record))}, ${times} times the median, most of it in ${matchMs >= updateMs ? "match" : "update"}`,
    `  update ${withTimeUnit(updateMs)}: ${counted(news, "event")}, an offer counted as one`,
    `  match ${withTimeUnit(matchMs)}: ${counted(stats.tasks, "task")} over ${counted(stats.agents, "agent and role", "agents and roles")}; ` +
      `${withMagnitude(stats.agentsVisited)} pairs looked at, ${withMagnitude(stats.scoresComputed)} scored`,
  ];
}

function pendingTask({ pending }: Outcome): readonly string[] {
  if (pending === undefined) return ["none is pending after the last round"];
  const { kind, waitedMs, explainMs, text } = pending;
  return [
    `of kind "${kind}", waiting for ${withTimeUnit(waitedMs)}; explained in ${withTimeUnit(explainMs)}`,
    "",
    text,
  ];
}

function verdict({ violations }: Outcome): string {
  const head = counted(violations.length, "violation");
  if (violations.length === 0) {
    return `${head}: the master checked every launch, decline and held offer of every round, and its books agree with the scheduler's`;
  }
  const shown = violations.slice(0, 10).map(({ round, text }) => `  round ${round}: ${text}`);
  const more = violations.length - shown.length;
  return [head, ...shown, ...(more > 0 ? [`  … ${withThousands(more)} more`] : [])].join("\n");
}
