import { readdirSync, readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";

/** A file of src, as the tests of the structure read it. */
export interface SourceFile {
  /** Relative to src, with forward slashes: "state/events.ts". */
  readonly path: string;
  readonly text: string;
  /** The text without comments and with empty string literals; template literals stay, since they hold code. */
  readonly code: string;
  /** What it imports and re-exports, as written. */
  readonly specifiers: readonly string[];
}

const src = new URL("../../src/", import.meta.url);

/** Returns every TypeScript file of src, in the order of the paths. */
export function readSources(): readonly SourceFile[] {
  return readdirSync(fileURLToPath(src), { recursive: true, encoding: "utf8" })
    .map((path) => path.replaceAll("\\", "/"))
    .filter((path) => path.endsWith(".ts"))
    .toSorted()
    .map((path) => {
      const text = readFileSync(new URL(path, src), "utf8");
      const uncommented = withoutComments(text);
      return { path, text, code: withoutStrings(uncommented), specifiers: specifiersIn(uncommented) };
    });
}

const token = /"(?:\\.|[^"\\\n])*"|'(?:\\.|[^'\\\n])*'|`(?:\\.|[^`\\])*`|\/\/[^\n]*|\/\*[\s\S]*?\*\//g;

function withoutComments(text: string): string {
  return text.replace(token, (match) => (match.startsWith("/") ? "" : match));
}

function withoutStrings(uncommented: string): string {
  return uncommented.replace(token, (match) => (match.startsWith("`") ? match : '""'));
}

function specifiersIn(uncommented: string): readonly string[] {
  const pattern = /\bfrom\s*["']([^"']+)["']|\bimport\s*\(?\s*["']([^"']+)["']/g;
  return Array.from(uncommented.matchAll(pattern), (match) => match[1] ?? match[2] ?? "");
}
