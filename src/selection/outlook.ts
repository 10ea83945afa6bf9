import { closedRows } from "../agents/agents.ts";
import { byteAt, floatAt } from "../dense/number-at.ts";
import type { Ordering } from "../dense/order.ts";
import type { Pool } from "../dense/pool.ts";
import { amountIn } from "../dense/roster.ts";
import type { Tables } from "../dense/tables.ts";
import { leastAskedBy } from "../feasibility/feasibility.ts";
import { addLiked, likingText, orderingFor, orderingOf } from "../fitness/ordering.ts";
import { defaultFitness, type Policy } from "../model/policy.ts";
import type { MatchInput } from "../model/round.ts";
import type { Task } from "../model/task.ts";

/** Where tasks look for agents. */
export interface Pools {
  /** How many rows are candidates. */
  readonly candidates: number;
  readonly poolOf: (task: Task) => Pool;
}

/**
 * Opens the pool of every role that a task has, its rows arranged by what the tasks and the policy let expect. Tasks whose preferences pack or spread
 * have pools of their own, where enough have the same. Costs O(tasks + rows × pools).
 */
export function openPools(tables: Tables, { cluster, tasks, policy, nowMs }: Required<MatchInput>): Pools {
  let candidates = 0;
  const own = new Map<Task, Pool>();
  const preferred = namesPreferred(tasks);
  const liked = new Set(preferred);
  addLiked(policy.fitness ?? defaultFitness, liked);
  const unasked = [...liked].filter((name) => !tasks.some((task) => asks(task, name)));
  for (const [role, ofRole] of byRole(tasks)) {
    const pool = tables.pool(role);
    const isClosed = closedRows(pool, tables, nowMs, cluster.activeGroups);
    const arrange = (each: Pool, ordering: Ordering, itsTasks: readonly Task[]): void =>
      each.arrange({ leastAsked: leastAskedBy(itsTasks), ordering }, isClosed);
    const idle = idleAmong(unasked, pool, isClosed);
    arrange(pool, orderingOf(policy, idle), ofRole);
    const isFitnessAll = [...preferred].every((name) => idle.has(name));
    for (const { ordering, alike } of isFitnessAll ? none : liking(ofRole, policy, idle)) {
      const another = tables.anotherPool(role);
      arrange(another, ordering, alike);
      for (const task of alike) own.set(task, another);
    }
    for (let row = 0; row < pool.count; row++) candidates += 1 - byteAt(isClosed, row);
  }
  return { candidates, poolOf: (task) => own.get(task) ?? tables.pool(task.role ?? "*") };
}

/** What the preferences of tasks pack and spread. */
function namesPreferred(tasks: readonly Task[]): ReadonlySet<string> {
  const names = new Set<string>();
  for (const { preferences } of tasks) {
    if (preferences === undefined) continue;
    for (const each of preferences) if (each.kind === "preferHigh") addLiked(each.fitness, names);
  }
  return names;
}

/** Whether a task, or its executor, may come to hold some of a resource. */
function asks({ resources, upTo, executor }: Task, name: string): boolean {
  return (
    amountIn(resources, name) > 0 ||
    (upTo !== undefined && amountIn(upTo, name) > 0) ||
    (executor !== undefined && amountIn(executor.resources, name) > 0)
  );
}

/** Of resources that no task asks those that no row holds, and all rows that are open have, or none has: whether they have any. */
function idleAmong(names: readonly string[], pool: Pool, isClosed: Uint8Array): Ordering["idle"] {
  const idle = new Map<string, boolean>();
  for (const name of names) {
    const { free, held } = pool.column(name);
    let having = 0;
    let open = 0;
    let inUse = 0;
    for (let row = 0; row < pool.count; row++) {
      if (byteAt(isClosed, row) === 1) continue;
      open++;
      if (floatAt(free, row) > 0) having++;
      inUse += floatAt(held, row);
    }
    if (inUse === 0 && (having === 0 || having === open)) idle.set(name, having > 0);
  }
  return idle;
}

const none: readonly never[] = [];

/** A pool of their own takes fewer tasks longer than it saves. */
const enough = 4;

/** Of so many kinds of tasks at most: every task is put in the pools of all. */
const mostPools = 8;

/** Tasks whose preferences pack and spread the same, where they are enough, with the order that they like: the most common first. */
function liking(
  tasks: readonly Task[],
  policy: Policy,
  idle: Ordering["idle"],
): readonly { readonly ordering: Ordering; readonly alike: readonly Task[] }[] {
  const kinds = new Map<string, Task[]>();
  for (const task of tasks) {
    const text = task.preferences && likingText(task.preferences);
    if (text === undefined) continue;
    const alike = kinds.get(text);
    if (alike === undefined) kinds.set(text, [task]);
    else alike.push(task);
  }
  return [...kinds.values()]
    .filter(({ length }) => length >= enough)
    .toSorted((a, b) => b.length - a.length)
    .flatMap((alike) => {
      const ordering = orderingFor(alike[0]?.preferences ?? none, policy, idle);
      return ordering === undefined ? [] : [{ ordering, alike }];
    })
    .slice(0, mostPools);
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
