import { spawnSync } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { root } from "./programs.ts";

/** What the compiler says about programs, each a module that imports "stowage" or "stowage/mesos", under the project's own settings and these. */
export function typeErrorsOf(
  codes: readonly string[],
  settings: Readonly<Record<string, boolean>> = {},
): string {
  const folder = mkdtempSync(join(tmpdir(), "stowage-pages-"));
  try {
    for (const [i, code] of codes.entries()) writeFileSync(join(folder, `program-${i}.ts`), code);
    writeFileSync(join(folder, "package.json"), JSON.stringify({ type: "module" }));
    writeFileSync(
      join(folder, "tsconfig.json"),
      JSON.stringify({
        extends: join(root, "tsconfig.json"),
        compilerOptions: {
          ...settings,
          paths: {
            stowage: [join(root, "src/index.ts")],
            "stowage/mesos": [join(root, "src/mesos/index.ts")],
          },
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
