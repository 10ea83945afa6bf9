import { withThousands, withTimeUnit } from "../text/numbers.ts";
import { logAxisOf } from "./axis.ts";
import { drawPanel, panelLeft, panelRight, panelWidth } from "./panel.ts";
import { svgFile } from "./svg.ts";

/** One line of a drawing. */
export interface Curve {
  readonly name: string;
  readonly colour: string;
  readonly isDashed?: boolean;
  readonly points: readonly { readonly size: number; readonly ms: number }[];
}

const height = 420;
const top = 48;
const bottom = 360;

/** Times over sizes as an SVG file, both axes logarithmic, each curve named in a legend. Throws without a point. */
export function drawCurves(title: string, axisTitle: string, curves: readonly Curve[]): string {
  const points = curves.flatMap((curve) => curve.points);
  const sizes = points.map(({ size }) => size);
  const times = points.map(({ ms }) => ms);
  const panel = {
    x: logAxisOf(sizes, panelLeft, panelRight),
    y: logAxisOf(times, bottom, top),
    nameOfX: (size: number) => withThousands(size),
    nameOfY: roundTime,
    title: axisTitle,
  };
  const lines = curves.map(({ points: members, ...curve }) => {
    const last = members.at(-1);
    return {
      ...curve,
      note: last === undefined ? "" : `to ${withTimeUnit(last.ms)}`,
      hasDots: true,
      points: members.map(({ size, ms }) => [size, ms] as const),
    };
  });
  return svgFile(panelWidth, height, title, drawPanel(panel, lines));
}

/** A power of ten of milliseconds: "10 ms". */
function roundTime(ms: number): string {
  if (ms >= 1000) return `${withThousands(ms / 1000)} s`;
  return ms >= 1 ? `${ms} ms` : `${Number((1000 * ms).toPrecision(1))} µs`;
}
