import {
  autoscale,
  emptyCluster,
  emptyHistory,
  enqueue,
  match,
  queueOf,
  update,
  type ClusterEvent,
  type QueuedRound,
  type Task,
  type Unmatched,
} from "stowage";
import { randomOf } from "../random.ts";
import { calendarOf } from "../simulation/calendar.ts";
import { masterOf } from "../simulation/master.ts";
import { accountOf } from "./account.ts";
import { cloudOf } from "./cloud.ts";
import type { TraceRequest } from "./request.ts";
import { limits, policy, queueOptions, roundMs, scaling } from "./setting.ts";

/** How it stands after a round. */
export interface Sample {
  readonly atMs: number;
  readonly tasks: Readonly<Record<"waiting" | "running" | "done", number>>;
  /** What waiting and running tasks ask, what the agents have. */
  readonly cpus: Readonly<Record<"waiting" | "running" | "agents", number>>;
  readonly agents: number;
  /** Of these, agents that run nothing. */
  readonly idleAgents: number;
  /** How long `update`, `match` and `autoscale` took together. */
  readonly turnMs: number;
}

/** What a day came to. */
export interface Day {
  readonly arrived: number;
  /** One a round. */
  readonly samples: readonly Sample[];
  /** For how long each task waited for agents, of those that did: no agent had room for it. Waiting for a limit is not counted. */
  readonly shortMs: readonly number[];
  /** What waits at the end, and why. */
  readonly unmatched: readonly Unmatched[];
  /** Why tasks waited at one time or another. */
  readonly reasons: ReadonlySet<Unmatched["reason"]>;
  /** What was wrong, a sentence each. */
  readonly violations: readonly string[];
}

/** Runs the requests, a round a simulated minute for so many hours. The same requests and seed give the same day, times aside. */
export function runDay(requests: readonly TraceRequest[], hours: number, seed: number): Day {
  const master = masterOf([]);
  const account = accountOf(limits);
  const cloud = cloudOf(master, account, randomOf(seed));
  const waiting = new Map<string, TraceRequest>();
  const departures = calendarOf<{ readonly taskId: string; readonly agentId: string }>();
  const samples: Sample[] = [];
  const shortMs = new Map<string, number>();
  const reasons = new Set<Unmatched["reason"]>();
  const violations: string[] = [];
  let arrived = 0;
  let cluster = emptyCluster;
  let queue = queueOf([], queueOptions);
  let history = emptyHistory;
  let unmatched: readonly Unmatched[] = [];

  function depart(nowMs: number): readonly ClusterEvent[] {
    return departures.takeDue(nowMs).map(({ taskId, agentId }) => {
      if (master.agents.get(agentId)?.tasks.has(taskId)) master.end(taskId, agentId);
      account.end(taskId);
      return { type: "task-ended", taskId };
    });
  }

  function arrive(nowMs: number): readonly Task[] {
    const from = arrived;
    while ((requests[arrived]?.arrivalMs ?? Infinity) <= nowMs) arrived++;
    return requests.slice(from, arrived).map((request) => {
      account.arrive(request.task);
      waiting.set(request.task.id, request);
      return request.task;
    });
  }

  function carryOut({ assignments, launches, declines, held }: QueuedRound, nowMs: number): void {
    for (const launch of launches)
      violations.push(...master.accept(launch, (id) => waiting.get(id)?.task, false));
    for (const { taskId, agentId } of assignments) {
      account.start(taskId, agentId);
      const lifeMs = waiting.get(taskId)?.lifeMs ?? 0;
      departures.add(nowMs + Math.ceil(lifeMs / roundMs) * roundMs, { taskId, agentId });
      waiting.delete(taskId);
    }
    for (const decline of declines) violations.push(...master.decline(decline, nowMs));
    if (held.length !== master.offers.size || !held.every((id) => master.offers.has(id)))
      violations.push("the offers held are not those that stand");
  }

  for (let nowMs = 0; nowMs <= hours * 3_600_000; nowMs += roundMs) {
    const events = [...depart(nowMs), ...cloud.advance(nowMs)];
    const offers = master.offerAgain(nowMs);
    const tasks = arrive(nowMs);

    const beganMs = performance.now();
    cluster = update(cluster, [...events, { type: "offers-received", offers }]);
    const input = { cluster, tasks: enqueue(queue, tasks), policy, nowMs };
    const round = match(input);
    const scaled = autoscale({ ...input, round, settings: scaling, history });
    const turnMs = performance.now() - beganMs;

    ({ queue, unmatched } = round);
    ({ cluster, history } = scaled);
    carryOut(round, nowMs);
    cloud.carryOut(scaled.actions, nowMs);
    account.compare({ queue, cluster, unmatched });
    for (const { taskId, reason } of unmatched) {
      reasons.add(reason);
      if (reason === "no-agent-fits" || reason === "no-offers")
        shortMs.set(taskId, (shortMs.get(taskId) ?? 0) + roundMs);
    }
    samples.push({
      atMs: nowMs,
      tasks: { ...account.counts },
      cpus: { ...account.cpus },
      agents: master.agents.size,
      idleAgents: [...master.agents.values()].filter((agent) => agent.tasks.size === 0).length,
      turnMs,
    });
  }
  return {
    arrived,
    samples,
    shortMs: [...shortMs.values()],
    unmatched,
    reasons,
    violations: [...violations, ...account.violations],
  };
}
