import { closedRows } from "../agents/agents.ts";
import { byteAt } from "../dense/number-at.ts";
import type { Tables } from "../dense/tables.ts";
import { leastAskedBy } from "../feasibility/feasibility.ts";
import { likesOf } from "../fitness/fitness.ts";
import { defaultFitness, defaultWeights } from "../model/policy.ts";
import type { MatchInput } from "../model/round.ts";
import type { Task } from "../model/task.ts";

/**
 * Opens the pool of every role that a task has, its rows arranged by what the tasks and the policy let expect. Returns how many rows
 * are candidates. Costs O(tasks + rows).
 */
export function openPools(tables: Tables, { cluster, tasks, policy, nowMs }: Required<MatchInput>): number {
  const { fitness = defaultFitness, weights = defaultWeights } = policy;
  const likes = weights.fitness > 0 ? likesOf(fitness) : [];
  let candidates = 0;
  for (const [role, ofRole] of byRole(tasks)) {
    const pool = tables.pool(role);
    const isClosed = closedRows(pool, tables, nowMs, cluster.activeGroups);
    pool.arrange({ leastAsked: leastAskedBy(ofRole), likes }, isClosed);
    for (let row = 0; row < pool.count; row++) candidates += 1 - byteAt(isClosed, row);
  }
  return candidates;
}

function byRole(tasks: readonly Task[]): ReadonlyMap<string, readonly Task[]> {
  const [first] = tasks;
  const ofFirst = first?.role ?? "*";
  if (first !== undefined && tasks.every(({ role = "*" }) => role === ofFirst))
    return new Map([[ofFirst, tasks]]);
  const roles = new Map<string, Task[]>();
  for (const task of tasks) {
    const { role = "*" } = task;
    const ofRole = roles.get(role);
    if (ofRole === undefined) roles.set(role, [task]);
    else ofRole.push(task);
  }
  return roles;
}
