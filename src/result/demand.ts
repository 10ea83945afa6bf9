import type { Context } from "../agents/context.ts";
import { lastingCheckOf } from "../constraints/constraints.ts";
import { everHolds } from "../dense/request.ts";
import { requestOf } from "../feasibility/feasibility.ts";
import type { Agent } from "../model/cluster.ts";
import type { DeclineReason, UnmatchedReason } from "../model/round.ts";
import type { Task } from "../model/task.ts";

/** A task that stays pending, and why. */
export interface Pending {
  readonly task: Task;
  readonly reason: UnmatchedReason;
}

/**
 * What the tasks of a role make of one of its agents that was not used. Works a role out when it is first asked about, in
 * O(pending tasks × agents) at most: an agent that some task could run on is not looked at again.
 */
export function demandOf(
  tasks: readonly Task[],
  pending: readonly Pending[],
  context: Context,
): (role: string, agent: Agent) => DeclineReason {
  const roles = new Map<string, (agent: Agent) => DeclineReason>();
  return (role, agent) => {
    let demand = roles.get(role);
    if (demand === undefined) {
      demand = demandIn(role, tasks, pending, context);
      roles.set(role, demand);
    }
    return demand(agent);
  };
}

function demandIn(
  role: string,
  tasks: readonly Task[],
  pending: readonly Pending[],
  context: Context,
): (agent: Agent) => DeclineReason {
  const hasRole = (task: Task): boolean => (task.role ?? "*") === role;
  if (!tasks.some(hasRole)) return () => "no-pending-tasks";
  const left = pending.filter(({ task }) => hasRole(task));
  if (left.length === 0) return () => "not-needed";
  if (left.some(({ reason }) => reason === "round-limit" || reason === "group-limit"))
    return () => "no-task-fits-now";
  const { rows } = context.tables;
  let never = rows.rowsOf(role);
  for (const { task } of left) {
    if (never.length === 0) break;
    const couldRun = everRuns(task, context);
    never = never.filter((row) => !couldRun(row));
  }
  const neverFitting = new Set(never.map((row) => rows.agentAt(row).id));
  return (agent) => (neverFitting.has(agent.id) ? "no-task-fits-ever" : "no-task-fits-now");
}

/** Passes rows that the task could run on if their agents were empty. */
function everRuns(task: Task, context: Context): (row: number) => boolean {
  const holds = everHolds(requestOf(task, context.tables), context.tables);
  const checks = (task.constraints ?? []).flatMap((each) => lastingCheckOf(each, task, context) ?? []);
  return (row) => holds(row) && checks.every((check) => check(row));
}
