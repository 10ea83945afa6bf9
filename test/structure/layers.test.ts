import { posix } from "node:path";
import { describe, expect, it } from "vitest";
import { readSources, type SourceFile } from "./sources.ts";

// The way of the data, as imports may follow it: each layer imports the layers above it in this list and itself. A layer
// is a folder of src or a file at its top; "base" is model/ and the files at the top that are not listed here.
const order = [
  ["base"],
  ["dense"],
  ["state"],
  ["agents"],
  ["queue"],
  ["feasibility"],
  ["constraints"],
  ["fitness"],
  ["selection"],
  ["assignment"],
  ["result"],
  ["explain"],
  ["match"],
  ["mesos", "autoscale"],
  ["index"],
];

const sources = readSources();

describe("the layers of src", () => {
  it("are found", () => {
    expect(sources.length).toBeGreaterThan(0);
  });

  it("have only folders that have a place in the order", () => {
    const folders = new Set(
      sources.filter(({ path }) => path.includes("/")).map(({ path }) => layerOf(path)),
    );
    expect([...folders].filter((folder) => rankOf(folder) < 0)).toEqual([]);
  });

  it("import only the model, the dense tables and earlier stages", () => {
    const offending = sources.flatMap((source) =>
      relativeImports(source)
        .filter((target) => !mayImport(layerOf(source.path), layerOf(target)))
        .map((target) => `${source.path} imports ${target}`),
    );
    expect(offending).toEqual([]);
  });

  it("import no package, except immer in state and re2js where patterns are compiled", () => {
    const offending = sources.flatMap(({ path, specifiers }) =>
      specifiers
        .filter((specifier) => !specifier.startsWith("."))
        .filter((specifier) => specifier !== "immer" || layerOf(path) !== "state")
        .filter((specifier) => specifier !== "re2js" || path !== "model/input/pattern.ts")
        .map((specifier) => `${path} imports ${specifier}`),
    );
    expect(offending).toEqual([]);
  });
});

describe("every file of src", () => {
  it("has a name in kebab-case", () => {
    const kebab = /^([a-z0-9]+(-[a-z0-9]+)*\/)*[a-z0-9]+(-[a-z0-9]+)*\.ts$/;
    expect(pathsOf(({ path }) => !kebab.test(path))).toEqual([]);
  });

  it("has at most 300 lines", () => {
    expect(pathsOf(({ text }) => text.trimEnd().split("\n").length > 300)).toEqual([]);
  });

  it("exports by name, neither a default nor a star", () => {
    expect(pathsOf(({ code }) => /\bexport\s+(default\b|\*)|\bas\s+default\b/.test(code))).toEqual([]);
  });

  it("declares no enum, and classes only for errors and dense tables", () => {
    expect(pathsOf(({ code }) => /^\s*(export\s+)?(declare\s+)?(const\s+)?enum\s/m.test(code))).toEqual([]);
    const classes = /^\s*(export\s+)?(abstract\s+)?class\s/m;
    expect(
      pathsOf(({ path, code }) => path !== "errors.ts" && layerOf(path) !== "dense" && classes.test(code)),
    ).toEqual([]);
  });
});

function layerOf(path: string): string {
  const [first = "", ...rest] = path.split("/");
  if (rest.length > 0) return first === "model" ? "base" : first;
  const name = first.replace(/\.ts$/, "");
  return name === "model" || rankOf(name) < 0 ? "base" : name;
}

function rankOf(layer: string): number {
  return order.findIndex((layers) => layers.includes(layer));
}

function mayImport(from: string, to: string): boolean {
  return from === to || rankOf(to) < rankOf(from);
}

function relativeImports({ path, specifiers }: SourceFile): readonly string[] {
  return specifiers
    .filter((specifier) => specifier.startsWith("."))
    .map((specifier) => posix.normalize(posix.join(posix.dirname(path), specifier)));
}

function pathsOf(offends: (source: SourceFile) => boolean): readonly string[] {
  return sources.filter(offends).map(({ path }) => path);
}
