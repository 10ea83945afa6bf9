import { withThousands, withTimeUnit } from "../text/numbers.ts";
import { logAxisOf } from "./axis.ts";
import { element, lineFrom, svgFile, textAt } from "./svg.ts";

/** One line of a drawing. */
export interface Curve {
  readonly name: string;
  readonly colour: string;
  readonly isDashed?: boolean;
  readonly points: readonly { readonly size: number; readonly ms: number }[];
}

const width = 720;
const height = 420;
const left = 76;
const right = 548;
const top = 48;
const bottom = 360;
const grid = "#dddddd";

/** Times over sizes as an SVG file, both axes logarithmic, each curve named in a legend. Throws without a point. */
export function drawCurves(title: string, axisTitle: string, curves: readonly Curve[]): string {
  const points = curves.flatMap((curve) => curve.points);
  const x = logAxisOf(
    points.map(({ size }) => size),
    left,
    right,
  );
  const y = logAxisOf(
    points.map(({ ms }) => ms),
    bottom,
    top,
  );
  const parts = [
    ...x.ticks.flatMap((size) => [
      lineFrom(x.at(size), top, x.at(size), bottom, grid),
      textAt(x.at(size), bottom + 18, withThousands(size), "middle"),
    ]),
    ...y.ticks.flatMap((ms) => [
      lineFrom(left, y.at(ms), right, y.at(ms), grid),
      textAt(left - 8, y.at(ms) + 4, roundTime(ms), "end"),
    ]),
    textAt((left + right) / 2, bottom + 42, axisTitle, "middle"),
    ...curves.flatMap(({ points: members, colour, isDashed }) => [
      element("polyline", {
        points: members.map(({ size, ms }) => `${x.at(size).toFixed(1)},${y.at(ms).toFixed(1)}`).join(" "),
        fill: "none",
        stroke: colour,
        "stroke-width": 2,
        ...(isDashed && { "stroke-dasharray": "6 4" }),
      }),
      ...members.map(({ size, ms }) =>
        element("circle", { cx: x.at(size), cy: y.at(ms), r: 3.5, fill: colour }),
      ),
    ]),
    ...legendOf(curves),
  ];
  return svgFile(width, height, title, parts);
}

function legendOf(curves: readonly Curve[]): readonly string[] {
  return curves.flatMap(({ name, colour, isDashed, points }, at) => {
    const y = top + 10 + 34 * at;
    const last = points.at(-1);
    return [
      element("line", {
        x1: right + 16,
        y1: y,
        x2: right + 40,
        y2: y,
        stroke: colour,
        "stroke-width": 2,
        ...(isDashed && { "stroke-dasharray": "6 4" }),
      }),
      textAt(right + 46, y + 4, name),
      textAt(right + 46, y + 18, last === undefined ? "" : `to ${withTimeUnit(last.ms)}`, "start", {
        fill: "#666666",
      }),
    ];
  });
}

/** A power of ten of milliseconds: "10 ms". */
function roundTime(ms: number): string {
  if (ms >= 1000) return `${withThousands(ms / 1000)} s`;
  return ms >= 1 ? `${ms} ms` : `${Number((1000 * ms).toPrecision(1))} µs`;
}
