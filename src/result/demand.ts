import type { Context } from "../agents/context.ts";
import { scarceCheck, stayCheck } from "../constraints/agent-checks.ts";
import { checkOf, fewestOf, isLasting } from "../constraints/constraints.ts";
import type { Few, RowCheck } from "../dense/checks.ts";
import { numberAt } from "../dense/number-at.ts";
import { couldGiveRare } from "../dense/rare.ts";
import { everHolds, mayEverHold, onlyDiskHolders, type Request } from "../dense/request.ts";
import { requestOf } from "../feasibility/feasibility.ts";
import type { Pending } from "../assignment/turn.ts";
import { addConstraint, addDevices, addDisks, type Parts } from "../model/parts.ts";
import type { DeclineReason } from "../model/round.ts";
import type { Task } from "../model/task.ts";

/**
 * What the tasks of a role make of one of its agents, by its number, that was not used. Works a role out when it is first asked about, in
 * O(pending tasks × agents) at most: an agent that some task could run on is not looked at again.
 */
export function demandOf(
  tasks: readonly Task[],
  pending: readonly Pending[],
  context: Context,
): (role: string, agent: number) => DeclineReason {
  const roles = new Map<string, Demand>();
  let last: Demand | undefined;
  return (role, agent) => {
    if (last?.role !== role) {
      last = roles.get(role) ?? { role, on: demandIn(role, tasks, pending, context) };
      roles.set(role, last);
    }
    return last.on(agent);
  };
}

interface Demand {
  readonly role: string;
  readonly on: (agent: number) => DeclineReason;
}

function demandIn(
  role: string,
  tasks: readonly Task[],
  pending: readonly Pending[],
  context: Context,
): (agent: number) => DeclineReason {
  const hasRole = (task: Task): boolean => (task.role ?? "*") === role;
  if (!tasks.some(hasRole)) return () => "no-pending-tasks";
  const left = pending.filter(({ task }) => hasRole(task));
  if (left.length === 0) return () => "not-needed";
  const pool = context.tables.pool(role);
  const hopeless = new Map<string, Request[]>();
  const isAble = new Uint8Array(pool.count);
  const isServing = new Uint8Array(pool.count);
  let unserving = pool.rows;
  for (const { task } of left) {
    if (unserving.length === 0) break;
    const request = requestOf(task, pool, context.tables);
    const staying = stayCheck(task, context, pool);
    const guarding = scarceCheck(task, context, pool);
    const rare = request.rare.map((each) => couldGiveRare(each, pool, context.tables));
    const known = knownIn(hopeless, kindOf(request, [staying, guarding, ...rare]));
    if (!mayEverHold(request) || known.some((each) => isWorse(request, each))) continue;
    const ever = everRuns(request, [guarding, ...rare], context);
    if (ever === undefined) continue;
    const look = (row: number): void => {
      if (isServing[row] === 1 || !ever.passes(row)) return;
      isAble[row] = 1;
      if (staying === undefined || staying.passes(row)) isServing[row] = 1;
    };
    const { only } = ever;
    if (only !== undefined && only.count <= pool.few) {
      for (const agent of only.list()) if (pool.rowOf(agent) !== -1) look(pool.rowOf(agent));
    } else {
      unserving.forEach(look);
      unserving = unserving.filter((row) => isServing[row] === 0);
    }
    if (known.length < mostHopeless) known.push(request);
  }
  return (agent) => {
    const row = pool.rowOf(agent);
    if (isServing[row] === 1) return "no-task-fits-now";
    return isAble[row] === 1 ? "agent-unavailable" : "no-task-fits-ever";
  };
}

/** So many requests of a kind are remembered. */
const mostHopeless = 16;

/** The requests of a kind that have been looked at: no row that is left serves them. */
function knownIn(hopeless: Map<string, Request[]>, kind: string): Request[] {
  let known = hopeless.get(kind);
  if (known === undefined) {
    known = [];
    hopeless.set(kind, known);
  }
  return known;
}

/** A text that tasks have in common that could ever run on the same rows, amounts aside. */
function kindOf({ task, overhead }: Request, checks: readonly (RowCheck | undefined)[]): string {
  const { constraints = none, devices = none, disks = none, ports = 0 } = task;
  const kinds = checks.map((check) => check?.kind);
  const isPlain = constraints.length + devices.length + disks.length === 0 && overhead === undefined;
  if (isPlain && ports === 0) return JSON.stringify(kinds);
  const parts: Parts = [];
  for (const each of constraints) addConstraint(parts, each);
  addDevices(parts, devices);
  addDisks(parts, disks);
  return JSON.stringify([
    kinds,
    parts,
    ports,
    overhead && [overhead.executor.id, overhead.names, overhead.amounts],
  ]);
}

const none: readonly never[] = [];

/** Whether a request asks at least as much of everything as another of its kind. */
function isWorse({ layout, amounts }: Request, known: Request): boolean {
  return known.layout.names.every((name, i) => {
    const place = layout.placeOf(name);
    return place !== -1 && numberAt(amounts, place) >= numberAt(known.amounts, i);
  });
}

/** Passes rows that the task could run on if their agents were empty, and stayed; undefined where there is none. */
function everRuns(
  request: Request,
  others: readonly (RowCheck | undefined)[],
  context: Context,
): { readonly passes: (row: number) => boolean; readonly only: Few | undefined } | undefined {
  const { task, pool } = request;
  const holds = everHolds(request, context.tables);
  const lasting = (task.constraints ?? none).filter(isLasting);
  const checks = lasting.map((each) => checkOf(each, task, context, pool));
  for (const check of others) if (check !== undefined) checks.push(check);
  const only = fewestOf([{ only: onlyDiskHolders(request) }, ...checks]);
  if (only?.count === 0) return undefined;
  return { passes: (row) => holds(row) && checks.every(({ passes }) => passes(row)), only };
}
