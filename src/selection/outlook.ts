import { closedRows } from "../agents/agents.ts";
import { byteAt, floatAt } from "../dense/number-at.ts";
import type { Ordering, Shares } from "../dense/order.ts";
import type { Pool } from "../dense/pool.ts";
import { amountIn } from "../dense/roster.ts";
import type { Tables } from "../dense/tables.ts";
import { leastAskedBy } from "../feasibility/feasibility.ts";
import { addLiked, orderingOf } from "../fitness/ordering.ts";
import { defaultFitness } from "../model/policy.ts";
import type { MatchInput } from "../model/round.ts";
import type { Task } from "../model/task.ts";
import { kindsOf } from "./preferring.ts";

/** Where a task looks whose preferences pack or spread. */
export interface Preferred {
  /** Its rows are in an order that tells of these preferences too. */
  readonly pool: Pool;
  /** The weight of what the order tells. */
  readonly weight: number;
}

/** Where tasks look for agents. */
export interface Pools {
  /** How many rows are candidates. */
  readonly candidates: number;
  /** For all other tasks, the pool of its role. */
  readonly preferred: ReadonlyMap<Task, Preferred>;
}

/**
 * Opens the pool of every role that a task has, its rows arranged by what the tasks and the policy let expect. Tasks whose preferences pack or spread
 * have pools of their own, where enough like the same. Costs O(tasks + rows × pools).
 */
export function openPools(tables: Tables, { cluster, tasks, policy, nowMs }: Required<MatchInput>): Pools {
  let candidates = 0;
  const preferred = new Map<Task, Preferred>();
  const ofPreferences = namesPreferred(tasks);
  const names = new Set(ofPreferences);
  addLiked(policy.fitness ?? defaultFitness, names);
  const unasked = new Set([...names].filter((name) => !tasks.some((task) => asks(task, name))));
  for (const [role, ofRole] of byRole(tasks)) {
    const pool = tables.pool(role);
    const isClosed = closedRows(pool, tables, nowMs, cluster.activeGroups);
    const shares = sharesOf(pool, isClosed, unasked);
    const ordering = orderingOf(policy, shares);
    const open = (another: Pool, its: readonly Task[], order: Ordering): Pool => {
      another.arrange({ leastAsked: leastAskedBy(its), ordering: order }, isClosed);
      return another;
    };
    open(pool, ofRole, ordering);
    const isMore = [...ofPreferences].some((name) => !shares.isIdle(name));
    for (const kind of isMore ? kindsOf(ofRole, policy, shares, ordering) : []) {
      const its = kind.tasks.map(({ task }) => task);
      const own = kind.ordering === ordering ? pool : open(tables.anotherPool(role), its, kind.ordering);
      for (const { task, weight } of kind.tasks) preferred.set(task, { pool: own, weight });
    }
    for (let row = 0; row < pool.count; row++) candidates += 1 - byteAt(isClosed, row);
  }
  return { candidates, preferred };
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

/** What {@link Shares} say of one resource. */
interface Share {
  readonly isIdle: boolean;
  readonly isFull: boolean;
}

/** What is known of resources on the open rows of a pool; no task asks those that are `unasked`. */
function sharesOf(pool: Pool, isClosed: Uint8Array, unasked: ReadonlySet<string>): Shares {
  const known = new Map<string, Share>();
  const look = (name: string): Share => {
    const { free, held } = pool.column(name);
    let open = 0;
    let having = 0;
    let inUse = 0;
    for (let row = 0; row < pool.count; row++) {
      if (byteAt(isClosed, row) === 1) continue;
      open++;
      inUse += floatAt(held, row);
      if (floatAt(free, row) + floatAt(held, row) > 0) having++;
    }
    const isFull = having === open;
    return { isIdle: unasked.has(name) && inUse === 0 && (isFull || having === 0), isFull };
  };
  const of = (name: string): Share => {
    const found = known.get(name) ?? look(name);
    known.set(name, found);
    return found;
  };
  return {
    isIdle: (name) => unasked.has(name) && of(name).isIdle,
    isFull: (name) => of(name).isFull,
  };
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
