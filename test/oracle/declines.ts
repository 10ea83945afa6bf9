import type { Agent, Decline, DeclineReason, Launch, Offer, Task, Unmatched } from "../../src/index.ts";
import { amountOf, compare } from "./amounts.ts";
import { holds, isStatic } from "./constraints.ts";
import { couldEverServe } from "./devices.ts";
import { couldEverServeDisk } from "./disks.ts";
import { once } from "./once.ts";
import { offeredPorts, portRequestsOf } from "./ports.ts";
import type { Standing } from "./standing.ts";
import {
  durationOf,
  freeOf,
  heldOf,
  isActive,
  isAway,
  isDisabled,
  keptFrom,
  roleOf,
  startedBy,
  tasksOn,
} from "./standing.ts";

/** What becomes of the offers that no launch uses, for the round as it ended. */
export function giveBack(
  standing: Standing,
  launches: readonly Launch[],
  unmatched: readonly Unmatched[],
): { readonly declines: readonly Decline[]; readonly held: readonly string[] } {
  const used = launches.flatMap((launch) => launch.offerIds);
  const unused = standing.agents
    .flatMap((agent) => agent.offers.map((offer) => ({ agent, offer })))
    .filter(({ offer }) => !used.includes(offer.id))
    .toSorted(
      (a, b) =>
        receivedAt(a.offer) - receivedAt(b.offer) ||
        compare(a.agent.hostname, b.agent.hostname) ||
        compare(a.agent.id, b.agent.id) ||
        compare(a.offer.id, b.offer.id),
    );
  const hold = standing.input.policy?.hold;
  const isOld = (offer: Offer): boolean =>
    hold === undefined || standing.input.nowMs - receivedAt(offer) >= hold.forMs;
  const declined = unused.filter(({ offer }) => isOld(offer)).slice(0, hold?.maxDeclines ?? Infinity);
  return {
    declines: declined.map(({ agent, offer }) => declineOf(standing, unmatched, agent, offer)),
    held: unused.filter((one) => !declined.includes(one)).map(({ offer }) => offer.id),
  };
}

function receivedAt(offer: Offer): number {
  return offer.receivedAtMs ?? 0;
}

function declineOf(standing: Standing, unmatched: readonly Unmatched[], agent: Agent, offer: Offer): Decline {
  const reason = reasonOf(standing, unmatched, agent, roleOf(offer));
  return { offerId: offer.id, agentId: agent.id, reason, refuseSeconds: secondsOf(standing, agent, reason) };
}

function secondsOf(standing: Standing, agent: Agent, reason: DeclineReason): number {
  if (reason === "agent-inactive" || reason === "no-task-fits-ever") return 120;
  const { startMs = 0, durationMs = Infinity } = agent.unavailability ?? {};
  const secondsUntil = (time: number): number => Math.max(5, Math.ceil((time - standing.input.nowMs) / 1000));
  if (reason === "agent-unavailable") return Math.min(120, secondsUntil(startMs + durationMs));
  return reason === "agent-disabled" ? Math.min(31536000, secondsUntil(agent.disabledUntilMs ?? 0)) : 5;
}

function reasonOf(
  standing: Standing,
  unmatched: readonly Unmatched[],
  agent: Agent,
  role: string,
): DeclineReason {
  if (isDisabled(standing, agent)) return "agent-disabled";
  if (!isActive(standing, agent)) return "agent-inactive";
  if (isAway(standing, agent, 0)) return "agent-unavailable";
  const { tasks, left } = demandFor(standing, unmatched, role);
  if (tasks.length === 0) return "no-pending-tasks";
  if (left.length === 0) return "not-needed";
  const able = left.filter((task) => couldRun(standing, task, agent));
  if (able.length === 0) return "no-task-fits-ever";
  const isAlwaysAway = able.every((task) => isAway(standing, agent, durationOf(standing, task)));
  return isAlwaysAway ? "agent-unavailable" : "no-task-fits-now";
}

/** The tasks of the role, and those left unmatched. */
const demandFor = once((standing: Standing, unmatched: readonly Unmatched[], role: string) => {
  const tasks = standing.input.tasks.filter((task) => roleOf(task) === role);
  const left = tasks.filter((task) => unmatched.some((one) => one.taskId === task.id));
  return { tasks, left };
});

/** Whether the agent could run the task if it were empty, and stayed. */
function couldRun(standing: Standing, task: Task, agent: Agent): boolean {
  const role = roleOf(task);
  if (keptFrom(agent, task).length > 0) return false;
  const meetsStatic = (task.constraints ?? [])
    .filter(isStatic)
    .every((one) => holds(standing, task, agent, one));
  const overhead = startedBy(standing, agent, task)?.resources ?? {};
  const hasRoom = [...Object.keys(task.resources), ...Object.keys(overhead)].every((name) => {
    const asked = amountOf(task.resources, name) + amountOf(overhead, name);
    return asked <= freeOf(standing, agent, role, name) + heldOf(standing, agent, name);
  });
  const ports = everyPort(standing, agent, role);
  const hasDevices = (task.devices ?? []).every((request) => couldEverServe(agent, request));
  const hasDisks = (task.disks ?? []).every((request) => couldEverServeDisk(agent, role, request));
  return meetsStatic && hasRoom && portRequestsOf(task).length <= ports.size && hasDevices && hasDisks;
}

/** The ports of the role that the agent offers, and those that its tasks hold. */
const everyPort = once(
  (standing: Standing, agent: Agent, role: string) =>
    new Set([
      ...offeredPorts(agent, role),
      ...tasksOn(standing, agent).flatMap((placed) => placed.ports ?? []),
    ]),
);
