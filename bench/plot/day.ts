import { withThousands } from "../text/numbers.ts";
import type { Sample } from "../trace/day.ts";
import { loadOf } from "../trace/summary.ts";
import { linearAxisOf } from "./axis.ts";
import { drawPanel, panelLeft, panelRight, panelWidth } from "./panel.ts";
import { svgFile } from "./svg.ts";

/** How it stood after a round, as far as the drawing needs it. */
export type DrawnSample = Pick<Sample, "atMs" | "tasks" | "cpus">;

/** What is drawn of a sample. */
interface Series {
  readonly name: string;
  readonly colour: string;
  readonly amountOf: (sample: DrawnSample) => number;
}

const height = 560;
const above = { top: 48, bottom: 308, step: 10_000 };
const below = { top: 386, bottom: 496, step: 500 };
const hourMs = 3_600_000;
/** A point every five minutes. */
const everyMs = hourMs / 12;

const cpus: readonly Series[] = [
  { name: "cpus of agents", colour: "#1d4ed8", amountOf: (sample) => sample.cpus.agents },
  { name: "cpus asked for", colour: "#c2410c", amountOf: loadOf },
  { name: "cpus in use", colour: "#15803d", amountOf: (sample) => sample.cpus.running },
];
const waiting: Series = {
  name: "tasks waiting",
  colour: "#9333ea",
  amountOf: (sample) => sample.tasks.waiting,
};

/** A day as an SVG file: the cpus that tasks ask for, hold, and agents have; below, the tasks that wait. */
export function drawDay(title: string, samples: readonly DrawnSample[]): string {
  return svgFile(panelWidth, height, title, [
    ...panelOf(above, cpus, samples),
    ...panelOf(below, [waiting], samples),
  ]);
}

function panelOf(
  { top, bottom, step }: typeof above,
  all: readonly Series[],
  samples: readonly DrawnSample[],
): readonly string[] {
  const drawn = samples.filter(({ atMs }) => atMs % everyMs === 0);
  const most = all.map(({ amountOf }) => Math.max(...samples.map(amountOf)));
  const panel = {
    x: linearAxisOf((samples.at(-1)?.atMs ?? 0) / hourMs, 6, panelLeft, panelRight),
    y: linearAxisOf(Math.max(...most), step, bottom, top),
    nameOfX: String,
    nameOfY: (amount: number) => withThousands(amount),
    title: "hours",
  };
  const lines = all.map(({ name, colour, amountOf }, at) => ({
    name,
    colour,
    note: `at most ${withThousands(most[at] ?? 0)}`,
    points: drawn.map((sample) => [sample.atMs / hourMs, amountOf(sample)] as const),
  }));
  return drawPanel(panel, lines);
}
