/** A column of a table: its title and the side its cells lean to. */
export interface Column {
  readonly title: string;
  readonly align: "left" | "right";
}

/** The table as lines of text, its columns aligned, two spaces between them, nothing trailing. */
export function renderTable(
  columns: readonly Column[],
  rows: readonly (readonly string[])[],
): readonly string[] {
  const table = [columns.map(({ title }) => title), ...rows];
  const widths = columns.map((_, at) => Math.max(...table.map((row) => (row[at] ?? "").length)));
  return table.map((row) =>
    columns
      .map(({ align }, at) => {
        const cell = row[at] ?? "";
        const padding = " ".repeat((widths[at] ?? 0) - cell.length);
        return align === "left" ? cell + padding : padding + cell;
      })
      .join("  ")
      .trimEnd(),
  );
}
