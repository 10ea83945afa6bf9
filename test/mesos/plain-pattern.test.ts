import { describe, expect, it } from "vitest";
import { attributeLike } from "../../src/index.ts";
import { offerConstraintsFor } from "../../src/mesos/index.ts";
import { task } from "../support/build.ts";

/** Whether the pattern itself is asked of a master. */
function isAsked(pattern: string): boolean {
  const tasks = [task({ constraints: [attributeLike("hostname", pattern)] })];
  const { role_constraints } = offerConstraintsFor(tasks, { roles: ["*"] });
  return JSON.stringify(role_constraints).includes("text_matches");
}

describe("patterns in offer constraints", () => {
  it.each([
    "",
    "abc",
    "node-1\\.example\\.com",
    "^a b_c/d$",
    "[a-z]+",
    "[^a-z.]*",
    "[\\d\\-\\]]?",
    "(a|b)c",
    "(?:a|b)+?",
    "\\d\\w\\s",
    "\\D\\W\\S",
    "a{2}",
    "[0-9]{1,3}",
    ".{2,}",
    "a{43}",
    "a".repeat(90),
    ".".repeat(7),
    // As large as Mesos's own example of a program of 54 instructions.
    "192.168.(1[0-9]|3[4-7]|[1-9]|[1-4][0-9]).1",
  ])("are asked where they are plain: %j", (pattern) => {
    expect(isAsked(pattern)).toBe(true);
  });

  it.each([
    "(?i)a",
    "(?P<name>a)",
    "(?s:.)",
    "\\pL",
    "\\p{Greek}",
    "\\bweb\\b",
    "\\Qa.b\\E",
    "\\x41",
    "\\A",
    "[[:alpha:]]",
    "[\\w]",
    "[\\pL]",
    "[]a]",
    "é",
    "[é]",
    "\u{1F600}",
    "a\nb",
    "a{,2}",
    "(ab){2}",
  ])("are not asked where masters of some age may read them otherwise: %j", (pattern) => {
    expect(isAsked(pattern)).toBe(false);
  });

  it.each([
    "a".repeat(91),
    ".".repeat(8),
    "\\W".repeat(8),
    "[^a]".repeat(6),
    "\\w".repeat(23),
    "a{44}",
    "a{1,44}",
    "(a|b)".repeat(12),
  ])("are not asked where a master may find them too large: %j", (pattern) => {
    expect(isAsked(pattern)).toBe(false);
  });
});
