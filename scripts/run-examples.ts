// Runs every program of examples/, a file or the main.ts of a folder, and fails if one of them does.
import { spawnSync } from "node:child_process";
import { existsSync, readdirSync } from "node:fs";
import { join } from "node:path";
import { root } from "./entries.ts";

const names = readdirSync(join(root, "examples")).flatMap((name) => {
  if (name.endsWith(".ts")) return name;
  const main = `${name}/main.ts`;
  return existsSync(join(root, "examples", main)) ? main : [];
});
if (names.length === 0) throw new Error("examples/ has no programs");

for (const name of names) {
  console.log(`\n== examples/${name}`);
  const path = join("examples", name);
  const { status } = spawnSync(process.execPath, ["--import", "tsx", path], { cwd: root, stdio: "inherit" });
  if (status !== 0) {
    console.error(`examples/${name} exited with ${String(status)}`);
    process.exitCode = 1;
  }
}
