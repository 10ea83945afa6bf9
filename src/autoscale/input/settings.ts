import {
  expectArray,
  expectEach,
  expectFields,
  expectNumber,
  expectScalars,
  expectText,
  expectWeight,
  expectWhole,
  refuse,
  within,
} from "../../model/input/expect.ts";
import { checkPreference } from "../../model/input/fitness.ts";
import { checkAttributeValue } from "../../model/input/offer.ts";
import type { AutoscaleSettings } from "../settings.ts";
import { checkShape } from "./shape.ts";

/** Throws unless the value is {@link AutoscaleSettings}; paths are relative to it. */
export function checkSettings(value: unknown): asserts value is AutoscaleSettings {
  const settings = expectFields("", value);
  expectText("attribute", settings["attribute"]);
  const values = new Set<unknown>();
  expectEach("rules", settings["rules"], (rule) => {
    checkRule(rule);
    const { value: own } = expectFields("", rule);
    if (values.has(own)) refuse("value", own, "a value that no other rule has");
    values.add(own);
  });
  const { shortfall = "trial", giveBack } = settings;
  if (shortfall !== "trial" && shortfall !== "count") refuse("shortfall", shortfall, "one of trial, count");
  if (giveBack !== undefined) within("giveBack", giveBack, checkGiveBack);
  for (const name of ["scaleUpDelayMs", "scaleDownDelayMs", "missForMs", "askAgainAfterMs"]) {
    if (settings[name] !== undefined) expectTime(name, settings[name]);
  }
  for (const name of ["disableForMs", "expectForMs"]) {
    const time = settings[name];
    if (time !== undefined) expectNumber(name, time, Number.MIN_VALUE, "a finite number > 0");
  }
}

function expectTime(path: string, value: unknown): void {
  expectNumber(path, value, 0, "a finite number ≥ 0");
}

const most = Number.MAX_SAFE_INTEGER;

function checkRule(value: unknown): void {
  const rule = expectFields("", value);
  within("value", rule["value"], checkAttributeValue);
  const minIdle = expectWhole("minIdle", rule["minIdle"], 0, most);
  expectAtLeast("maxIdle", rule["maxIdle"], minIdle, "minIdle");
  const minSize = rule["minSize"] === undefined ? 0 : expectWhole("minSize", rule["minSize"], 0, most);
  if (rule["maxSize"] !== undefined) expectAtLeast("maxSize", rule["maxSize"], minSize, "minSize");
  expectTime("cooldownMs", rule["cooldownMs"]);
  if (rule["tooSmall"] !== undefined) expectScalars("tooSmall", rule["tooSmall"]);
  if (rule["shapes"] !== undefined) {
    expectEach("shapes", rule["shapes"], checkShape);
    if (expectArray("shapes", rule["shapes"]).length === 0)
      refuse("shapes", rule["shapes"], "at least one shape");
  }
  const factor = rule["shortfallFactor"];
  if (factor !== undefined && (typeof factor !== "number" || !(factor >= 0.001 && factor <= 1))) {
    refuse("shortfallFactor", factor, "a number within 0.001..1");
  }
}

/** A whole number that is not less than that of another field. */
function expectAtLeast(path: string, value: unknown, least: number, other: string): void {
  const number = expectWhole(path, value, 0, most);
  if (number < least) refuse(path, number, `a number ≥ ${other}, ${least}`);
}

function checkGiveBack(value: unknown): void {
  const order = expectFields("", value);
  if (order["preferences"] !== undefined) {
    expectEach("preferences", order["preferences"], (each) => checkPreference(each, "needed"));
  }
  if (order["balance"] === undefined) return;
  const balance = expectFields("balance", order["balance"]);
  expectText("balance.attribute", balance["attribute"]);
  if (balance["weight"] !== undefined) expectWeight("balance.weight", balance["weight"], "not zero");
}
