import { spawnSync } from "node:child_process";
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import * as stowage from "../../src/index.ts";
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
const programs = [readme, guide].flatMap(programsOf);

describe("the code of README and guide", () => {
  it("is run, all of it", () => {
    const blocks = [readme, guide].flatMap(({ text }) => text.match(/^```ts.*$/gmu) ?? []);
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

describe("every page", () => {
  it.each(readPages())("$path links only to files and headings that exist", (page) => {
    expect(linkedFiles(page).filter((path) => !existsSync(join(root, path)))).toEqual([]);
    const anchors = anchorsOf(page);
    expect(ownAnchors(page).filter((anchor) => !anchors.includes(anchor))).toEqual([]);
  });
});

/** What the compiler says about the programs, each a module that imports "stowage". */
function typeErrorsOf(codes: readonly string[]): string {
  const folder = mkdtempSync(join(tmpdir(), "stowage-pages-"));
  try {
    for (const [i, code] of codes.entries()) writeFileSync(join(folder, `program-${i}.ts`), code);
    writeFileSync(join(folder, "package.json"), JSON.stringify({ type: "module" }));
    writeFileSync(
      join(folder, "tsconfig.json"),
      JSON.stringify({
        extends: join(root, "tsconfig.json"),
        compilerOptions: {
          paths: { stowage: [join(root, "src/index.ts")] },
          typeRoots: [join(root, "node_modules/@types")],
        },
        include: ["*.ts"],
      }),
    );
    const tsc = join(root, "node_modules/typescript/bin/tsc");
    return spawnSync(process.execPath, [tsc, "-p", folder], { encoding: "utf8" }).stdout;
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}
