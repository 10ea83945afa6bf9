import type { Among } from "./constraint.ts";
import type { Disk } from "./disk.ts";
import type { AttributeValue, PortRange } from "./offer.ts";
import type { RunningTask, Task } from "./task.ts";

/** One device of an agent as an evaluator sees it. */
export interface DeviceView {
  readonly index: number;
  /** Units free and in all. */
  readonly free: number;
  readonly capacity: number;
  /** The binding it serves now; absent when it serves none or is idle. */
  readonly binding?: string;
}

/** An agent as it stands at this moment of the round, in the role of the task at hand. */
export interface AgentView {
  readonly agentId: string;
  readonly hostname: string;
  /** The attribute's value, or its values where it has several; undefined where it has none. */
  readonly attribute: (name: string) => AttributeValue | readonly AttributeValue[] | undefined;
  /** What the role's offers still give of the resource. */
  readonly free: (name: string) => number;
  /** `free` and what the agent's tasks hold: offered and running. */
  readonly total: (name: string) => number;
  /** The devices of the name, by index; empty where it has none. */
  readonly devices: (name: string) => readonly DeviceView[];
  /** Free ports, ascending ranges that neither overlap nor touch. */
  readonly ports: readonly PortRange[];
  /** The disks that the role's offers still give, by id, type and use, each with what is free of it; a whole one that is taken is not among them. */
  readonly disks: readonly Disk[];
  /** Tasks that ran here when the round began. */
  readonly running: readonly RunningTask[];
  /** Tasks placed here so far in this round. */
  readonly assigned: readonly RunningTask[];
}

/** A co-task and where it is. */
export interface CoTask {
  readonly task: Task;
  readonly agentId: string;
  readonly hostname: string;
  /** The attribute of the agent where it is, as {@link AgentView.attribute}. */
  readonly attribute: (name: string) => AttributeValue | readonly AttributeValue[] | undefined;
}

/** The round as a custom evaluator sees it. */
export interface RoundView {
  readonly nowMs: number;
  /** Running and newly placed tasks; default: those of the task's own group. Costs O(their number). */
  readonly coTasks: (among?: Among) => readonly CoTask[];
  /** The agents that can be given tasks of the role in this round, in tie order. Costs O(agents) when first asked. */
  readonly agents: () => readonly AgentView[];
}

/** Runs once per task; what it returns runs per agent and says whether the task may go there. */
export type PrepareConstraint = (task: Task, view: RoundView) => (agent: AgentView) => boolean;

/** Runs once per task; what it returns runs per agent and gives a score within 0..1. */
export type PrepareFitness = (task: Task, view: RoundView) => (agent: AgentView) => number;
