import { viewsOf } from "./agents/views.ts";
import { newCounters, type Context } from "./agents/context.ts";
import { assign, type Placement } from "./assignment/assignment.ts";
import { Tables } from "./dense/tables.ts";
import { rememberOrigin } from "./explain/origin.ts";
import { countTask, exceedsLimit, limitsOf } from "./feasibility/limits.ts";
import { checkMatchInput, checkTasksAgainst } from "./model/input/match.ts";
import type { MatchInput, Round } from "./model/round.ts";
import type { Pending } from "./result/demand.ts";
import { roundOf } from "./result/result.ts";
import { openPools } from "./selection/outlook.ts";
import { searchesOf } from "./selection/search.ts";
import { findBest, newScratch } from "./selection/selection.ts";
import { fleetOf } from "./state/fleets.ts";
import { knownCluster } from "./state/ledger.ts";
import { lookUp } from "./state/sharded-map.ts";

/**
 * One round: each task, in the order given, goes to the best agent that can and may take it, and what it takes is gone for the next.
 * Greedy, without backtracking, after Fenzo's scheduleOnce. Changes nothing and depends on nothing but its input: the
 * same input gives the same round. Costs O(tasks × agents) in the worst case.
 *
 * @throws InvalidInputError for input that cannot be right, before anything is done.
 * @throws EvaluatorError when a custom evaluator throws or returns what it should not.
 */
export function match(given: MatchInput): Round {
  checkMatchInput(given);
  const { cluster, ledger } = knownCluster("cluster", given.cluster);
  const input: MatchInput = { ...given, cluster };
  const { tasks, policy = {}, nowMs } = input;
  checkTasksAgainst(cluster, (taskId) => lookUp(ledger.tasks, taskId) !== undefined, tasks, policy);

  // agents: who could take a task, in which role
  const tables = new Tables(fleetOf(cluster));
  const candidates = openPools(tables, input);
  const views = viewsOf(tables, nowMs, (pool, row) => pool.isOpen(row));
  const context: Context = { tables, views, counters: newCounters() };
  const scratch = newScratch();
  const searchFor = searchesOf(policy, context);
  const limits = limitsOf(policy, tables.agents);
  const mostAssignments = policy.maxAssignments ?? Infinity;

  const placements: Placement[] = [];
  const pending: Pending[] = [];
  for (const task of tasks) {
    const pool = tables.pool(task.role ?? "*");
    if (placements.length >= mostAssignments) pending.push({ task, reason: "round-limit" });
    else if (exceedsLimit(limits, task)) pending.push({ task, reason: "group-limit" });
    else if (pool.count === 0) pending.push({ task, reason: "no-offers" });
    else {
      // feasibility, constraints, fitness, selection
      const search = searchFor(task, pool);
      const best = findBest(search, context.counters, scratch);
      if (best === undefined) {
        pending.push({ task, reason: "no-agent-fits" });
        continue;
      }
      placements.push(assign(search.request, best, tables));
      countTask(limits, task);
    }
  }
  return rememberOrigin(roundOf(input, placements, pending, candidates, context), {
    input,
    placed: placements,
  });
}
