import type { Agent, AgentExplanation, Assignment, CheckKind, Constraint } from "../../src/index.ts";
import type { Explanation, LimitReached, RunningTask, Task, Unavailability } from "../../src/index.ts";
import { amountOf } from "./amounts.ts";
import { holds, isCustom, isExclusive } from "./constraints.ts";
import { takeDevices } from "./devices.ts";
import { diskShortages } from "./disks.ts";
import type { Played } from "./match.ts";
import { exceededLimits, placeOn, usedByGroup } from "./match.ts";
import { freePorts, portRequestsOf, takePorts } from "./ports.ts";
import type { Standing } from "./standing.ts";
import {
  candidatesOf,
  durationOf,
  freeOf,
  heldOf,
  isActive,
  isAway,
  isDisabled,
  keptFrom,
  offersOf,
  roleOf,
  startedBy,
  tasksOn,
} from "./standing.ts";
import { limitsInTier } from "./tiers.ts";

/** A check that refuses an agent; `name` only where the contract fixes it. */
export interface NaiveFailure {
  readonly kind: CheckKind;
  readonly name?: string;
  readonly asked?: number;
  readonly free?: number;
  readonly total?: number;
  readonly overhead?: number;
  readonly constraint?: Constraint;
  readonly unavailability?: Unavailability;
}

/** One agent as the task sees it. */
export interface NaiveAgentExplanation extends Pick<AgentExplanation, "agentId" | "hostname" | "score"> {
  readonly failures: readonly NaiveFailure[];
}

/** What an explanation must say, its wording aside. */
export interface NaiveExplanation extends Pick<
  Explanation,
  "taskId" | "outcome" | "assignment" | "fitsNow" | "limits"
> {
  readonly agents: readonly NaiveAgentExplanation[];
}

/** The explanation of the task, by asking every agent every check. */
export function naiveExplain({ round, standing: ended }: Played, task: Task): NaiveExplanation {
  const position = round.assignments.findIndex((one) => one.taskId === task.id);
  const assignment: Assignment | undefined = round.assignments[position];
  const shown =
    assignment === undefined
      ? ended
      : { ...ended, assigned: ended.assigned.slice(0, position).map((placed) => asBefore(placed, task)) };
  const reason = round.unmatched.find((one) => one.taskId === task.id)?.reason;
  return {
    taskId: task.id,
    outcome: reason ?? "assigned",
    ...(assignment === undefined ? {} : { assignment }),
    fitsNow: fitsNow(shown, task),
    limits: limitsOf(shown, task),
    agents: shown.agents.map((agent) => agentOf(shown, task, agent)),
  };
}

/** What was placed before the task, as it was then: its gang had been given nothing beyond its needs. */
function asBefore(placed: RunningTask, task: Task): RunningTask {
  const isOfGang = task.gang !== undefined && placed.task.gang !== undefined;
  return isOfGang && placed.task.group === task.group
    ? { ...placed, resources: placed.task.resources }
    : placed;
}

/** Whether no limit of its group or its tier and at least one agent would take the task as the round stands. */
export function fitsNow(standing: Standing, task: Task): boolean {
  return (
    limitsOf(standing, task).length === 0 &&
    standing.input.nowMs >= (task.readyAtMs ?? -Infinity) &&
    candidatesOf(standing, roleOf(task)).some((agent) => placeOn(standing, task, agent) !== undefined)
  );
}

function limitsOf(standing: Standing, task: Task): readonly LimitReached[] {
  const { group = "" } = task;
  const ofGroup = exceededLimits(standing, task).map((resource) => ({
    of: "group" as const,
    name: group,
    resource,
    asked: amountOf(task.resources, resource) / 1000,
    used: usedByGroup(standing, group, resource) / 1000,
    limit: amountOf(standing.input.policy?.groupLimits?.[group] ?? {}, resource) / 1000,
  }));
  return [...ofGroup, ...limitsInTier(standing, task)];
}

function agentOf(standing: Standing, task: Task, agent: Agent): NaiveAgentExplanation {
  const failures = failuresOf(standing, task, agent);
  const place = failures.length === 0 ? placeOn(standing, task, agent) : undefined;
  return {
    agentId: agent.id,
    hostname: agent.hostname,
    failures,
    ...(place === undefined ? {} : { score: place.score }),
  };
}

function failuresOf(standing: Standing, task: Task, agent: Agent): readonly NaiveFailure[] {
  const role = roleOf(task);
  const failures: NaiveFailure[] = [];
  if (offersOf(agent, role).length === 0) failures.push({ kind: "role", name: role });
  if (isDisabled(standing, agent)) failures.push({ kind: "disabled" });
  if (!isActive(standing, agent)) failures.push({ kind: "inactive" });
  const durationMs = durationOf(standing, task);
  const { unavailability } = agent;
  if (unavailability !== undefined && isAway(standing, agent, durationMs)) {
    const stays = Math.max(0, unavailability.startMs - standing.input.nowMs);
    failures.push({ kind: "unavailable", asked: durationMs, free: stays, unavailability });
  }
  const kept = keptFrom(agent, task);
  if (kept.length > 0) failures.push({ kind: "scarce", name: kept.join(", ") });
  const executor = startedBy(standing, agent, task)?.resources ?? {};
  for (const name of new Set([...Object.keys(task.resources), ...Object.keys(executor)])) {
    const overhead = amountOf(executor, name);
    const asked = amountOf(task.resources, name) + overhead;
    const free = freeOf(standing, agent, role, name);
    const total = free + heldOf(standing, agent, name);
    if (asked > free) {
      const amounts = { asked: asked / 1000, free: free / 1000, total: total / 1000 };
      const ofIt = overhead === 0 ? {} : { overhead: overhead / 1000 };
      failures.push({ kind: "resource", name, ...amounts, ...ofIt });
    }
  }
  if (takePorts(freePorts(standing, agent, role), portRequestsOf(task)) === undefined) {
    failures.push({ kind: "ports" });
  }
  if (takeDevices(standing, agent, task.devices ?? []) === undefined) failures.push({ kind: "devices" });
  for (const shortage of diskShortages(standing, agent, role, task.disks ?? [])) {
    failures.push({ kind: "disks", ...shortage });
  }
  if (tasksOn(standing, agent).some((placed) => isExclusive(placed.task)))
    failures.push({ kind: "exclusive" });
  for (const constraint of task.constraints ?? []) {
    if (isCustom(constraint) && failures.length > 0) continue;
    if (!holds(standing, task, agent, constraint)) failures.push({ kind: "constraint", constraint });
  }
  return failures;
}
