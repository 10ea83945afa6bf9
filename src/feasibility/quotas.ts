import type { Agent } from "../model/cluster.ts";
import type { LimitReached } from "../model/explanation.ts";
import type { Policy } from "../model/policy.ts";
import type { Scalars } from "../model/quantity.ts";
import type { Task } from "../model/task.ts";
import { exceedsTier, holdMore, roomIn, tierLimitsReached, type Accounts } from "../queue/accounts.ts";
import { countHeld, exceedsLimit, limitsOf, limitsReached, roomInLimit } from "./limits.ts";

/** What tasks may hold beside what agents have: the limits of their groups, and of their tiers where they wait in a queue. */
export interface Quotas {
  /** Which limit is in the way of a task, if one is. */
  readonly refusal: (task: Task) => "tier-limit" | "group-limit" | undefined;
  readonly reached: (task: Task) => readonly LimitReached[];
  /** How much more of a resource a task may hold, in thousandths. */
  readonly roomFor: (task: Task, resource: string) => number;
  /** A task was given resources, or they were taken from it again. */
  readonly hold: (task: Task, resources: Scalars, times: 1 | -1) => void;
}

/** The quotas as a round begins. Costs O(running tasks) if a group has a limit. */
export function quotasOf(policy: Policy, agents: readonly Agent[], accounts: Accounts | undefined): Quotas {
  const limits = limitsOf(policy, agents);
  return {
    refusal: (task) => {
      if (accounts !== undefined && exceedsTier(accounts.ofTask(task), task)) return "tier-limit";
      return exceedsLimit(limits, task) ? "group-limit" : undefined;
    },
    reached: (task) => [
      ...limitsReached(limits, task),
      ...(accounts === undefined ? [] : tierLimitsReached(accounts.ofTask(task), task)),
    ],
    roomFor: (task, resource) =>
      Math.min(
        roomInLimit(limits, task, resource),
        accounts === undefined ? Infinity : roomIn(accounts.ofTask(task), resource),
      ),
    hold: (task, resources, times) => {
      countHeld(limits, task, resources, times);
      if (accounts !== undefined) holdMore(accounts.ofTask(task), resources, times);
    },
  };
}
