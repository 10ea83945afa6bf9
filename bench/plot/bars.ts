import { withThousands, withTimeUnit } from "../text/numbers.ts";
import { logAxisOf } from "./axis.ts";
import { element, lineFrom, svgFile, textAt } from "./svg.ts";

/** Two times for the same, the second drawn beneath the first. */
export interface BarPair {
  readonly label: string;
  readonly firstMs: number;
  readonly secondMs: number;
}

const width = 720;
const left = 250;
const right = 600;
const top = 76;
const rowHeight = 42;
const colours = ["#c2410c", "#1d4ed8"] as const;

/** Pairs of times as horizontal bars over a logarithmic axis, as an SVG file, the second with how many times less it is. Throws without a pair. */
export function drawBars(
  title: string,
  [firstName, secondName]: readonly [string, string],
  pairs: readonly BarPair[],
): string {
  const axis = logAxisOf(
    pairs.flatMap(({ firstMs, secondMs }) => [firstMs, secondMs]),
    left,
    right,
  );
  const bottom = top + rowHeight * pairs.length;
  const parts = [
    ...legendOf(firstName, 16, colours[0]),
    ...legendOf(secondName, 236, colours[1]),
    ...axis.ticks.flatMap((ms) => [
      lineFrom(axis.at(ms), top - 4, axis.at(ms), bottom, "#dddddd"),
      textAt(axis.at(ms), bottom + 18, ms >= 1000 ? `${withThousands(ms / 1000)} s` : `${ms} ms`, "middle"),
    ]),
    ...pairs.flatMap(({ label, firstMs, secondMs }, at) => {
      const y = top + rowHeight * at;
      return [
        textAt(left - 10, y + 21, label, "end"),
        ...barOf(axis.at(firstMs), y + 4, withTimeUnit(firstMs), colours[0]),
        ...barOf(
          axis.at(secondMs),
          y + 19,
          withTimeUnit(secondMs) + timesLess(firstMs, secondMs),
          colours[1],
        ),
      ];
    }),
  ];
  return svgFile(width, bottom + 34, title, parts);
}

function barOf(end: number, y: number, text: string, fill: string): readonly string[] {
  return [
    element("rect", { x: left, y, width: Math.max(1, end - left), height: 13, fill }),
    textAt(end + 5, y + 11, text, "start", { "font-size": 11 }),
  ];
}

function legendOf(name: string, x: number, fill: string): readonly string[] {
  return [element("rect", { x, y: 42, width: 13, height: 13, fill }), textAt(x + 19, 53, name)];
}

function timesLess(firstMs: number, secondMs: number): string {
  const times = firstMs / secondMs;
  return `, ${times >= 10 ? withThousands(times) : times.toFixed(1)} ×`;
}
