import type { AttributeValue } from "../model/offer.ts";
import type { AgentShape } from "./settings.ts";

/** So many agents of one shape. */
export interface ShapeCount {
  readonly shape: AgentShape;
  readonly agents: number;
}

/** Agents to start. */
export interface ScaleUp {
  readonly type: "scale-up";
  /** Of the attribute, for each of them. */
  readonly value: AttributeValue;
  /** How many in all: `forTasks`, `forIdle` and `forSize` together. */
  readonly agents: number;
  /** For the tasks of `taskIds`. */
  readonly forTasks: number;
  /** So that enough are idle. */
  readonly forIdle: number;
  /** So that there are `minSize`. */
  readonly forSize: number;
  /** The tasks for which agents are asked here, in the order of the tasks. */
  readonly taskIds: readonly string[];
  /** What the agents for tasks should be like, `forTasks` in all; empty with the method `count`. */
  readonly shapes: readonly ShapeCount[];
}

/** An agent to stop, disabled from now on. */
export interface GivenBackAgent {
  readonly agentId: string;
  readonly hostname: string;
  /** Whether it was in an active group. */
  readonly wasActive: boolean;
}

/** Agents to stop. */
export interface ScaleDown {
  readonly type: "scale-down";
  readonly value: AttributeValue;
  /** In the order in which they were chosen. */
  readonly agents: readonly GivenBackAgent[];
}

export type ScalingAction = ScaleUp | ScaleDown;

/**
 * What becomes of a task that is short of agents:
 * - `delayed`: it has not been short for long enough;
 * - `covered`: agents that are there, or expected, will have room for it;
 * - `asked`: agents were asked for it, now or before;
 * - `cooldown`: agents will be asked for it when the rule's cooldown is over;
 * - `at-max-size`: agents would help, but no rule that could serve it may have more;
 * - `limited`: something else stands in its way, a limit of its group, say;
 * - `unservable`: no agent of a known shape could run it.
 */
export type ShortfallState =
  | "delayed"
  | "covered"
  | "asked"
  | "cooldown"
  | "at-max-size"
  | "limited"
  | "unservable";

/** A task that is short of agents. */
export interface ShortTask {
  readonly taskId: string;
  readonly state: ShortfallState;
}
