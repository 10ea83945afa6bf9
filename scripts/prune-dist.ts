// Removes from dist what no longer has a source. Deleting dist before a build would do the same, but pull the rug from
// under whatever is running from it.
import { existsSync, readdirSync, rmSync } from "node:fs";
import { join } from "node:path";
import { root } from "./entries.ts";

const dist = join(root, "dist");
for (const file of readdirSync(dist, { recursive: true, encoding: "utf8" })) {
  const source = file.replace(/(\.d\.ts|\.js)(\.map)?$/, ".ts");
  if (!existsSync(join(root, "src", source))) rmSync(join(dist, file), { recursive: true, force: true });
}
