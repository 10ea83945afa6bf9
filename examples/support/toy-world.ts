// What stands around a scheduler: a toy master, agents that take a while to boot and to stop, tasks that take their time,
// and failures at given seconds. It speaks as Mesos does: the scheduler makes calls, and hears later what came of them.
import assert from "node:assert/strict";
import type { AttributeValue, Decline, Launch, Offer, Scalars, Task } from "stowage";
import { toyMaster } from "./toy-master.ts";

/** One attempt at a piece of work. A further attempt is a new task: Mesos never runs a task id twice. */
export interface Job extends Task {
  /** What the work is called, in all its attempts. */
  readonly name: string;
  /** From 1. */
  readonly attempt: number;
  /** How long it takes with the cpus that it needs; with more, it is done sooner. */
  readonly seconds: number;
  /** So many attempts fail, each after three seconds. */
  readonly failures?: number;
}

/** What the master says, of the events of the v1 scheduler API those that matter here. */
export type Message =
  | { readonly type: "OFFERS"; readonly offers: readonly Offer[] }
  | { readonly type: "RESCIND"; readonly offerId: string }
  | { readonly type: "UPDATE"; readonly taskId: string; readonly state: TaskEnd }
  | { readonly type: "FAILURE"; readonly agentId: string };

/** How a task ends: dropped is one whose launch came too late, lost is one whose agent is. */
export type TaskEnd = "TASK_FINISHED" | "TASK_FAILED" | "TASK_DROPPED" | "TASK_LOST";

/** A kind of agent that can be had. */
export interface AgentType {
  readonly resources: Scalars;
  readonly bootMs: number;
}

/** What goes wrong by itself. */
export interface Incident {
  readonly second: number;
  /** An agent is lost with its tasks, or the newest offer is taken back while the scheduler uses it. */
  readonly what: { readonly lose: string } | "rescind newest offer";
}

/** A task with what it is given. */
export interface Launched {
  readonly job: Job;
  readonly held: Scalars;
}

/** A task that runs. */
export interface Running extends Launched {
  readonly agentId: string;
  readonly endsAtMs: number;
}

/** An agent, from when it is ordered until it has left. */
interface OrderedAgent {
  readonly type: string;
  readonly joinsAtMs: number;
  readonly leavesAtMs?: number;
}

/** What the master and the provider of the agents can be asked for, and what an observer sees. */
export interface ToyWorld {
  readonly receive: (nowMs: number) => readonly Message[];
  readonly accept: (launch: Launch, tasks: readonly Launched[], nowMs: number) => void;
  readonly decline: (decline: Decline, nowMs: number) => void;
  readonly revive: () => void;
  readonly order: (type: AttributeValue, count: number, nowMs: number) => void;
  readonly giveBack: (agentId: string, nowMs: number) => void;
  readonly running: ReadonlyMap<string, Running>;
  readonly agents: ReadonlyMap<string, OrderedAgent>;
}

const failsAfterMs = 3000;
const stopMs = 2000;

/** A world without agents in which these can be had and those incidents happen. */
export function toyWorld(
  types: Readonly<Record<string, AgentType>>,
  incidents: readonly Incident[],
): ToyWorld {
  const master = toyMaster([]);
  const agents = new Map<string, OrderedAgent>();
  const running = new Map<string, Running>();
  const ordered: Record<string, number> = {};
  /** What the scheduler will hear next time. */
  let onTheWay: Message[] = [];

  const join = (agentId: string, type: string): void => {
    const { resources } = types[type] ?? assert.fail(`there is no type ${type}`);
    master.join({ agentId, hostname: agentId, resources, attributes: { type } });
  };
  const end = (taskId: string, state: TaskEnd): void => {
    running.delete(taskId);
    master.end(taskId);
    onTheWay.push({ type: "UPDATE", taskId, state });
  };
  const remove = (agentId: string): void => {
    for (const taskId of master.lose(agentId)) end(taskId, "TASK_LOST");
    agents.delete(agentId);
    onTheWay.push({ type: "FAILURE", agentId });
  };

  return {
    running,
    agents,
    receive: (nowMs) => {
      for (const [agentId, { type, joinsAtMs, leavesAtMs = Infinity }] of agents) {
        if (joinsAtMs === nowMs) join(agentId, type);
        if (leavesAtMs > nowMs) continue;
        assert(
          ![...running.values()].some((task) => task.agentId === agentId),
          `${agentId} is idle when it stops`,
        );
        remove(agentId);
      }
      for (const [taskId, { job, endsAtMs }] of running) {
        if (endsAtMs <= nowMs) end(taskId, fails(job) ? "TASK_FAILED" : "TASK_FINISHED");
      }
      const due = incidents.filter(({ second }) => second * 1000 === nowMs);
      for (const { what } of due) if (what !== "rescind newest offer") remove(what.lose);

      const offers = master.offers(nowMs);
      const messages: readonly Message[] = [...onTheWay, { type: "OFFERS", offers }];
      onTheWay = [];
      const newest = offers.at(-1);
      if (newest !== undefined && due.some(({ what }) => what === "rescind newest offer")) {
        master.rescind(newest.id);
        onTheWay.push({ type: "RESCIND", offerId: newest.id });
      }
      return messages;
    },
    accept: (launch, tasks, nowMs) => {
      const accepted = master.accept(
        launch,
        tasks.map(({ job, held }) => ({ ...job, resources: held })),
      );
      for (const { job, held } of tasks) {
        const endsAtMs = nowMs + (fails(job) ? failsAfterMs : durationMs(job, held));
        if (accepted) running.set(job.id, { job, held, agentId: launch.agentId, endsAtMs });
        else onTheWay.push({ type: "UPDATE", taskId: job.id, state: "TASK_DROPPED" });
      }
    },
    decline: master.decline,
    revive: master.revive,
    order: (value, count, nowMs) => {
      const type = String(value);
      const { bootMs } = types[type] ?? assert.fail(`there is no type ${type}`);
      for (let i = 0; i < count; i++) {
        const number = (ordered[type] ?? 0) + 1;
        ordered[type] = number;
        agents.set(`${type}-${number}`, { type, joinsAtMs: nowMs + bootMs });
      }
    },
    giveBack: (agentId, nowMs) => {
      const agent = agents.get(agentId) ?? assert.fail(`there is no ${agentId}`);
      agents.set(agentId, { ...agent, leavesAtMs: nowMs + stopMs });
    },
  };
}

function fails({ attempt, failures = 0 }: Job): boolean {
  return attempt <= failures;
}

/** In whole seconds: the work is what the needed cpus do in `seconds`. */
function durationMs({ seconds, resources }: Job, held: Scalars): number {
  return Math.ceil((seconds * (resources["cpus"] ?? 1)) / (held["cpus"] ?? 1)) * 1000;
}
