import { spawnSync } from "node:child_process";
import { describe, expect, it } from "vitest";
import { linkedFiles, readPage, root } from "./programs.ts";

/** The files that users get, relative to the root. */
function packedFiles(): readonly string[] {
  const { stdout } = spawnSync("npm", ["pack", "--dry-run", "--json", "--ignore-scripts"], {
    cwd: root,
    encoding: "utf8",
    shell: process.platform === "win32",
  });
  const [{ files }] = JSON.parse(stdout) as [{ readonly files: readonly { readonly path: string }[] }];
  return files.map(({ path }) => path);
}

const packed = packedFiles();
const pages = packed.filter((path) => path.endsWith(".md"));

/** Whether users get the file, or something of the folder. */
function isPacked(target: string): boolean {
  return packed.some((path) => path === target || path.startsWith(`${target.replace(/\/$/u, "")}/`));
}

describe("the packed pages", () => {
  it("are README, CHANGELOG and those of docs", () => {
    expect(pages).toEqual(expect.arrayContaining(["README.md", "CHANGELOG.md", "docs/guide.md"]));
  });

  it.each(pages)("%s links only to files that are packed too", (path) => {
    expect(linkedFiles(readPage(path)).filter((target) => !isPacked(target))).toEqual([]);
  });
});
