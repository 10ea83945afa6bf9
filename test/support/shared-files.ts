import { existsSync, readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { gunzipSync } from "node:zlib";
import { describe, it } from "vitest";

/** Where the real inputs lie: `STOWAGE_SHARED`, or the folder `shared` beside the repository. */
const folder = process.env["STOWAGE_SHARED"] ?? fileURLToPath(new URL("../../../shared", import.meta.url));

/** A suite over real inputs below `part`; without them it is skipped, and its title says what is missing. */
export function describeWithShared(part: string, title: string, body: () => void): void {
  if (existsSync(join(folder, part))) {
    describe(title, body);
  } else {
    const why = `skipped: no folder has ${part}; STOWAGE_SHARED names it`;
    process.stderr.write(`${title}: ${why}\n`);
    describe.skipIf(true)(`${title} (${why})`, () => {
      it(`needs ${part}`, () => undefined);
    });
  }
}

/** The names of the files below `part` that end as told, sorted. */
export function sharedNames(part: string, ending: string): readonly string[] {
  return readdirSync(join(folder, part))
    .filter((name) => name.endsWith(ending))
    .toSorted();
}

/** The text of a file; one whose name ends in `.gz` is unpacked. */
export function readSharedText(path: string): string {
  const bytes = readFileSync(join(folder, path));
  return (path.endsWith(".gz") ? gunzipSync(bytes) : bytes).toString("utf8");
}

/** The value of a JSON file, in the shape that the folder's README gives it. */
export function readSharedJson<T>(path: string): T {
  return JSON.parse(readSharedText(path)) as T;
}

/** The values of a file of one JSON value a line, in the shape that the folder's README gives them. */
export function readSharedJsonl<T>(path: string): readonly T[] {
  return linesOf(readSharedText(path)).map((line) => JSON.parse(line) as T);
}

/** The rows of a CSV file without quoted fields, each a cell by its column's name. */
export function readSharedCsv(path: string): readonly ReadonlyMap<string, string>[] {
  const [head = "", ...rows] = linesOf(readSharedText(path));
  const columns = head.split(",");
  return rows.map((row) => {
    const cells = row.split(",");
    return new Map(columns.map((column, at) => [column, cells[at] ?? ""]));
  });
}

/** The text of a cell. */
export function cellText(row: ReadonlyMap<string, string>, column: string): string {
  const text = row.get(column);
  if (text === undefined) throw new Error(`there is no column ${column}, only ${[...row.keys()].join(", ")}`);
  return text;
}

/** The number in a cell. */
export function cellNumber(row: ReadonlyMap<string, string>, column: string): number {
  const text = cellText(row, column);
  const value = Number(text);
  if (text === "" || Number.isNaN(value)) throw new Error(`the cell of ${column} is "${text}", not a number`);
  return value;
}

function linesOf(text: string): readonly string[] {
  return text.split(/\r?\n/u).filter((line) => line !== "");
}
