// Draws what the bench measured: `npm run bench:plot -- [bench.json] [folder]`. Equal figures give equal files.
import { existsSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { drawingsOf, type DrawnRow } from "./plot/drawings.ts";

const [source = ".cache/bench.json", folder = "docs/performance"] = process.argv.slice(2);
const text = existsSync(source) ? readFileSync(source, "utf8") : '{"rows":[]}';
const { rows } = JSON.parse(text) as { readonly rows: readonly DrawnRow[] };
const files = drawingsOf(rows);
mkdirSync(folder, { recursive: true });
for (const [name, svg] of files) {
  writeFileSync(join(folder, name), svg);
  process.stdout.write(`${join(folder, name)}\n`);
}
if (files.size === 0) {
  process.stderr.write(
    `${source} has no rows of growth, nor of the standing workload: npm run bench writes them\n`,
  );
  process.exitCode = 1;
}
