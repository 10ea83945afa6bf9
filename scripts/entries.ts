import { readFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";

/** The checkout. */
export const root: string = dirname(dirname(fileURLToPath(import.meta.url)));

/** One entry of package.json's "exports" that a program imports. */
export interface Entry {
  /** As it is imported: "stowage" or "stowage/part". */
  readonly specifier: string;
  /** The built module and its declarations, absolute. */
  readonly module: string;
  readonly types: string;
}

interface Manifest {
  readonly name: string;
  readonly exports: Readonly<Record<string, string | { readonly types: string; readonly default: string }>>;
}

/** Returns the entries that package.json exports; plain files such as "./package.json" are none. */
export function readEntries(): readonly Entry[] {
  const manifest = JSON.parse(readFileSync(join(root, "package.json"), "utf8")) as Manifest;
  return Object.entries(manifest.exports).flatMap(([key, target]) =>
    typeof target === "string"
      ? []
      : [
          {
            specifier: manifest.name + key.slice(1),
            module: join(root, target.default),
            types: join(root, target.types),
          },
        ],
  );
}
