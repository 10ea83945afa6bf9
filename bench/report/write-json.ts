import { mkdirSync, writeFileSync } from "node:fs";
import { cpus } from "node:os";
import { dirname } from "node:path";
import type { MeasuredRow } from "../measure/row.ts";
import { growthsOf } from "./growth-table.ts";

/** Writes the rows, the growths and what they were measured on. */
export function writeJson(path: string, rows: readonly MeasuredRow[]): void {
  mkdirSync(dirname(path), { recursive: true });
  const document = {
    node: process.version,
    processor: cpus()[0]?.model ?? "unknown",
    rows: rows.map(({ workload, ...measured }) => {
      const { section, name, agents, tasks } = workload;
      return { section, name, agents, tasks, ...measured };
    }),
    growths: growthsOf(rows),
  };
  writeFileSync(path, `${JSON.stringify(document, undefined, 2)}\n`);
}
