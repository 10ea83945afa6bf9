import type { Clock, Timer } from "./clock.ts";
import type { Fields } from "./json.ts";
import type { Constraints } from "./offer-constraints.ts";
import type { FaultPlan } from "./fault-plan.ts";
import type { Pool, Portion } from "./portions.ts";
import type { Random } from "./random.ts";

/** A resource of an agent, in Mesos JSON: `{ name, type, scalar | ranges | set, reservations | role, disk, … }`. */
export type ResourceJson = Fields;

/** What an agent is. All but `resources` may be left out. */
export interface AgentDescription {
  readonly id?: string;
  readonly hostname?: string;
  readonly resources: readonly ResourceJson[];
  readonly attributes?: readonly Fields[];
  /** DomainInfo: `{ fault_domain: { region: { name }, zone: { name } } }`. */
  readonly domain?: Fields;
  /** Unavailability: `{ start: { nanoseconds }, duration: { nanoseconds } }`. */
  readonly unavailability?: Fields;
}

/** What becomes of a task that is launched; the times follow each other. */
export interface TaskScript {
  /** From the launch to TASK_STARTING. */
  readonly startingMs?: number;
  /** From there to TASK_RUNNING. */
  readonly runningMs?: number;
  /** From there to the end; without it the task runs until it is finished or killed. */
  readonly durationMs?: number;
  /** How it ends; TASK_FINISHED unless told. */
  readonly endState?: string;
}

/** An agent as the master knows it. */
export interface Agent {
  readonly id: string;
  readonly hostname: string;
  readonly attributes: readonly Fields[];
  readonly domain?: Fields;
  unavailability?: Fields | undefined;
  readonly hasGpus: boolean;
  /** All it has: what is free, on offer and used. Operations change it. */
  readonly total: Pool;
  readonly free: Pool;
  /** What it had when it was added, and the values with more than three decimals. */
  readonly described: readonly Portion[];
  readonly exact: ReadonlyMap<string, number>;
  readonly offers: Set<Offer>;
  readonly inverseOffers: Set<InverseOffer>;
  readonly tasks: Set<Task>;
  readonly executors: Set<Executor>;
  /** Tasks that have used a volume, by the key of its kind. */
  readonly volumeUsers: Map<string, Set<string>>;
  standing: "registered" | "unreachable" | "removed";
}

/** A framework in one of its roles: what the allocator gives offers to. */
export interface Candidate {
  readonly framework: Framework;
  readonly role: string;
  isSuppressed: boolean;
  /** What is on offer to it or used by it, in thousandths by name: its share decides whose turn it is. */
  readonly held: Map<string, number>;
  readonly filters: Map<Agent, Set<Filter>>;
  constraints: Constraints | undefined;
  minAllocatable: readonly ReadonlyMap<string, number>[] | undefined;
}

/** What was refused, until the timer ends. */
export interface Filter {
  readonly pool: ReadonlyMap<string, Portion>;
  timer: Timer | undefined;
}

/** Who gets the events of a framework. */
export interface Subscriber {
  readonly event: (event: Fields) => void;
  /** The stream has ended. */
  readonly closed?: () => void;
}

/** A framework as the master knows it. */
export interface Framework {
  readonly id: string;
  info: Fields;
  name: string;
  principal: string | undefined;
  capabilities: ReadonlySet<string>;
  failoverTimeoutMs: number;
  streamId: string | undefined;
  subscriber: Subscriber | undefined;
  heartbeat: Timer | undefined;
  removal: Timer | undefined;
  readonly candidates: Map<string, Candidate>;
  /** Roles that it has left, for what is still held in them. */
  readonly formerRoles: Map<string, Candidate>;
  readonly offers: Set<Offer>;
  readonly inverseOffers: Set<InverseOffer>;
  readonly tasks: Map<string, Task>;
  readonly operations: Map<string, Operation>;
}

/** An offer that stands. */
export interface Offer {
  readonly id: string;
  readonly agent: Agent;
  readonly candidate: Candidate;
  readonly pool: Pool;
}

/** An inverse offer that stands. */
export interface InverseOffer {
  readonly id: string;
  readonly agent: Agent;
  readonly framework: Framework;
}

/** A task that the master knows: until its end is acknowledged. */
export interface Task {
  readonly id: string;
  readonly info: Fields;
  readonly framework: Framework;
  readonly agent: Agent;
  readonly candidate: Candidate;
  readonly portions: readonly Portion[];
  readonly executor: Executor | undefined;
  readonly launchedMs: number;
  readonly timers: Timer[];
  /** What the agent knows. */
  latest: string;
  /** What the framework was last told. */
  told: string;
  readonly updates: Update[];
  isReleased: boolean;
}

/** An update that waits for its acknowledgement. */
export interface Update {
  readonly status: Fields;
  readonly uuid: string;
  readonly state: string;
  timer: Timer | undefined;
}

/** A custom or default executor that runs. */
export interface Executor {
  readonly id: string;
  readonly key: string;
  readonly framework: Framework;
  readonly agent: Agent;
  readonly candidate: Candidate;
  readonly portions: readonly Portion[];
  readonly tasks: Set<Task>;
}

/** An operation with an id. */
export interface Operation {
  readonly id: string;
  readonly status: Fields;
  readonly uuid: string | undefined;
  timer: Timer | undefined;
}

/** All that the master knows. */
export interface State {
  readonly settings: Settings;
  readonly clock: Clock;
  readonly random: Random;
  readonly faults: FaultPlan;
  masterId: string;
  readonly agents: Map<string, Agent>;
  readonly unreachable: Map<string, Agent>;
  readonly frameworks: Map<string, Framework>;
  /** Ids of frameworks that were torn down: they cannot come back. */
  readonly completed: Set<string>;
  readonly offers: Map<string, Offer>;
  readonly inverseOffers: Map<string, InverseOffer>;
  /** Agents to be looked at in the next allocation. */
  readonly dirty: Set<Agent>;
  /** Agents with something that could be offered. */
  readonly idle: Set<Agent>;
  /** All the agents' scalars, in thousandths. */
  readonly totals: Map<string, number>;
  batch: Timer | undefined;
  readonly counts: { offer: number; framework: number; agent: number; sent: number };
  readonly outbox: { readonly subscriber: Subscriber; readonly event: Fields | undefined }[];
  /** What executors were sent: agent, executor, data in base64. */
  readonly messages: Fields[];
}

/** How the master is set up. */
export interface Settings {
  readonly heartbeatMs: number;
  readonly allocationMs: number;
  readonly defaultRefuseMs: number;
  readonly retryMs: number;
  readonly longestRetryMs: number;
  readonly startTime: number;
  readonly domain: Fields | undefined;
  readonly url: { readonly hostname: string; readonly ip: string; readonly port: number };
  readonly script: (task: Fields) => TaskScript;
  readonly killMs: number;
}
