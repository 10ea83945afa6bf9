import { fenzoMs } from "../reference/fenzo.ts";
import { withThousands } from "../text/numbers.ts";
import { standingSection, standingTitles } from "../workloads/standing.ts";
import { drawBars, type BarPair } from "./bars.ts";
import { drawCurves, type Curve } from "./curves.ts";
import { drawDay, type DrawnSample } from "./day.ts";

/** What can be drawn of a JSON file: rows of the bench, or the rounds of a trace. */
export interface Drawn {
  readonly rows?: readonly DrawnRow[];
  readonly samples?: readonly DrawnSample[];
}

/** A row of the bench's JSON, as far as drawings need it. */
export interface DrawnRow {
  readonly section: string;
  readonly name: string;
  readonly agents: number;
  readonly tasks: number;
  readonly timing: { readonly medianMs: number };
  readonly scanMs?: number;
}

const families = [
  ["distinct", "different tasks", "#1d4ed8"],
  ["equal", "equal tasks", "#15803d"],
  ["constraints", "with constraints", "#9333ea"],
] as const;

/** The drawings that there are figures for, by file name: growth over agents, over tasks, the standing workload beside Fenzo, a day of a trace. */
export function drawingsOf({ rows = [], samples = [] }: Drawn): ReadonlyMap<string, string> {
  const files = new Map<string, string>();
  const growth = rows.filter(({ section }) => section === "growth");
  const overAgents = curvesOf(
    growth.filter(({ tasks }) => tasks === 1000),
    "agents",
  );
  if (overAgents.length > 0) {
    files.set("growth-over-agents.svg", drawCurves("Time of a round of 1,000 tasks", "agents", overAgents));
  }
  const overTasks = curvesOf(
    growth.filter(({ agents }) => agents === 10_000),
    "tasks",
  );
  if (overTasks.length > 0) {
    files.set("growth-over-tasks.svg", drawCurves("Time of a round over 10,000 agents", "tasks", overTasks));
  }
  const pairs = standingPairs(rows.filter(({ section }) => section === standingSection));
  if (pairs.length > 0) {
    files.set(
      "beside-fenzo.svg",
      drawBars("The standing workload, 10,000 agents", ["Fenzo 1.0, on a like machine", "stowage"], pairs),
    );
  }
  if (samples.length > 0)
    files.set("azure-day.svg", drawDay("A day of arrivals, and half a day after", samples));
  return files;
}

function curvesOf(rows: readonly DrawnRow[], axis: "agents" | "tasks"): readonly Curve[] {
  const sorted = rows.toSorted((a, b) => a[axis] - b[axis]);
  const curves = families.map(([family, name, colour]): Curve => ({
    name,
    colour,
    points: sorted
      .filter((row) => row.name === family)
      .map((row) => ({ size: row[axis], ms: row.timing.medianMs })),
  }));
  const scans = sorted.flatMap(({ name, scanMs, ...row }) =>
    name === "distinct" && scanMs !== undefined ? [{ size: row[axis], ms: scanMs }] : [],
  );
  const scan: Curve = { name: "scan of every pair", colour: "#6b7280", isDashed: true, points: scans };
  return [...curves, scan].filter(({ points }) => points.length > 0);
}

function standingPairs(rows: readonly DrawnRow[]): readonly BarPair[] {
  return standingTitles.flatMap((title): readonly BarPair[] => {
    const row = rows.find(({ name, agents }) => name === title && agents === 10_000);
    const fenzoTook = fenzoMs(title, 10_000);
    if (row === undefined || fenzoTook === undefined) return [];
    return [{ label: labelOf(title), firstMs: fenzoTook, secondMs: row.timing.medianMs }];
  });
}

function labelOf(title: (typeof standingTitles)[number]): string {
  if (title.startsWith("the same")) return `${withThousands(10_000)} tasks, constraints on a tenth`;
  return title.startsWith("1,000 new") ? "1,000 new tasks, 10,000 running" : title;
}
