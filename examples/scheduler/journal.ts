// The state file: a line of JSON an entry, the last of each counts. What is appended is on the disk when `append` returns.
// A process may be killed at any moment: a line without an end has not been written, and the file is written anew beside
// the old one and then takes its place at once.
import { closeSync, existsSync, fsyncSync, openSync, readFileSync, renameSync, writeSync } from "node:fs";
import { dirname } from "node:path";
import type { Item } from "./items.ts";
import { isFields } from "./json.ts";

/** What is remembered: under which id the framework subscribes, and each item that has been launched. */
export type Entry = { readonly frameworkId: string } | { readonly item: Item };

/** Where the scheduler keeps what must outlive it. */
export interface Store {
  /** All entries, the last of each. */
  readonly load: () => readonly Entry[];
  /** Returns when they are kept. */
  readonly append: (entries: readonly Entry[]) => void;
}

/** The store in that file. Throws if the file is there and is not one. */
export function openJournal(path: string): Store & { readonly close: () => void } {
  const latest = new Map<string, Entry>();
  const lines = existsSync(path) ? readFileSync(path, "utf8").split("\n").slice(0, -1) : [];
  for (const [i, line] of lines.entries()) {
    const entry: unknown = JSON.parse(line);
    if (!isEntry(entry)) throw new Error(`${path}:${i + 1} is not an entry of a state file`);
    latest.set(keyOf(entry), entry);
  }
  let written = 0;
  let file = rewrite();

  function rewrite(): number {
    const opened = openSync(`${path}.new`, "w");
    writeAll(opened, [...latest.values()]);
    renameSync(`${path}.new`, path);
    const folder = openSync(dirname(path), "r");
    fsyncSync(folder);
    closeSync(folder);
    written = latest.size;
    return opened;
  }

  return {
    load: () => [...latest.values()],
    append: (entries) => {
      if (entries.length === 0) return;
      for (const entry of entries) latest.set(keyOf(entry), entry);
      writeAll(file, entries);
      written += entries.length;
      if (written < 2 * latest.size + 1000) return;
      closeSync(file);
      file = rewrite();
    },
    close: () => closeSync(file),
  };
}

function writeAll(file: number, entries: readonly Entry[]): void {
  const bytes = Buffer.from(entries.map((entry) => `${JSON.stringify(entry)}\n`).join(""), "utf8");
  for (let at = 0; at < bytes.length;) at += writeSync(file, bytes, at);
  fsyncSync(file);
}

/** What an entry is about. */
export function keyOf(entry: Entry): string {
  return "item" in entry ? `item ${entry.item.id}` : "framework";
}

function isEntry(value: unknown): value is Entry {
  if (!isFields(value)) return false;
  const { frameworkId, item } = value;
  return typeof frameworkId === "string" || (isFields(item) && typeof item["id"] === "string");
}
