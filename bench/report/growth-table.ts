import { growthExponentOf } from "../measure/growth.ts";
import type { MeasuredRow } from "../measure/row.ts";
import { withThousands, withTimeUnit } from "../text/numbers.ts";
import { renderTable } from "../text/table.ts";

/** How one family grows along one axis. */
export interface Growth {
  readonly family: string;
  readonly axis: "agents" | "tasks";
  readonly points: readonly { readonly size: number; readonly ms: number }[];
  /** Of time over size; 1 is linear. */
  readonly exponent: number | undefined;
}

/** The growth of every family along each axis that has at least two sizes among the rows. */
export function growthsOf(rows: readonly MeasuredRow[]): readonly Growth[] {
  const points = new Map<string, { family: string; axis: "agents" | "tasks"; size: number; ms: number }[]>();
  for (const { workload, timing } of rows) {
    for (const { name, axis } of workload.families ?? []) {
      const key = `${name} ${axis}`;
      const members = points.get(key) ?? [];
      points.set(key, members);
      members.push({ family: name, axis, size: workload[axis], ms: timing.medianMs });
    }
  }
  return [...points.values()].flatMap((members) => {
    const sorted = members.toSorted((a, b) => a.size - b.size);
    const [least] = sorted;
    if (least === undefined || sorted.length < 2) return [];
    const { family, axis } = least;
    return [
      {
        family,
        axis,
        points: sorted.map(({ size, ms }) => ({ size, ms })),
        exponent: growthExponentOf(sorted),
      },
    ];
  });
}

/** The growths as a table; undefined without any. */
export function renderGrowth(growths: readonly Growth[]): string | undefined {
  if (growths.length === 0) return undefined;
  return renderTable(
    [
      { title: "growth", align: "left" },
      { title: "over", align: "left" },
      { title: "exponent", align: "right" },
      { title: "sizes", align: "left" },
    ],
    growths.map(({ family, axis, points, exponent }) => [
      family,
      axis,
      exponent?.toFixed(2) ?? "–",
      points.map(({ size, ms }) => `${withThousands(size)}: ${withTimeUnit(ms)}`).join("  "),
    ]),
  ).join("\n");
}
