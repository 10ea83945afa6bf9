import type { Constraint } from "./constraint.ts";
import type { Unavailability } from "./offer.ts";
import type { Assignment, Score, UnmatchedReason } from "./round.ts";

/**
 * What can refuse an agent, in the order of the stages:
 * - `role`: it has no offer of the task's role;
 * - `disabled`, `inactive`: it is disabled, or in no active group;
 * - `unavailable`: it is unavailable, or will be while the task runs;
 * - `scarce`: it has scarce resources, and the task asks none of these;
 * - `resource`, `ports`, `devices`, `disks`: less is free than asked;
 * - `exclusive`: a task that wants an agent for itself is there;
 * - `constraint`: one of the task's constraints does not hold.
 */
export type CheckKind =
  | "role"
  | "disabled"
  | "inactive"
  | "unavailable"
  | "scarce"
  | "resource"
  | "ports"
  | "devices"
  | "disks"
  | "exclusive"
  | "constraint";

/** One check that one agent fails. */
export interface FailedCheck {
  readonly kind: CheckKind;
  /**
   * What was checked, readable: `cpus`, `ports`, `gpu`, `ssd`, `ssd vol-1`, `uniqueBy(zone)`, `analytics`; for `scarce` what the agent has,
   * `fpgas, gpus`.
   */
  readonly name: string;
  /**
   * For `resource`, `ports`, `devices`: what the task asks, the agent has free, and has in all; of devices units × count, and free on those that are idle or serve the
   * binding asked. For `disks`: the amount that one request asks,
   * and the most that a single disk for it has free, and has in all; 0 where there is none. For `unavailable`, in ms: for how long the task
   * is taken to run, and how long the agent stays, 0 where it is unavailable already.
   */
  readonly asked?: number;
  readonly free?: number;
  readonly total?: number;
  /** For `resource`: how much of what is asked the task's executor takes, which does not run there yet; absent where none. */
  readonly overhead?: number;
  /** For `unavailable`: when. */
  readonly unavailability?: Unavailability;
  /** For `constraint`: which. */
  readonly constraint?: Constraint;
}

/** One agent as the task sees it. */
export interface AgentExplanation {
  readonly agentId: string;
  readonly hostname: string;
  /**
   * Every failing check, in stage order; none: the task could go there. A constraint with a custom evaluator in it is put only to agents
   * that pass all before it, as in a round.
   */
  readonly failures: readonly FailedCheck[];
  /** Only where nothing fails. */
  readonly score?: Score;
}

/**
 * How many agents one check refuses, counting those that another check refuses too. Each constraint, and each request for devices or disks, is a check of its own: several may
 * have one kind and name.
 */
export interface Refusal {
  readonly kind: CheckKind;
  readonly name: string;
  readonly agents: number;
}

/** A limit in the way of a task: that of its group, or what its tier has for its bucket. */
export interface LimitReached {
  readonly of: "group" | "tier";
  /** Of the group; the number of the tier. */
  readonly name: string;
  /** Only for `tier`: the bucket of it that `used` and `limit` are about. */
  readonly bucket?: string;
  readonly resource: string;
  readonly asked: number;
  /** Held by the group's, or the bucket's, running and newly placed tasks. */
  readonly used: number;
  /** What these may hold at most; for a bucket, as the others of its tier stand. */
  readonly limit: number;
}

/** How far the gang of a task got that did not start. */
export interface GangShortfall {
  /** So many of its tasks had to find an agent in the round for any to start. */
  readonly needed: number;
  /** So many had found one when it was seen that too few would; then no more were tried. */
  readonly found: number;
}

/** Why a task is pending, or why it is where it is. */
export interface Explanation {
  readonly taskId: string;
  /** What the round made of it. */
  readonly outcome: "assigned" | UnmatchedReason;
  /** Only for `assigned`. The agents are then shown as they stood just before it. */
  readonly assignment?: Assignment;
  /**
   * Whether it is ready, no limit is in the way and at least one agent would take it, in the state that is shown: with what is left of offers that the round used or
   * declines, too. Of the task alone: neither the rest of its gang nor `maxAssignments` is looked at.
   */
  readonly fitsNow: boolean;
  /** The limits that it would exceed: those of its group, then those of its tier. */
  readonly limits: readonly LimitReached[];
  /** Only where its gang did not start. */
  readonly gang?: GangShortfall;
  /** In stage order; the constraints as the task lists them. */
  readonly refusals: readonly Refusal[];
  /** Every agent of the cluster, in tie order. */
  readonly agents: readonly AgentExplanation[];
  /** At most five agents that refuse it, fewest failing checks first, then the least sum of what each lacks in proportion, (asked − free) / asked or 1, then tie order. */
  readonly nearest: readonly AgentExplanation[];
}
