import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import * as stowage from "../../src/index.ts";
import * as mesos from "../../src/mesos/index.ts";
import { typeErrorsOf } from "./compile.ts";
import {
  anchorsOf,
  linkedFiles,
  ownAnchors,
  programsOf,
  readPage,
  readPages,
  root,
  run,
} from "./programs.ts";

const readme = readPage("README.md");
const guide = readPage("docs/guide.md");
const mesosPage = readPage("docs/mesos.md");
const marathonPage = readPage("docs/marathon.md");
const runnable = [readme, guide, readPage("docs/from-fenzo.md"), mesosPage, marathonPage];
const programs = runnable.flatMap(programsOf);

describe("the code of README, guide, from-fenzo, mesos and marathon", () => {
  it("is run, all of it", () => {
    const blocks = runnable.flatMap(({ text }) => text.match(/^```ts.*$/gmu) ?? []);
    expect(blocks.length).toBeGreaterThan(0);
    expect(blocks.filter((block) => block !== "```ts run")).toEqual([]);
  });

  it.each(programs)("$title", ({ code, output }) => {
    expect(run(code)).toEqual(output);
  });

  it("compiles under the project's own strict settings", () => {
    expect(typeErrorsOf(programs.map(({ code }) => code))).toBe("");
  });

  it("of README is examples/smallest-round.ts, to the letter", () => {
    const [first] = programsOf(readme);
    expect(first?.code).toBe(readFileSync(join(root, "examples/smallest-round.ts"), "utf8"));
  });
});

describe("the guide", () => {
  it.each(Object.keys(stowage))("tells of %s", (name) => {
    expect(guide.text).toContain(name);
  });
});

describe("the pages of stowage/mesos", () => {
  it.each(Object.keys(mesos))("tell of %s", (name) => {
    expect(mesosPage.text + marathonPage.text).toContain(name);
  });
});

describe("every page", () => {
  it.each(readPages())("$path links only to files and headings that exist", (page) => {
    expect(linkedFiles(page).filter((path) => !existsSync(join(root, path)))).toEqual([]);
    const anchors = anchorsOf(page);
    expect(ownAnchors(page).filter((anchor) => !anchors.includes(anchor))).toEqual([]);
  });

  it.each(readPages())("$path names only folders and files of the tests that exist", (page) => {
    const named = Array.from(page.text.matchAll(/`(test\/[^`\s]+)`/gu), ([, path = ""]) => path);
    expect(named.filter((path) => !existsSync(join(root, path)))).toEqual([]);
  });
});
