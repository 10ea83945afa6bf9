// Runs every program of examples/ and fails if one of them does.
import { spawnSync } from "node:child_process";
import { readdirSync } from "node:fs";
import { join } from "node:path";
import { root } from "./entries.ts";

const names = readdirSync(join(root, "examples")).filter((name) => name.endsWith(".ts"));
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
