// Draws what the bench measured, or a trace: `npm run bench:plot -- [bench.json | trace.json] [folder]`. Equal figures give equal files.
import { existsSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { drawingsOf, type Drawn } from "./plot/drawings.ts";

const [source = ".cache/bench.json", folder = "docs/performance"] = process.argv.slice(2);
const text = existsSync(source) ? readFileSync(source, "utf8") : "{}";
const files = drawingsOf(JSON.parse(text) as Drawn);
mkdirSync(folder, { recursive: true });
for (const [name, svg] of files) {
  writeFileSync(join(folder, name), svg);
  process.stdout.write(`${join(folder, name)}\n`);
}
if (files.size === 0) {
  process.stderr.write(
    `${source} has no rows of growth or of the standing workload, nor a trace: npm run bench and npm run trace write them\n`,
  );
  process.exitCode = 1;
}
