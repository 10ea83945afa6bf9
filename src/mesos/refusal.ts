import { expectNumber, refuse } from "../model/input/expect.ts";
import { longestRefusal } from "../result/declines.ts";

const expected = `a number within 0..${longestRefusal}`;

/** For how long resources are to be refused, in seconds. */
export function expectRefusal(path: string, value: unknown): number {
  const seconds = expectNumber(path, value, 0, expected);
  if (seconds > longestRefusal) refuse(path, value, expected);
  return seconds;
}
