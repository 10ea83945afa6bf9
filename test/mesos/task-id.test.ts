import { expect, it } from "vitest";
import { checkLaunchable } from "../../src/mesos/index.ts";

it.each([
  ["\u0080", 2],
  ["\u07ff", 2],
  ["\u0800", 3],
  ["\uffff", 3],
])("an id has at most 255 bytes: %j counts as %i", (character, bytes) => {
  const most = Math.floor(255 / bytes);
  expect(() => checkLaunchable({ id: character.repeat(most), resources: { cpus: 1 } })).not.toThrow();
  expect(() => checkLaunchable({ id: character.repeat(most + 1), resources: { cpus: 1 } })).toThrow(
    "255 bytes",
  );
});
