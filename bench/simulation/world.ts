import type { ClusterEvent, Offer, Round } from "stowage";
import type { Arrival } from "./arrival.ts";
import { calendarOf } from "./calendar.ts";
import { masterOf, type Master } from "./master.ts";
import type { Scenario } from "./scenario.ts";

/** A task that waits. */
export interface Waiting extends Arrival {
  readonly sinceMs: number;
}

/** What happened since the last round. */
export interface News {
  readonly events: readonly ClusterEvent[];
  readonly arrived: number;
  readonly ended: number;
  readonly agentsLost: number;
  /** Tasks that ran on lost agents, and are pending again. */
  readonly tasksLost: number;
  readonly agentsDisabled: number;
  readonly offersRescinded: number;
  readonly offersReceived: number;
}

/** All that is outside of the scheduler: the master with its agents, the tasks that come and end, what goes wrong. */
export interface World {
  readonly master: Master;
  /** Pending tasks by id, the oldest first. */
  readonly waiting: ReadonlyMap<string, Waiting>;
  /** Lets the time pass until now. */
  advance(nowMs: number, arrivals: readonly Arrival[]): News;
  /** Does what a round decided. Returns what was wrong with it. */
  carryOut(round: Round, nowMs: number): readonly string[];
}

/** Where a task runs, and what it is. */
interface Departure {
  readonly taskId: string;
  readonly agentId: string;
}

/** The world of a scenario before its first round. */
export function worldOf({ agents, standing, incidentsAt }: Scenario): World {
  const master = masterOf(agents);
  const agentIds = agents.map(({ id }) => id);
  const waiting = new Map<string, Waiting>();
  const placed = new Map<string, Arrival>();
  const disabledUntilMs = new Map<string, number>();
  const departures = calendarOf<Departure>();
  const returns = calendarOf<string>();
  const enablings = calendarOf<string>();
  let attempts = 0;

  const firstNews = standing.map(({ running, durationMs }): ClusterEvent => {
    master.start(running);
    placed.set(running.task.id, { task: running.task, kind: "standing", durationMs });
    departures.add(durationMs, { taskId: running.task.id, agentId: running.agentId });
    return { type: "task-started", running };
  });

  function advance(nowMs: number, arrivals: readonly Arrival[]): News {
    const ended = departures.takeDue(nowMs).filter(({ taskId, agentId }) => endTask(taskId, agentId));
    for (const agentId of returns.takeDue(nowMs)) master.bringBack(agentId);
    const enabled = enablings.takeDue(nowMs).filter((agentId) => disabledUntilMs.delete(agentId));
    const incidents = incidentsAt(agentIds, [...master.offers.keys()], nowMs);
    const lost = incidents.lost.filter(({ agentId }) => master.agents.get(agentId)?.isUp);
    const rescinded = incidents.rescinded.filter((offerId) => master.offers.has(offerId));
    for (const offerId of rescinded) master.rescind(offerId, nowMs + 1);
    const disabled = incidents.disabled.filter(({ agentId }) => !disabledUntilMs.has(agentId));
    for (const { agentId, untilMs, enabledAtMs } of disabled) {
      disabledUntilMs.set(agentId, untilMs);
      enablings.add(enabledAtMs, agentId);
    }
    let tasksLost = 0;
    for (const { agentId, backAtMs } of lost) {
      tasksLost += loseAgent(agentId, nowMs);
      returns.add(backAtMs, agentId);
    }
    for (const arrival of arrivals) waiting.set(arrival.task.id, { ...arrival, sinceMs: nowMs });
    const offers = master.offerAgain(nowMs);
    const early = incidents.hasEarlyRescind ? offers.slice(0, 1) : [];
    for (const { id } of early) master.rescind(id, nowMs + 1);
    return {
      events: [
        ...firstNews.splice(0),
        ...ended.map(({ taskId }) => ({ type: "task-ended" as const, taskId })),
        ...enabled.map((agentId) => ({ type: "agent-enabled" as const, agentId })),
        ...[...rescinded, ...idsOf(early)].map((offerId) => ({ type: "offer-rescinded" as const, offerId })),
        ...disabled.map(({ agentId, untilMs }) => ({ type: "agent-disabled" as const, agentId, untilMs })),
        ...lost.map(({ agentId }) => ({ type: "agent-lost" as const, agentId })),
        { type: "offers-received", offers },
      ],
      arrived: arrivals.length,
      ended: ended.length,
      agentsLost: lost.length,
      tasksLost,
      agentsDisabled: disabled.length,
      offersRescinded: rescinded.length + early.length,
      offersReceived: offers.length - early.length,
    };
  }

  /** Whether the task still ran there: it does not if its agent was lost. */
  function endTask(taskId: string, agentId: string): boolean {
    if (!master.agents.get(agentId)?.tasks.has(taskId)) return false;
    master.end(taskId, agentId);
    placed.delete(taskId);
    return true;
  }

  /** Its tasks are pending again, under new ids, as Mesos demands. Returns how many. */
  function loseAgent(agentId: string, nowMs: number): number {
    disabledUntilMs.delete(agentId);
    const tasks = master.lose(agentId).map(({ task }) => task);
    for (const task of tasks) {
      const { kind = "standing", durationMs = 1000 } = placed.get(task.id) ?? {};
      placed.delete(task.id);
      const id = `${task.id.split("~")[0]}~${++attempts}`;
      waiting.set(id, { task: { ...task, id }, kind, durationMs, sinceMs: nowMs });
    }
    return tasks.length;
  }

  function carryOut(round: Round, nowMs: number): readonly string[] {
    const wrong: string[] = [];
    for (const launch of round.launches) {
      const isDisabled = (disabledUntilMs.get(launch.agentId) ?? 0) > nowMs;
      const found = master.accept(launch, (id) => waiting.get(id)?.task, isDisabled);
      wrong.push(...found);
      if (found.length > 0) continue;
      for (const { taskId, agentId } of launch.assignments) depart(taskId, agentId, nowMs);
    }
    for (const each of round.declines) wrong.push(...master.decline(each, nowMs));
    const held = new Set(round.held);
    for (const id of master.offers.keys())
      if (!held.delete(id)) wrong.push(`${id} is neither used, declined nor held`);
    for (const id of held) wrong.push(`${id} is held but does not stand`);
    return wrong;
  }

  function depart(taskId: string, agentId: string, nowMs: number): void {
    const arrival = waiting.get(taskId);
    if (arrival === undefined) return;
    waiting.delete(taskId);
    placed.set(taskId, arrival);
    departures.add(nowMs + Math.max(1000, arrival.durationMs), { taskId, agentId });
  }

  return { master, waiting, advance, carryOut };
}

function idsOf(offers: readonly Offer[]): readonly string[] {
  return offers.map(({ id }) => id);
}
