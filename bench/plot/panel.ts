import type { Axis } from "./axis.ts";
import { element, lineFrom, textAt } from "./svg.ts";

/** Where lines are drawn: over a grid, a legend on its right. */
export interface Panel {
  readonly x: Axis;
  readonly y: Axis;
  /** What a tick is called. */
  readonly nameOfX: (tick: number) => string;
  readonly nameOfY: (tick: number) => string;
  /** What the horizontal axis is of. */
  readonly title: string;
}

/** One line of a panel. */
export interface Line {
  readonly name: string;
  /** Beneath the name. */
  readonly note: string;
  readonly colour: string;
  readonly isDashed?: boolean;
  readonly hasDots?: boolean;
  readonly points: readonly (readonly [x: number, y: number])[];
}

/** Where every panel of a drawing begins and ends, in pixels from the left. */
export const panelLeft = 76;
export const panelRight = 548;
/** How wide a drawing of panels is, legend included. */
export const panelWidth = 720;
const grid = "#dddddd";

/** The elements of a panel. */
export function drawPanel(
  { x, y, nameOfX, nameOfY, title }: Panel,
  lines: readonly Line[],
): readonly string[] {
  const [bottom = 0] = y.ticks.map((tick) => y.at(tick));
  const top = y.at(y.ticks.at(-1) ?? 0);
  return [
    ...x.ticks.flatMap((tick) => [
      lineFrom(x.at(tick), top, x.at(tick), bottom, grid),
      textAt(x.at(tick), bottom + 18, nameOfX(tick), "middle"),
    ]),
    ...y.ticks.flatMap((tick) => [
      lineFrom(panelLeft, y.at(tick), panelRight, y.at(tick), grid),
      textAt(panelLeft - 8, y.at(tick) + 4, nameOfY(tick), "end"),
    ]),
    textAt((panelLeft + panelRight) / 2, bottom + 42, title, "middle"),
    ...lines.flatMap(({ points, hasDots, ...line }) => [
      element("polyline", {
        points: points.map(([atX, atY]) => `${x.at(atX).toFixed(1)},${y.at(atY).toFixed(1)}`).join(" "),
        fill: "none",
        ...strokeOf(line),
      }),
      ...(hasDots === true ? points : []).map(([atX, atY]) =>
        element("circle", { cx: x.at(atX), cy: y.at(atY), r: 3.5, fill: line.colour }),
      ),
    ]),
    ...lines.flatMap((line, at) => legendOf(line, top + 10 + 34 * at)),
  ];
}

function legendOf({ name, note, ...line }: Omit<Line, "points">, y: number): readonly string[] {
  return [
    element("line", { x1: panelRight + 16, y1: y, x2: panelRight + 40, y2: y, ...strokeOf(line) }),
    textAt(panelRight + 46, y + 4, name),
    textAt(panelRight + 46, y + 18, note, "start", { fill: "#666666" }),
  ];
}

function strokeOf({
  colour,
  isDashed,
}: Pick<Line, "colour" | "isDashed">): Readonly<Record<string, string | number>> {
  return { stroke: colour, "stroke-width": 2, ...(isDashed && { "stroke-dasharray": "6 4" }) };
}
