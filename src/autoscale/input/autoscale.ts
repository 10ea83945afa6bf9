import { expectFields, within } from "../../model/input/expect.ts";
import { checkMatchInput } from "../../model/input/match.ts";
import { isOwnHistory } from "../history.ts";
import { checkHistory } from "./history.ts";
import { checkRound } from "./round.ts";
import { checkSettings } from "./settings.ts";

/** Throws unless the value is an `AutoscaleInput`, as far as each part of it can be judged by itself; its clusters are looked at later. */
export function checkAutoscaleInput(value: unknown): void {
  checkMatchInput(value);
  const input = expectFields("input", value);
  within("round", input["round"], checkRound);
  within("settings", input["settings"], checkSettings);
  const history = input["history"];
  if (!isOwnHistory(history)) within("history", history, checkHistory);
}
