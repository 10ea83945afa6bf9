import { checkAttributeValue, checkUnavailability } from "../../model/input/offer.ts";
import {
  expectEach,
  expectFields,
  expectNumber,
  expectText,
  expectWhole,
  refuse,
  within,
  type Fields,
} from "../../model/input/expect.ts";
import type { AutoscaleHistory } from "../history.ts";
import { checkShape } from "./shape.ts";

/** Throws unless the value is an {@link AutoscaleHistory}; paths are relative to it. */
export function checkHistory(value: unknown): asserts value is AutoscaleHistory {
  const history = expectFields("", value);
  const expectIds = (name: string): void => expectEach(name, history[name], (id) => expectText("", id));
  expectIds("agents");
  expectIds("removed");
  const ids = new Set<string>();
  const checkAgent = (element: unknown): Fields => {
    const agent = expectFields("", element);
    const agentId = expectText("agentId", agent["agentId"]);
    if (ids.has(agentId)) refuse("agentId", agentId, "an id that no other agent has");
    ids.add(agentId);
    expectText("hostname", agent["hostname"]);
    within("shape", agent["shape"], checkShape);
    if (agent["disabledUntilMs"] !== undefined) expectMoment("disabledUntilMs", agent["disabledUntilMs"]);
    if (agent["unavailability"] !== undefined) checkUnavailability("unavailability", agent["unavailability"]);
    return agent;
  };
  expectEach("away", history["away"], (element) => {
    const away = checkAgent(element);
    expectMoment("untilMs", away["untilMs"]);
    const { hadTasks } = away;
    if (hadTasks !== undefined && hadTasks !== true) refuse("hadTasks", hadTasks, "true, or nothing");
  });
  if (history["busy"] !== undefined) expectEach("busy", history["busy"], checkAgent);
  const taskIds = new Set<string>();
  expectEach("short", history["short"], (element) => {
    const short = expectFields("", element);
    const taskId = expectText("taskId", short["taskId"]);
    if (taskIds.has(taskId)) refuse("taskId", taskId, "an id that no other task has");
    taskIds.add(taskId);
    expectMoment("sinceMs", short["sinceMs"]);
    if (short["askedAtMs"] !== undefined) expectMoment("askedAtMs", short["askedAtMs"]);
  });
  const values = new Set<unknown>();
  expectEach("rules", history["rules"], (rule) => {
    const value = checkRuleHistory(rule);
    if (values.has(value)) refuse("value", value, "a value that no other rule has");
    values.add(value);
  });
}

/** Returns the value whose rule it is about. */
function checkRuleHistory(value: unknown): unknown {
  const rule = expectFields("", value);
  within("value", rule["value"], checkAttributeValue);
  expectEach("shapes", rule["shapes"], checkShape);
  expectEach("expected", rule["expected"], (element) => {
    const expected = expectFields("", element);
    expectWhole("agents", expected["agents"], 1, Number.MAX_SAFE_INTEGER);
    expectMoment("askedAtMs", expected["askedAtMs"]);
    if (expected["shape"] !== undefined) within("shape", expected["shape"], checkShape);
  });
  for (const name of ["lastActionAtMs", "tooFewSinceMs", "tooManySinceMs"]) {
    if (rule[name] !== undefined) expectMoment(name, rule[name]);
  }
  return rule["value"];
}

function expectMoment(path: string, value: unknown): void {
  expectNumber(path, value, -Infinity, "a finite number");
}
