import { appendFileSync, existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect, it } from "vitest";
import type { Item } from "../../examples/scheduler/items.ts";
import { openJournal } from "../../examples/scheduler/journal.ts";

let folder = "";
let path = "";

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "journal-"));
  path = join(folder, "state.json");
});

afterEach(() => {
  rmSync(folder, { recursive: true });
});

function item(n: number, attempt = 1): Item {
  return {
    id: `j.${n}`,
    jobId: "j",
    attempt,
    failures: 0,
    phase: "waiting",
    sinceMs: 0,
    readyAtMs: 0,
  };
}

it("gives back the last entry of each, in whatever process", () => {
  const journal = openJournal(path);
  journal.append([{ frameworkId: "f1" }, { item: item(0) }, { item: item(1) }]);
  journal.append([{ item: item(0, 2) }]);
  const entries = [{ frameworkId: "f1" }, { item: item(0, 2) }, { item: item(1) }];
  expect(journal.load()).toEqual(entries);
  expect(openJournal(path).load()).toEqual(entries);
  journal.close();
});

it("leaves out what was being written when its process was killed, and goes on after it", () => {
  const journal = openJournal(path);
  journal.append([{ item: item(0) }]);
  journal.close();
  appendFileSync(path, '{"item":{"id":"j.1"');
  const next = openJournal(path);
  expect(next.load()).toEqual([{ item: item(0) }]);
  next.append([{ item: item(2) }]);
  next.close();
  expect(openJournal(path).load()).toEqual([{ item: item(0) }, { item: item(2) }]);
});

it("is written anew when most of it is out of date", () => {
  const journal = openJournal(path);
  for (let attempt = 1; attempt <= 2500; attempt++) journal.append([{ item: item(0, attempt) }]);
  expect(journal.load()).toEqual([{ item: item(0, 2500) }]);
  expect(readFileSync(path, "utf8").split("\n").length).toBeLessThan(1100);
  journal.close();
  expect(openJournal(path).load()).toEqual([{ item: item(0, 2500) }]);
  expect(existsSync(`${path}.new`)).toBe(false);
});

it("refuses a file that is none of its own", () => {
  writeFileSync(path, '{"name":"other"}\n');
  expect(() => openJournal(path)).toThrow("state.json:1 is not an entry of a state file");
});
