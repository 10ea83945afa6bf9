import { contextOf } from "./agents/context.ts";
import { viewsOf } from "./agents/views.ts";
import { assign, type Placement } from "./assignment/assignment.ts";
import { playGang, playTask, type Pending } from "./assignment/turn.ts";
import { Tables } from "./dense/tables.ts";
import { rememberOrigin } from "./explain/origin.ts";
import { quotasOf } from "./feasibility/quotas.ts";
import type { GangShortfall } from "./model/explanation.ts";
import { checkMatchInput, checkTasksAgainst } from "./model/input/match.ts";
import type {
  AnyMatchInput,
  MatchInput,
  QueuedMatchInput,
  QueuedRound,
  Round,
  UnmatchedReason,
} from "./model/round.ts";
import type { Task } from "./model/task.ts";
import { accountsOf } from "./queue/accounts.ts";
import { lineOf } from "./queue/line.ts";
import { without } from "./queue/queue.ts";
import { takeTurns } from "./queue/turns.ts";
import { roundOf } from "./result/result.ts";
import { openPools } from "./selection/outlook.ts";
import { scoreOf, searchesOf } from "./selection/search.ts";
import { findBest, newScratch } from "./selection/selection.ts";
import { fleetOf } from "./state/fleets.ts";
import { knownCluster } from "./state/ledger.ts";
import { lookUp } from "./state/sharded-map.ts";

/**
 * One round: each task, in the order given, goes to the best agent that can and may take it, and what it takes is gone for the next; a
 * gang goes as a whole, or not at all. Tasks that come in a queue have their turns as it decides, and the queue that is left is returned. Greedy,
 * without backtracking, after Fenzo's scheduleOnce. Changes nothing and depends on nothing but its input: the
 * same input gives the same round. Costs O(tasks × agents) in the worst case.
 *
 * @throws InvalidInputError for input that cannot be right, before anything is done.
 * @throws EvaluatorError when a custom evaluator throws or returns what it should not.
 */
export function match(given: QueuedMatchInput): QueuedRound;
export function match(given: MatchInput): Round;
export function match(given: AnyMatchInput): Round | QueuedRound;
export function match(given: AnyMatchInput): Round | QueuedRound {
  checkMatchInput(given);
  const { cluster, ledger } = knownCluster("cluster", given.cluster);
  const { tasks, known, pathOf } = lineOf(given.tasks);
  // Not spread: what comes from a prototype counts too.
  const { policy = {}, nowMs } = given;
  const input = { cluster, tasks, policy, nowMs };
  const isRunning = (taskId: string): boolean => lookUp(ledger.tasks, taskId) !== undefined;
  checkTasksAgainst(cluster, isRunning, tasks, policy, pathOf);

  // agents: who could take a task, in which role
  const tables = new Tables(fleetOf(cluster));
  const { candidates, preferred } = openPools(tables, input);
  const views = viewsOf(tables, nowMs, (pool, row) => pool.isOpen(row));
  const context = contextOf(tables, views, input);
  const scratch = newScratch();
  const searchFor = searchesOf(policy, context);
  const accounts = known && accountsOf(known.queue, tables.holdings);
  const quotas = quotasOf(policy, tables.agents, accounts);
  const mostAssignments = policy.maxAssignments ?? Infinity;

  const placements: Placement[] = [];
  const pending: Pending[] = [];
  const place = (task: Task): Placement | UnmatchedReason => {
    if (task.readyAtMs !== undefined && nowMs < task.readyAtMs) return "not-ready";
    if (placements.length >= mostAssignments) return "round-limit";
    const refusal = quotas.refusal(task);
    if (refusal !== undefined) return refusal;
    const own = preferred.get(task);
    const pool = own?.pool ?? tables.pool(task.role ?? "*");
    if (pool.roster.offering === 0) return "no-offers";
    // feasibility, constraints, fitness, selection, assignment
    const search = searchFor(task, pool, own?.weight);
    const row = findBest(search, context.counters, scratch);
    if (row === -1) return "no-agent-fits";
    return assign(search.request, row, scoreOf(search, scratch.best), tables);
  };
  const shortGangs = new Map<string, GangShortfall>();
  const play = { tables, quotas, placements, pending, shortGangs };
  takeTurns(tasks, accounts, (task, gang) => {
    if (gang === undefined) playTask(task, play, place);
    else playGang(gang, play, place);
  });

  const round = roundOf(input, placements, pending, candidates, context);
  const origin = { input, queue: known?.queue, placed: placements, shortGangs };
  if (known === undefined) return rememberOrigin(round, origin);
  const placed = placements.map(({ assignment }) => assignment.taskId);
  return rememberOrigin({ ...round, queue: without(known, placed) }, origin);
}
