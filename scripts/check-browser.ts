// Bundles every entry for the browser and loads the bundle in a context that has the language's globals and nothing
// else. esbuild refuses a Node module; the bare context refuses a host's globals.
import { createContext, runInContext } from "node:vm";
import { gzipSync } from "node:zlib";
import { build } from "esbuild";
import { readEntries } from "./entries.ts";

for (const entry of readEntries()) {
  const { outputFiles } = await build({
    entryPoints: [entry.module],
    bundle: true,
    minify: true,
    platform: "browser",
    target: "es2023",
    format: "iife",
    globalName: "bundle",
    write: false,
  });
  const code = outputFiles[0]?.text ?? "";
  const context = createContext({});
  const names = runInContext(`${code};Object.keys(bundle)`, context) as string[];
  if (names.length === 0) throw new Error(`${entry.specifier} exports nothing in a browser bundle`);
  const kilobytes = (gzipSync(code).length / 1000).toFixed(1);
  console.log(
    `${entry.specifier}: ${names.length} exports, ${kilobytes} kB minified and gzipped, no Node module`,
  );
}
