// Packs the package, installs the tarball into an empty project, and there type-checks a user's program under both
// module resolutions, runs it, imports every entry and follows every source map.
import { spawnSync } from "node:child_process";
import {
  copyFileSync,
  existsSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { readEntries, root } from "./entries.ts";

const project = mkdtempSync(join(tmpdir(), "stowage-install-"));
const tsc = join(root, "node_modules", "typescript", "bin", "tsc");

try {
  const tarball = pack();
  install(tarball);
  typeCheck("nodenext", "nodenext");
  typeCheck("esnext", "bundler");
  run("node", ["consumer.js"]);
  for (const { specifier } of readEntries()) {
    run("node", ["--input-type=module", "--eval", `await import(${JSON.stringify(specifier)})`]);
  }
  const maps = checkSourceMaps(join(project, "node_modules", "stowage", "dist"));
  console.log(`packed, installed, type-checked and run; ${maps} source maps resolve`);
} finally {
  rmSync(project, { recursive: true, force: true });
}

function pack(): string {
  run("npm", ["pack", "--ignore-scripts", "--silent", "--pack-destination", project], root);
  const name = readdirSync(project).find((file) => file.endsWith(".tgz"));
  if (name === undefined) throw new Error("npm pack made no tarball");
  return name;
}

function install(tarball: string): void {
  writeFileSync(
    join(project, "package.json"),
    JSON.stringify({ name: "consumer", private: true, type: "module" }),
  );
  run("npm", ["install", "--silent", "--no-audit", "--no-fund", "--ignore-scripts", `./${tarball}`]);
  copyFileSync(join(root, "scripts", "consumer.ts"), join(project, "consumer.ts"));
}

function typeCheck(module: string, moduleResolution: string): void {
  const compilerOptions = {
    target: "es2023",
    lib: ["es2023"],
    types: [],
    module,
    moduleResolution,
    strict: true,
    exactOptionalPropertyTypes: true,
    noUncheckedIndexedAccess: true,
    skipLibCheck: false,
  };
  writeFileSync(join(project, "tsconfig.json"), JSON.stringify({ compilerOptions, files: ["consumer.ts"] }));
  run("node", [tsc, "-p", "tsconfig.json"]);
}

function checkSourceMaps(dist: string): number {
  const maps = readdirSync(dist, { recursive: true, encoding: "utf8" }).filter((file) =>
    file.endsWith(".map"),
  );
  for (const map of maps) {
    const path = join(dist, map);
    const { sources } = JSON.parse(readFileSync(path, "utf8")) as { readonly sources: readonly string[] };
    const missing = sources.find((source) => !existsSync(join(dirname(path), source)));
    if (missing !== undefined)
      throw new Error(`dist/${map} points to ${missing}, which the package does not contain`);
  }
  return maps.length;
}

function run(command: string, args: readonly string[], cwd: string = project): void {
  const { status } = spawnSync(command, args, { cwd, stdio: "inherit" });
  if (status !== 0) throw new Error(`${command} ${args.join(" ")} exited with ${String(status)}`);
}
