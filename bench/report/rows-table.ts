import type { RoundStats } from "stowage";
import type { MeasuredRow } from "../measure/row.ts";
import { withMagnitude, withThousands, withTimeUnit } from "../text/numbers.ts";
import { renderTable, type Column } from "../text/table.ts";

/** Titles of the work counters; one that is not named here goes by its own name. */
const counterTitles: Readonly<Record<string, string>> = {
  blocksOpened: "blocks opened",
  agentsVisited: "looked at",
  scoresComputed: "scored",
  evaluatorCalls: "own calls",
};

const titles = [
  "agents",
  "tasks",
  "assigned",
  "median",
  "±",
  "tasks/s",
  "ns/pair",
  "scan/it",
  "× plain",
  "heap",
  "kept",
  "peak",
];

/** The rows under their sections' headings: time, rates, heap and work. */
export function renderRows(rows: readonly MeasuredRow[]): string {
  return [...groupsOf(rows)].map(([section, members]) => renderSection(section, members)).join("\n\n");
}

function groupsOf(rows: readonly MeasuredRow[]): ReadonlyMap<string, readonly MeasuredRow[]> {
  const groups = new Map<string, MeasuredRow[]>();
  for (const row of rows)
    groups.set(row.workload.section, [...(groups.get(row.workload.section) ?? []), row]);
  return groups;
}

function renderSection(section: string, rows: readonly MeasuredRow[]): string {
  const counters = Object.keys(rows[0]?.stats ?? {}).filter((name) => name !== "agents" && name !== "tasks");
  const columns: readonly Column[] = [
    { title: section, align: "left" },
    ...[...titles, ...counters.map((name) => counterTitles[name] ?? name)].map((title): Column => ({
      title,
      align: "right",
    })),
  ];
  return renderTable(
    columns,
    rows.map((row) => [
      ...cellsOf(row),
      ...counters.map((name) => withMagnitude(counterOf(row.stats, name))),
    ]),
  ).join("\n");
}

function cellsOf({
  workload,
  assigned,
  timing,
  scanMs,
  timesPlain,
  usedBytes,
  keptBytes,
  peakRssBytes,
}: MeasuredRow): readonly string[] {
  const { name, agents, tasks } = workload;
  const { medianMs, leastMs, marginPercent, runs } = timing;
  const pairs = agents * tasks;
  return [
    name,
    withThousands(agents),
    withThousands(tasks),
    withThousands(assigned),
    withTimeUnit(medianMs),
    runs > 1 ? `${marginPercent.toFixed(0)} %` : "once",
    withThousands((1000 * tasks) / medianMs),
    pairs === 0 ? "–" : ((1e6 * medianMs) / pairs).toFixed(2),
    scanMs === undefined ? "–" : (scanMs / leastMs).toFixed(2),
    timesPlain?.toFixed(2) ?? "–",
    inMb(usedBytes),
    inMb(keptBytes),
    `${(peakRssBytes / 1e9).toFixed(1)} GB`,
  ];
}

function counterOf(stats: RoundStats, name: string): number {
  return new Map(Object.entries(stats)).get(name) ?? 0;
}

function inMb(bytes: number): string {
  return `${(bytes / 1e6).toFixed(1)} MB`;
}
