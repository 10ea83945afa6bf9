import { mkdirSync, writeFileSync } from "node:fs";
import { cpus } from "node:os";
import { dirname } from "node:path";

/** Writes figures as JSON, and what they were measured on. */
export function writeDocument(path: string, figures: object): void {
  mkdirSync(dirname(path), { recursive: true });
  const document = { node: process.version, processor: cpus()[0]?.model ?? "unknown", ...figures };
  writeFileSync(path, `${JSON.stringify(document, undefined, 2)}\n`);
}
