import type { Cluster, Queue, Scalars, Task, Unmatched } from "stowage";
import { holdingsOf } from "./holdings.ts";
import { lineOf } from "./line.ts";

/**
 * Where every task is, what everybody holds and how many agents there are, written down from what happens: the library's own numbers are held against it.
 * What is wrong is a sentence in `violations`.
 */
export interface Account {
  /** A task arrives, and waits. */
  arrive(task: Task): void;
  /** A task that waits starts. */
  start(taskId: string, agentId: string): void;
  /** A task that runs is done. */
  end(taskId: string): void;
  /** So many agents of a type are asked for. */
  order(type: string, agents: number): void;
  /** One that was asked for is there, empty. */
  join(agentId: string, type: string, resources: Scalars): void;
  /** An agent without tasks is named for removal: none may start there any more. */
  name(agentId: string): void;
  /** An agent that was named goes. */
  leave(agentId: string): void;
  /** Holds what is there after a round against all this. */
  compare(after: AfterRound): void;
  /** How many tasks are where. */
  readonly counts: Readonly<Record<Place, number>>;
  /** What waiting and running tasks ask, what the agents have. */
  readonly cpus: Readonly<Record<"waiting" | "running" | "agents", number>>;
  readonly violations: readonly string[];
}

/** What is there after a round. */
export interface AfterRound {
  readonly queue: Queue;
  readonly cluster: Cluster;
  readonly unmatched: readonly Unmatched[];
}

/** What tasks may hold together, and how many agents there may be. */
export interface Limits {
  readonly ofGroups: Readonly<Record<string, Scalars>>;
  readonly ofTiers: Readonly<Record<number, Scalars>>;
  /** Of agents asked for and agents there, those named for removal left out. */
  readonly sizes: Readonly<Record<string, { readonly least: number; readonly most: number }>>;
}

type Place = "waiting" | "running" | "done";

interface Entry {
  readonly task: Task;
  place: Place;
  agentId: string;
}

interface AgentEntry {
  readonly type: string;
  readonly cpus: number;
  tasks: number;
  isNamed: boolean;
}

/** An account in which nothing has happened. */
export function accountOf({ ofGroups, ofTiers, sizes: bounds }: Limits): Account {
  const entries = new Map<string, Entry>();
  const agents = new Map<string, AgentEntry>();
  const holdings = holdingsOf();
  for (const [group, most] of Object.entries(ofGroups)) holdings.admit(`group ${group}`, most);
  for (const [tier, most] of Object.entries(ofTiers)) holdings.admit(`tier ${tier}`, most);
  const sizes = new Map(Object.keys(bounds).map((type) => [type, 0]));
  const line = lineOf();
  const counts = { waiting: 0, running: 0, done: 0 };
  const cpus = { waiting: 0, running: 0, agents: 0 };
  const violations: string[] = [];

  /** The entry of a task that should be there; undefined, and a violation, if it is not. */
  function entryAt(place: Place, taskId: string): Entry | undefined {
    const entry = entries.get(taskId);
    if (entry?.place === place) return entry;
    violations.push(`${taskId} is not ${place}, but ${entry?.place ?? "unknown"}`);
    return undefined;
  }

  function agentAt(agentId: string): AgentEntry | undefined {
    const agent = agents.get(agentId);
    if (agent === undefined) violations.push(`${agentId} is not there`);
    return agent;
  }

  function move(entry: Entry, place: Place): void {
    counts[entry.place]--;
    counts[place]++;
    entry.place = place;
  }

  function resize(type: string, by: number): void {
    sizes.set(type, (sizes.get(type) ?? 0) + by);
  }

  function start(taskId: string, agentId: string): void {
    const entry = entryAt("waiting", taskId);
    const agent = agentAt(agentId);
    if (entry === undefined || agent === undefined) return;
    const { task } = entry;
    if (agent.isNamed) violations.push(`${taskId} starts on ${agentId}, which is named for removal`);
    violations.push(...line.leave(task));
    move(entry, "running");
    entry.agentId = agentId;
    agent.tasks++;
    for (const holder of holdings.take(holdersOf(entry), task.resources)) {
      violations.push(`${holder} holds more than it may, with ${taskId}`);
    }
    cpus.waiting -= cpusOf(task.resources);
    cpus.running += cpusOf(task.resources);
  }

  function end(taskId: string): void {
    const entry = entryAt("running", taskId);
    if (entry === undefined) return;
    const { task, agentId } = entry;
    move(entry, "done");
    const agent = agents.get(agentId);
    if (agent !== undefined) agent.tasks--;
    holdings.giveBack(holdersOf(entry), task.resources);
    cpus.running -= cpusOf(task.resources);
  }

  function compare({ queue, cluster, unmatched }: AfterRound): void {
    const seen = new Set<string>();
    const see = (place: Place, { id }: Task): Entry | undefined => {
      if (seen.has(id)) violations.push(`${id} is there twice`);
      seen.add(id);
      return entryAt(place, id);
    };
    const reasons = new Set(unmatched.map(({ taskId }) => taskId));
    for (const { buckets } of queue.tiers) {
      for (const task of buckets.flatMap(({ tasks }) => tasks)) {
        see("waiting", task);
        if (!reasons.has(task.id)) violations.push(`${task.id} waits for no reason`);
      }
    }
    for (const { id, running } of cluster.agents) {
      for (const { task } of running) {
        const entry = see("running", task);
        if (entry !== undefined && entry.agentId !== id)
          violations.push(`${task.id} runs on ${entry.agentId}, not ${id}`);
      }
    }
    if (seen.size < counts.waiting + counts.running) {
      for (const [id, { place }] of entries)
        if (place !== "done" && !seen.has(id)) violations.push(`${id} is lost`);
    }
    for (const [type, { least, most }] of Object.entries(bounds)) {
      const size = sizes.get(type) ?? 0;
      if (size < least || size > most) violations.push(`${type} has ${size} agents, not ${least} to ${most}`);
    }
  }

  return {
    arrive(task) {
      if (entries.has(task.id)) violations.push(`${task.id} arrives twice`);
      entries.set(task.id, { task, place: "waiting", agentId: "" });
      line.join(task);
      counts.waiting++;
      cpus.waiting += cpusOf(task.resources);
    },
    start,
    end,
    order: resize,
    join(agentId, type, resources) {
      if (agents.has(agentId)) violations.push(`${agentId} joins twice`);
      agents.set(agentId, { type, cpus: cpusOf(resources), tasks: 0, isNamed: false });
      holdings.admit(agentId, resources);
      cpus.agents += cpusOf(resources);
    },
    name(agentId) {
      const agent = agentAt(agentId);
      if (agent === undefined) return;
      if (agent.tasks > 0) violations.push(`${agentId} is named for removal with tasks on it`);
      if (agent.isNamed) violations.push(`${agentId} is named for removal twice`);
      else resize(agent.type, -1);
      agent.isNamed = true;
    },
    leave(agentId) {
      const agent = agentAt(agentId);
      if (agent === undefined) return;
      if (!agent.isNamed || agent.tasks > 0) violations.push(`${agentId} goes, unnamed or with tasks on it`);
      agents.delete(agentId);
      holdings.dismiss(agentId);
      cpus.agents -= agent.cpus;
    },
    compare,
    counts,
    cpus,
    violations,
  };
}

/** Who holds what a task asks: its agent, its group, its tier. */
function holdersOf({ task: { group, tier = 0 }, agentId }: Entry): readonly string[] {
  return [agentId, `group ${group}`, `tier ${tier}`];
}

function cpusOf(resources: Scalars): number {
  return resources["cpus"] ?? 0;
}
