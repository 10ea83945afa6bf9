import type { Disk } from "../model/disk.ts";
import type { Preference } from "../model/fitness.ts";
import type { AttributeValue, Attributes, DeviceSet, PortRange } from "../model/offer.ts";
import type { Scalars } from "../model/quantity.ts";

/** What an agent gives a role when nothing runs on it. */
export interface ShapeOffer {
  /** Default `"*"`. */
  readonly role?: string;
  readonly resources: Scalars;
  readonly ports?: readonly PortRange[];
  readonly disks?: readonly Disk[];
}

/** What a new agent is like: trials clone it. */
export interface AgentShape {
  /** One a role. */
  readonly offers: readonly ShapeOffer[];
  readonly devices?: readonly DeviceSet[];
  readonly attributes?: Attributes;
}

/**
 * How many agents with one value of the attribute there are to be. After Fenzo's AutoScaleRule.
 * The idle agents of a rule are those that run nothing; see `docs/guide.md` for those that count.
 */
export interface ScalingRule {
  readonly value: AttributeValue;
  /** With fewer idle agents than this, agents are asked for until `maxIdle` are idle. */
  readonly minIdle: number;
  /** With more idle agents than this, the rest is given back. */
  readonly maxIdle: number;
  /** Never so few agents in all, by giving back; with fewer, agents are asked for. Default 0. */
  readonly minSize?: number;
  /** Never so many agents in all, by asking; with more, idle ones are given back. Default: no limit. */
  readonly maxSize?: number;
  /** The least time between two actions of the rule, in ms. */
  readonly cooldownMs: number;
  /** An idle agent that offers less than this of anything named is too small to count as idle: others use it, perhaps. */
  readonly tooSmall?: Scalars;
  /** What agents of the value are like; default: those that have been seen. The value itself need not be among the attributes. */
  readonly shapes?: readonly AgentShape[];
  /** With the method `count`, agents per task, > 0 and at most 1; default 1. */
  readonly shortfallFactor?: number;
}

/** Which idle agents go first, of those that may: agents in no active group go before all others. */
export interface GiveBackOrder {
  /** The agents that these would choose for a task go first: see `prefer`, `preferHigh`. */
  readonly preferences?: readonly Preference[];
  /** Agents with the most frequent value of the attribute go first, so that those that stay are spread evenly. */
  readonly balance?: {
    readonly attribute: string;
    /** How much it counts beside the preferences, by their weights; default 1. */
    readonly weight?: number;
  };
}

/** How `autoscale` decides. */
export interface AutoscaleSettings {
  /** Its value says which rule an agent is under. An agent without a value that a rule has is left alone. */
  readonly attribute: string;
  /** Tasks ask for agents of the first rule that can serve them. */
  readonly rules: readonly ScalingRule[];
  /**
   * How agents for tasks are counted: `trial` (the default) asks for the fewest that a round needs to place them, `count` for one agent a
   * task, as Fenzo's naive evaluator does.
   */
  readonly shortfall?: "trial" | "count";
  readonly giveBack?: GiveBackOrder;
  /** For so long a task must have been short, or agents too few (idle ones, or all), before agents are asked for, in ms; default 0. */
  readonly scaleUpDelayMs?: number;
  /** For so long there must have been too many idle agents before any is given back, in ms; default 0. */
  readonly scaleDownDelayMs?: number;
  /** For so long an agent named for removal takes no task, in ms; default 600,000. */
  readonly disableForMs?: number;
  /** For so long agents asked for are expected, in ms; default 900,000. */
  readonly expectForMs?: number;
  /** After so long a task that is still short may be asked for again, in ms; default: never. */
  readonly askAgainAfterMs?: number;
  /** For so long an agent whose offers were declined counts as there once the refusal is over, in ms; default 60,000. */
  readonly missForMs?: number;
}

export const defaultDisableForMs = 600_000;
export const defaultExpectForMs = 900_000;
export const defaultMissForMs = 60_000;
