import { worstRatio, type WorstCase } from "../measure/worst-case.ts";
import { withThousands, withTimeUnit } from "../text/numbers.ts";
import { renderTable, type Column } from "../text/table.ts";

const columns: readonly Column[] = [
  { title: "worst cases", align: "left" },
  ...["agents", "tasks", "match", "plain scan", "match/scan"].map((title): Column => ({
    title,
    align: "right",
  })),
  { title: `at most ${worstRatio}`, align: "left" },
];

/** The worst cases beside a plain scan that makes the same placements, as a table; undefined without any. */
export function renderWorst(cases: readonly WorstCase[]): string | undefined {
  if (cases.length === 0) return undefined;
  return renderTable(
    columns,
    cases.map(({ name, agents, tasks, matchMs, scanMs, ratio }) => [
      name,
      withThousands(agents),
      withThousands(tasks),
      withTimeUnit(matchMs),
      withTimeUnit(scanMs),
      ratio.toFixed(2),
      ratio <= worstRatio ? "met" : "NOT MET",
    ]),
  ).join("\n");
}
