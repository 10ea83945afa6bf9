import { RE2JS } from "re2js";
import { maxPatternLength } from "../constraint.ts";
import { refuse } from "./expect.ts";

/** Throws unless the value is a pattern in RE2 syntax, which matches in linear time. */
export function checkPattern(value: unknown): asserts value is string {
  if (typeof value !== "string") refuse("", value, "a pattern");
  if (value.length > maxPatternLength) {
    refuse("", value, `a pattern of at most ${maxPatternLength} characters`);
  }
  if (taken.has(value)) return;
  try {
    compilePattern(value);
  } catch (error) {
    refuse("", value, `a pattern in RE2 syntax (${String(error).replace(/^\w+: /, "")})`);
  }
  if (taken.size === maxTaken) taken.clear();
  taken.add(value);
}

/** Patterns that RE2 takes: most tasks come again. Emptied when full. */
const taken = new Set<string>();
const maxTaken = 20_000;

/** Compiled patterns; schedulers use few, over and over. Emptied when full. */
const compiled = new Map<string, RE2JS>();
const maxCompiled = 1000;

/** The compiled pattern; throws where RE2 refuses it. */
export function compilePattern(pattern: string): RE2JS {
  let regex = compiled.get(pattern);
  if (regex === undefined) {
    regex = RE2JS.compile(pattern);
    if (compiled.size === maxCompiled) compiled.clear();
    compiled.set(pattern, regex);
  }
  return regex;
}
