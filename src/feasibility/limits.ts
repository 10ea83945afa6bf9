import { amountIn } from "../dense/roster.ts";
import type { Agent } from "../model/cluster.ts";
import type { LimitReached } from "../model/explanation.ts";
import type { Policy } from "../model/policy.ts";
import { fromThousandths, toThousandths, type Scalars } from "../model/quantity.ts";
import { heldBy, type Task } from "../model/task.ts";

/** What one limited group may hold and holds of one resource, in thousandths. */
interface Allowance {
  readonly group: string;
  readonly resource: string;
  readonly limit: number;
  used: number;
}

/** What every limited group may hold and holds. */
export type GroupLimits = ReadonlyMap<string, readonly Allowance[]>;

/** The limits of a policy with what running tasks hold of them. Costs O(running tasks) if there is a limit. */
export function limitsOf(policy: Policy, agents: readonly Agent[]): GroupLimits {
  const limits = new Map<string, Allowance[]>();
  for (const [group, scalars] of Object.entries(policy.groupLimits ?? {})) {
    limits.set(
      group,
      Object.entries(scalars).map(([resource, limit]) => ({
        group,
        resource,
        limit: toThousandths(limit),
        used: 0,
      })),
    );
  }
  if (limits.size > 0) {
    for (const { running } of agents) {
      for (const each of running) countHeld(limits, each.task, heldBy(each), 1);
    }
  }
  return limits;
}

/** Counts what the task has been given, or was taken from it again. */
export function countHeld(limits: GroupLimits, task: Task, resources: Scalars, times: 1 | -1): void {
  for (const allowance of allowancesOf(limits, task))
    allowance.used += times * amountIn(resources, allowance.resource);
}

/** Whether the task would take its group over a limit. */
export function exceedsLimit(limits: GroupLimits, task: Task): boolean {
  for (const { resource, limit, used } of allowancesOf(limits, task)) {
    if (used + amountIn(task.resources, resource) > limit) return true;
  }
  return false;
}

/** How much more of a resource the task's group may hold, in thousandths. */
export function roomInLimit(limits: GroupLimits, task: Task, name: string): number {
  const allowance = allowancesOf(limits, task).find(({ resource }) => resource === name);
  return allowance === undefined ? Infinity : allowance.limit - allowance.used;
}

/** The limits that the task would take its group over. */
export function limitsReached(limits: GroupLimits, task: Task): readonly LimitReached[] {
  return allowancesOf(limits, task)
    .filter(({ resource, limit, used }) => used + amountIn(task.resources, resource) > limit)
    .map(({ group, resource, limit, used }) => ({
      of: "group",
      name: group,
      resource,
      asked: fromThousandths(amountIn(task.resources, resource)),
      used: fromThousandths(used),
      limit: fromThousandths(limit),
    }));
}

const unlimited: readonly Allowance[] = [];

function allowancesOf(limits: GroupLimits, { group }: Task): readonly Allowance[] {
  return group === undefined ? unlimited : (limits.get(group) ?? unlimited);
}
