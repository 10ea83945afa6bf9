import { readFileSync } from "node:fs";

/** A row of a CSV file: its cells by column. */
export type CsvRow = ReadonlyMap<string, string>;

/** The rows of a CSV file that has a head and no quoted cells. */
export function readCsv(path: string): readonly CsvRow[] {
  return parseCsv(readFileSync(path, "utf8"));
}

/** The rows of the text of such a file. */
export function parseCsv(text: string): readonly CsvRow[] {
  const [head = "", ...lines] = text.split(/\r?\n/u).filter((line) => line !== "");
  const columns = head.split(",");
  return lines.map((line) => {
    const cells = line.split(",");
    return new Map(columns.map((column, at) => [column, cells[at] ?? ""]));
  });
}

/** The text of a cell. */
export function csvText(row: CsvRow, column: string): string {
  const text = row.get(column);
  if (text === undefined) throw new Error(`there is no column ${column}, only ${[...row.keys()].join(", ")}`);
  return text;
}

/** The number in a cell. */
export function csvNumber(row: CsvRow, column: string): number {
  const text = csvText(row, column);
  const value = Number(text);
  if (text === "" || !Number.isFinite(value))
    throw new Error(`the cell of ${column} is "${text}", not a number`);
  return value;
}
