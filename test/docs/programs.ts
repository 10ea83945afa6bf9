import { readdirSync, readFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { format } from "node:util";
import { transformSync } from "esbuild";
import * as stowage from "../../src/index.ts";
import * as mesos from "../../src/mesos/index.ts";

/** The root of the repository. */
export const root: string = fileURLToPath(new URL("../..", import.meta.url));

/** A page for readers: README.md, or a file of docs/. */
export interface Page {
  /** Relative to the root. */
  readonly path: string;
  readonly text: string;
}

/**
 * The code of one chapter, that is, of all its blocks marked "ts run", and what it should print: what follows `// →` in
 * the code, and the lines of blocks marked "text output".
 */
export interface Program {
  readonly title: string;
  readonly code: string;
  readonly output: readonly string[];
}

/** README.md and every page of docs/. */
export function readPages(): readonly Page[] {
  const docs = readdirSync(join(root, "docs")).filter((name) => name.endsWith(".md"));
  return ["README.md", ...docs.map((name) => `docs/${name}`)].map(readPage);
}

/** One page. */
export function readPage(path: string): Page {
  return { path, text: readFileSync(join(root, path), "utf8") };
}

/** The programs of a page, one a chapter; a chapter begins with a heading of the first or second level. */
export function programsOf({ path, text }: Page): readonly Program[] {
  const programs: Program[] = [];
  for (const { title, lines } of chaptersOf(text)) {
    const blocks = blocksOf(lines);
    const code = blocks.flatMap(({ mark, lines: block }) => (mark === "ts run" ? block : [])).join("\n");
    if (code === "") continue;
    const output = blocks.flatMap(({ mark, lines: block }) =>
      mark === "ts run" ? block.flatMap(promised) : mark === "text output" ? block : [],
    );
    programs.push({ title: `${path}: ${title}`, code: `${code}\n`, output });
  }
  return programs;
}

/** A line of code in a table. */
export interface CodeRow {
  readonly chapter: string;
  /** The first cell of its row. */
  readonly title: string;
  readonly code: string;
}

/** The rows of the tables of a page whose last column is headed "code"; that cell is one line of code, and nothing else. */
export function codeRowsOf({ text }: Page): readonly CodeRow[] {
  return chaptersOf(text).flatMap(({ title: chapter, lines }) => {
    let isWithCode = false;
    return lines.flatMap((line, i): readonly CodeRow[] => {
      const cells = cellsOf(line);
      if (cells.length === 0) isWithCode = false;
      else if (cellsOf(lines[i - 1] ?? "").length === 0) isWithCode = cells.at(-1) === "code";
      else if (isWithCode && !line.startsWith("|---")) {
        return [{ chapter, title: cells[0] ?? "", code: /^`([^`]+)`$/u.exec(cells.at(-1) ?? "")?.[1] ?? "" }];
      }
      return [];
    });
  });
}

/** The cells of a line of a table; none if it is no such line. */
function cellsOf(line: string): readonly string[] {
  return line.startsWith("|")
    ? line
        .slice(1, line.lastIndexOf("|"))
        .split("|")
        .map((cell) => cell.trim())
    : [];
}

/** Runs a program and returns the lines that it prints. It can import "stowage" and "stowage/mesos", which are then `src`. */
export function run(code: string): readonly string[] {
  const { code: script } = transformSync(code, { loader: "ts", format: "cjs", target: "es2023" });
  const printed: string[] = [];
  const console = { log: (...values: unknown[]) => printed.push(...format(...values).split("\n")) };
  // oxlint-disable-next-line no-implied-eval, no-new-func -- the pages' own programs
  new Function("require", "console", script)(moduleNamed, console);
  return printed;
}

function moduleNamed(specifier: string): unknown {
  if (specifier === "stowage") return stowage;
  if (specifier === "stowage/mesos") return mesos;
  throw new Error(`a page imports ${specifier}`);
}

/** The targets of the links of a page to files of the repository, without anchors, relative to the root. */
export function linkedFiles({ path, text }: Page): readonly string[] {
  return Array.from(text.matchAll(/\]\(([^)\s#]+)[^)]*\)/gu), ([, target = ""]) => target)
    .filter((target) => !/^[a-z]+:/u.test(target))
    .map((target) => join(dirname(path), target));
}

/** The links of a page to headings of its own, without the #. */
export function ownAnchors({ text }: Page): readonly string[] {
  return Array.from(text.matchAll(/\]\(#([^)\s]+)\)/gu), ([, anchor = ""]) => anchor);
}

/** The anchors that GitHub gives the headings of a page. */
export function anchorsOf({ text }: Page): readonly string[] {
  return chaptersOf(text, /^#{1,6} (.*)$/u).map(({ title }) =>
    title
      .toLowerCase()
      .replaceAll(/[^\p{L}\p{N} _-]/gu, "")
      .replaceAll(" ", "-"),
  );
}

interface Chapter {
  readonly title: string;
  readonly lines: string[];
}

function chaptersOf(text: string, heading: RegExp = /^#{1,2} (.*)$/u): readonly Chapter[] {
  const chapters: Chapter[] = [];
  let isCode = false;
  for (const line of text.split("\n")) {
    if (line.startsWith("```")) isCode = !isCode;
    const title = isCode ? undefined : heading.exec(line)?.[1];
    if (title === undefined) chapters.at(-1)?.lines.push(line);
    else chapters.push({ title, lines: [] });
  }
  return chapters;
}

interface Block {
  readonly mark: string;
  readonly lines: string[];
}

function blocksOf(lines: readonly string[]): readonly Block[] {
  const blocks: Block[] = [];
  let isCode = false;
  for (const line of lines) {
    if (line.startsWith("```")) {
      isCode = !isCode;
      if (isCode) blocks.push({ mark: line.slice(3).trim(), lines: [] });
    } else if (isCode) blocks.at(-1)?.lines.push(line);
  }
  return blocks;
}

/** What a line of code says that it prints. */
function promised(line: string): readonly string[] {
  const at = line.indexOf("// → ");
  return at === -1 ? [] : [line.slice(at + "// → ".length)];
}
