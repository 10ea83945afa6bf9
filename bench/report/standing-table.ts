import type { MeasuredRow } from "../measure/row.ts";
import { withThousands } from "../text/numbers.ts";
import { renderTable, type Column } from "../text/table.ts";
import { standingSection, standingSizes, standingTitles } from "../workloads/standing.ts";

/** The rows of the standing workload as a table of seconds by cluster size; undefined without any. */
export function renderStanding(rows: readonly MeasuredRow[]): string | undefined {
  const standing = rows.filter(({ workload }) => workload.section === standingSection);
  if (standing.length === 0) return undefined;
  const columns: readonly Column[] = [
    { title: "seconds in the median", align: "left" },
    ...standingSizes.map((size): Column => ({ title: `${withThousands(size)} agents`, align: "right" })),
  ];
  const cells = standingTitles.map((title) => [
    title,
    ...standingSizes.map((size) => {
      const row = standing.find(({ workload }) => workload.name === title && workload.agents === size);
      return row === undefined ? "–" : inSeconds(row.timing.medianMs);
    }),
  ]);
  return renderTable(columns, cells).join("\n");
}

/** Two significant digits, as far as milliseconds go. */
function inSeconds(ms: number): string {
  const seconds = ms / 1000;
  return seconds >= 10
    ? seconds.toFixed(0)
    : seconds >= 1
      ? seconds.toFixed(1)
      : seconds.toFixed(seconds >= 0.1 ? 2 : 4);
}
