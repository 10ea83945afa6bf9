import { maxDevices } from "../offer.ts";
import type { Scalars } from "../quantity.ts";
import { maxTiers } from "../queue.ts";
import type { RunningTask, Task, TaskExecutor } from "../task.ts";
import { checkConstraint, type Evaluators } from "./constraint.ts";
import { checkDiskGrants, checkDiskRequests } from "./disk.ts";
import {
  expectAmount,
  expectEach,
  expectFields,
  expectNumber,
  expectScalars,
  expectText,
  expectWhole,
  fieldPath,
  refuse,
  within,
} from "./expect.ts";
import { checkPreference } from "./fitness.ts";
import { checkAttributes, checkPortRange, maxPort } from "./offer.ts";

/** Throws unless the value is a pending {@link Task}; paths are relative to it. */
export function checkTask(value: unknown): asserts value is Task {
  checkTaskFields(value, "needed");
}

/** What the tasks of gangs say of `least`, by group, as far as they have been looked at. */
export type Leasts = Map<string, number | undefined>;

/** Throws where the task says something else of its gang than those before it; the path is relative to it. */
export function checkLeast({ gang, group = "" }: Task, leasts: Leasts): void {
  if (gang === undefined) return;
  const least = leasts.has(group) ? leasts.get(group) : gang.least;
  leasts.set(group, least);
  if (gang.least === least) return;
  refuse("gang.least", gang.least, `${least ?? "none"}, as the tasks of its gang before it say`);
}

/** Throws unless the value is a {@link RunningTask}; paths are relative to it. */
export function checkRunningTask(value: unknown): asserts value is RunningTask {
  const running = expectFields("", value);
  within("task", running["task"], checkTaskOfRunning);
  expectText("agentId", running["agentId"]);
  expectText("hostname", running["hostname"]);
  if (running["ports"] !== undefined) expectEach("ports", running["ports"], checkPort);
  if (running["devices"] !== undefined) expectEach("devices", running["devices"], checkGrant);
  if (running["disks"] !== undefined) checkDiskGrants(running["disks"]);
  if (running["resources"] !== undefined) expectScalars("resources", running["resources"]);
  if (running["executor"] !== undefined) checkStarted(running["executor"], running["task"]);
}

/** Throws unless the value is the executor of the task, which is right. */
function checkStarted(value: unknown, task: unknown): void {
  const { id } = checkExecutor(value);
  const { executor } = expectFields("task", task);
  if (executor === undefined)
    refuse("task.executor", executor, "an executor, since the task has started one");
  const { id: own } = checkExecutor(executor);
  if (id !== own) refuse("executor.id", id, `the id of the task's executor, ${JSON.stringify(own)}`);
}

/** A running task's evaluators are never called again: JSON, which drops functions, carries it unharmed. */
function checkTaskOfRunning(value: unknown): void {
  checkTaskFields(value, "not needed");
}

function checkTaskFields(value: unknown, evaluators: Evaluators): void {
  const task = expectFields("", value);
  expectText("id", task["id"]);
  if (task["group"] !== undefined) expectText("group", task["group"]);
  if (task["role"] !== undefined) expectText("role", task["role"]);
  expectScalars("resources", task["resources"]);
  if (task["upTo"] !== undefined) checkUpTo(task["upTo"], task["resources"]);
  if (task["ports"] !== undefined) checkRequestedPorts(task["ports"]);
  if (task["devices"] !== undefined) expectEach("devices", task["devices"], checkDeviceRequest);
  if (task["disks"] !== undefined) checkDiskRequests(task["disks"]);
  if (task["executor"] !== undefined) checkExecutor(task["executor"]);
  if (task["constraints"] !== undefined) {
    expectEach("constraints", task["constraints"], (each) => checkConstraint(each, evaluators));
  }
  if (task["preferences"] !== undefined) {
    expectEach("preferences", task["preferences"], (each) => checkPreference(each, evaluators));
  }
  if (task["locations"] !== undefined) checkAttributes("locations", task["locations"]);
  if (task["gang"] !== undefined) checkGang(task["gang"], task["group"]);
  if (task["readyAtMs"] !== undefined)
    expectNumber("readyAtMs", task["readyAtMs"], -Infinity, "a finite number");
  if (task["expectedDurationMs"] !== undefined)
    expectNumber("expectedDurationMs", task["expectedDurationMs"], 0, "a finite number ≥ 0");
  if (task["tier"] !== undefined) expectWhole("tier", task["tier"], 0, maxTiers - 1);
  if (task["bucket"] !== undefined) expectText("bucket", task["bucket"]);
}

function checkUpTo(value: unknown, least: Scalars): void {
  expectScalars("upTo", value);
  const needs = new Map(Object.entries(least));
  for (const [name, most] of Object.entries(value)) {
    const needed = needs.get(name) ?? 0;
    if (most < needed) refuse(fieldPath("upTo", name), most, `a number ≥ ${needed}, what the task needs`);
  }
}

function checkExecutor(value: unknown): TaskExecutor {
  const { id: given, resources } = expectFields("executor", value);
  const id = expectText("executor.id", given);
  expectScalars("executor.resources", resources);
  return { id, resources };
}

function checkGang(value: unknown, group: unknown): void {
  const gang = expectFields("gang", value);
  if (group === undefined) refuse("group", group, "a group, since the task is one of a gang");
  if (gang["least"] !== undefined) expectWhole("gang.least", gang["least"], 1, Number.MAX_SAFE_INTEGER);
}

/** Throws unless the value is what a task may say as `ports`: a count, or a list of requests. Paths begin with `ports`. */
export function checkRequestedPorts(value: unknown): void {
  if (typeof value === "number") expectWhole("ports", value, 0, maxPort + 1);
  else if (Array.isArray(value)) expectEach("ports", value, checkPortRequest);
  else refuse("ports", value, "a count or an array of port requests");
}

function checkPortRequest(value: unknown): void {
  if (value === "any") return;
  if (Array.isArray(value)) checkPortRange(value);
  else if (typeof value === "number") checkPort(value);
  else refuse("", value, '"any", a port or a range [first, last]');
}

function checkPort(value: unknown): void {
  expectWhole("", value, 0, maxPort);
}

function checkDeviceRequest(value: unknown): void {
  const request = expectFields("", value);
  expectText("name", request["name"]);
  expectAmount("units", request["units"]);
  if (request["count"] !== undefined) expectWhole("count", request["count"], 1, maxDevices);
  if (request["binding"] !== undefined) expectText("binding", request["binding"]);
}

function checkGrant(value: unknown): void {
  const grant = expectFields("", value);
  expectText("name", grant["name"]);
  expectWhole("index", grant["index"], 0, Number.MAX_SAFE_INTEGER);
  expectAmount("units", grant["units"]);
  if (grant["binding"] !== undefined) expectText("binding", grant["binding"]);
}
