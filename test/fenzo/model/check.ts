import { amountFinding, constraintFinding, fitnessFinding, type Finding } from "../finding.ts";
import type { GoldenTask } from "../golden.ts";
import { amountIn, amountsOf, amountTold } from "./amounts.ts";
import { holds, isLocked, preferencesScore } from "./constraints.ts";
import type { View } from "./co-tasks.ts";
import { grantsFor, type Grant } from "./devices.ts";
import { fitnessOf } from "./fitness.ts";
import type { Host } from "./host.ts";
import { partsOf, worthOf, type Parts, type Worth } from "./score.ts";

/** A host that would take a task, with the devices it would give and what that is worth. */
export interface Offered {
  readonly host: Host;
  readonly grants: readonly Grant[];
  readonly parts: Parts;
  readonly worth: Worth;
}

/** What the host would give the task, or why it refuses it: the first of the stages that fails. */
export function checkHost(task: GoldenTask, host: Host, view: View): Offered | readonly Finding[] {
  const { oddities, scenario } = view;
  if (isLocked(host, view)) return [constraintFinding("exclusive-host")];
  const constraint = task.hard?.find((each) => !holds(each, host, view));
  if (constraint !== undefined) return [findingOf(constraint)];
  const lacking = lackingOn(task, host, view);
  if (lacking.length > 0) return lacking;
  const served = grantsFor(task, host.devices, oddities);
  if ("findings" in served) return served.findings;
  const { grants } = served;
  const fitness = fitnessOf(scenario.fitness, task, host, oddities);
  if (fitness === 0 && oddities.has("D2")) return [fitnessFinding];
  const parts = partsOf(fitness, preferencesScore(task, host, view), grants);
  return { host, grants, parts, worth: worthOf(parts, oddities) };
}

function findingOf(constraint: NonNullable<GoldenTask["hard"]>[number]): Finding {
  if (constraint.kind === "exclusive-host") return constraintFinding(constraint.kind);
  return constraintFinding(constraint.kind, constraint.attribute ?? "hostname");
}

/** Every amount of which less is free than asked. */
function lackingOn(task: GoldenTask, host: Host, { oddities }: View): readonly Finding[] {
  const findings: Finding[] = [];
  for (const [name, asked] of amountsOf(task, oddities)) {
    const used = amountIn(host.placedAmounts, name);
    const available = amountIn(host.offered, name);
    if (used + asked <= available) continue;
    const [a, b, c] = [asked, used, available].map((amount) => amountTold(amount, oddities));
    findings.push(amountFinding(name, a ?? 0, b ?? 0, c ?? 0));
  }
  const { given, order } = host.ports;
  const { ports: asked = 0 } = task;
  return given + asked <= order.length
    ? findings
    : [...findings, amountFinding("ports", asked, given, order.length)];
}
