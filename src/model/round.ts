import type { Cluster } from "./cluster.ts";
import type { DiskGrant } from "./disk.ts";
import type { Policy } from "./policy.ts";
import type { Scalars } from "./quantity.ts";
import type { Queue } from "./queue.ts";
import type { DeviceGrant, Task, TaskExecutor } from "./task.ts";

/** All a round depends on. */
export interface MatchInput {
  readonly cluster: Cluster;
  /** Tried in this order; a gang when its first task's turn comes. */
  readonly tasks: readonly Task[];
  readonly policy?: Policy;
  /** The time, in the milliseconds of `receivedAtMs` and `untilMs`. */
  readonly nowMs: number;
}

/** All a round depends on, the tasks in a queue, which decides their order. */
export interface QueuedMatchInput extends Omit<MatchInput, "tasks"> {
  readonly tasks: Queue;
}

/** All a round depends on, the tasks in a list or a queue. */
export interface AnyMatchInput extends Omit<MatchInput, "tasks"> {
  readonly tasks: readonly Task[] | Queue;
}

/** Why an agent was chosen; each part 0..1, a part that does not apply 0. */
export interface Score {
  /** The weighted mean of the parts that apply. */
  readonly total: number;
  readonly fitness: number;
  readonly preferences: number;
  readonly devices: number;
}

/** A task on an agent. */
export interface Assignment {
  readonly taskId: string;
  readonly agentId: string;
  readonly hostname: string;
  /** The offers of its launch, sorted. */
  readonly offerIds: readonly string[];
  /** One per port asked, in the order asked. */
  readonly ports: readonly number[];
  /** One per device asked, in the order asked, by index within a request. */
  readonly devices: readonly DeviceGrant[];
  /** One per disk asked, in the order asked; only for a task that asks any. */
  readonly disks?: readonly DiskGrant[];
  /** What it was given, for a task that can use more than it needs. */
  readonly resources?: Scalars;
  /** The task's executor, where the task starts it: its resources are taken beside the task's. */
  readonly executor?: TaskExecutor;
  readonly score: Score;
}

/** All of a round's assignments on one agent and role, and all the offers of that agent and role: one ACCEPT. */
export interface Launch {
  readonly agentId: string;
  readonly hostname: string;
  readonly role: string;
  readonly offerIds: readonly string[];
  readonly assignments: readonly Assignment[];
}

/**
 * Why an offer is given back:
 * - `agent-disabled`: its agent is disabled;
 * - `agent-inactive`: its agent is in no active group;
 * - `agent-unavailable`: its agent is unavailable, or will be before any task that is left and could run there otherwise ends;
 * - `no-pending-tasks`: its role has no pending task;
 * - `not-needed`: its role's tasks all went elsewhere;
 * - `no-task-fits-now`: a task that is left could run there, were the agent empty: it waits until others have ended or moved, or for something else than room, as
 *   the rest of its gang, a limit of its group, its tier or the round, or its `readyAtMs`. Could run: by amounts, devices, disks, the number of ports, and constraints on attributes alone;
 * - `no-task-fits-ever`: no task that is left could run there, were the agent empty, or none may, since it is kept for those that ask scarce resources.
 */
export type DeclineReason =
  | "agent-disabled"
  | "agent-inactive"
  | "agent-unavailable"
  | "no-pending-tasks"
  | "not-needed"
  | "no-task-fits-now"
  | "no-task-fits-ever";

/** An offer to give back. */
export interface Decline {
  readonly offerId: string;
  readonly agentId: string;
  readonly reason: DeclineReason;
  /** For how long the master should not offer it again: long where only the agent's own nature is in the way. */
  readonly refuseSeconds: number;
}

/**
 * Why a task is still pending:
 * - `not-ready`: its `readyAtMs` has not come;
 * - `round-limit`: the round had made its `maxAssignments`;
 * - `tier-limit`: it would take more of its tier than the tier has left for its bucket;
 * - `group-limit`: it would take its group over the limit;
 * - `no-offers`: there is no offer of its role;
 * - `no-agent-fits`: no agent passes every check (see `explain`);
 * - `gang-incomplete`: too few of its gang could be placed; it was taken back from its own agent, or not tried any more.
 */
export type UnmatchedReason =
  | "no-offers"
  | "no-agent-fits"
  | "group-limit"
  | "round-limit"
  | "tier-limit"
  | "not-ready"
  | "gang-incomplete";

/** A task that stays pending. */
export interface Unmatched {
  readonly taskId: string;
  readonly reason: UnmatchedReason;
}

/** Work counters, exact and the same on every machine; no times. */
export interface RoundStats {
  /** Agents that could take a task, each once for every role of the round's tasks in which it could. */
  readonly agents: number;
  readonly tasks: number;
  /** Blocks of agents looked into, over all tasks; the others were passed over by their bounds. */
  readonly blocksOpened: number;
  /** (task, agent) pairs looked at. */
  readonly agentsVisited: number;
  /** Of these, pairs that passed every check and were scored. */
  readonly scoresComputed: number;
  /** Calls of custom evaluators, preparing ones aside. */
  readonly evaluatorCalls: number;
}

/** What one call of `match` decided. */
export interface Round {
  /** In the order they were made. */
  readonly assignments: readonly Assignment[];
  /** In the order of their first assignments. */
  readonly launches: readonly Launch[];
  /** The oldest first, then in tie order. */
  readonly declines: readonly Decline[];
  /** Offer ids kept for later rounds, the oldest first, then in tie order. */
  readonly held: readonly string[];
  /** In the order in which they had their turn: that of the tasks, a gang's at its first task's, or that of the queue. */
  readonly unmatched: readonly Unmatched[];
  /** Assigned tasks running, used and declined offers gone. */
  readonly cluster: Cluster;
  readonly stats: RoundStats;
}

/** What one call of `match` made of a queue. */
export interface QueuedRound extends Round {
  /** Without the assigned tasks. */
  readonly queue: Queue;
}
