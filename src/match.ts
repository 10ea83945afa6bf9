import { candidateRows, rolesOffered } from "./agents/agents.ts";
import { viewsOf } from "./agents/views.ts";
import { newCounters, type Context } from "./agents/context.ts";
import { assign, type Placement } from "./assignment/assignment.ts";
import { numberAt } from "./dense/number-at.ts";
import { Tables } from "./dense/tables.ts";
import { rememberOrigin } from "./explain/origin.ts";
import { countTask, exceedsLimit, limitsOf } from "./feasibility/limits.ts";
import { checkMatchInput, checkTasksAgainst } from "./model/input/match.ts";
import type { MatchInput, Round } from "./model/round.ts";
import type { Pending } from "./result/demand.ts";
import { roundOf } from "./result/result.ts";
import { outlookOf } from "./selection/outlook.ts";
import { searchFor } from "./selection/search.ts";
import { findBest, scratchFor } from "./selection/selection.ts";
import { agentsOf } from "./state/state.ts";
import { expectCluster } from "./state/trusted.ts";

/**
 * One round: each task, in the order given, goes to the best agent that can and may take it, and what it takes is gone for the next.
 * Greedy, without backtracking, after Fenzo's scheduleOnce. Changes nothing and depends on nothing but its input: the
 * same input gives the same round. Costs O(tasks × agents) in the worst case.
 *
 * @throws InvalidInputError for input that cannot be right, before anything is done.
 * @throws EvaluatorError when a custom evaluator throws or returns what it should not.
 */
export function match(input: MatchInput): Round {
  checkMatchInput(input);
  const { cluster, tasks, policy = {}, nowMs } = input;
  expectCluster(cluster);
  checkTasksAgainst(cluster, tasks, policy);

  // agents: who could take a task, in which role
  const agents = agentsOf(cluster);
  const roles = new Set(tasks.map(({ role = "*" }) => role));
  const rows = candidateRows(agents, roles, nowMs, cluster.activeGroups);
  const tables = new Tables(rows, outlookOf(tasks, policy));
  const context: Context = { tables, views: viewsOf(tables, nowMs, () => true), counters: newCounters() };
  const scratch = scratchFor(rows.count);
  const limits = limitsOf(policy, agents);
  const offered = rolesOffered(agents);
  const mostAssignments = policy.maxAssignments ?? Infinity;

  const placements: Placement[] = [];
  const pending: Pending[] = [];
  for (const task of tasks) {
    const role = task.role ?? "*";
    if (placements.length >= mostAssignments) pending.push({ task, reason: "round-limit" });
    else if (exceedsLimit(limits, task)) pending.push({ task, reason: "group-limit" });
    else if (!offered.has(role)) pending.push({ task, reason: "no-offers" });
    else {
      // feasibility, constraints, fitness, selection: block by block, for all its agents
      const search = searchFor(task, policy, context);
      const best = findBest(search, context, scratch);
      if (best === undefined) {
        pending.push({ task, reason: "no-agent-fits" });
        continue;
      }
      placements.push(assign(search.request, best, tables));
      countTask(limits, task);
    }
  }
  const placed = placements.map(({ row, running }) => ({ agent: numberAt(rows.agentOf, row), running }));
  return rememberOrigin(roundOf(input, placements, pending, context), { input, placed });
}
