import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { gunzipSync } from "node:zlib";

/** Where real inputs lie: `STOWAGE_SHARED`, or the folder `shared` beside the repository. */
const folder = process.env["STOWAGE_SHARED"] ?? fileURLToPath(new URL("../../shared", import.meta.url));

/** Whether the real inputs have this file or folder. */
export function hasShared(part: string): boolean {
  return existsSync(join(folder, part));
}

/** The text of a file among the real inputs; one whose name ends in `.gz` is unpacked. */
export function readSharedText(path: string): string {
  const bytes = readFileSync(join(folder, path));
  return (path.endsWith(".gz") ? gunzipSync(bytes) : bytes).toString("utf8");
}

/** The value of a JSON file among the real inputs, in the shape that its README gives it. */
export function readSharedJson<T>(path: string): T {
  return JSON.parse(readSharedText(path)) as T;
}
