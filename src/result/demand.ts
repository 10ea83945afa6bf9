import type { Context } from "../agents/context.ts";
import { scarceCheck, stayCheck } from "../constraints/agent-checks.ts";
import { fewestOf, lastingCheckOf } from "../constraints/constraints.ts";
import type { RowCheck } from "../dense/checks.ts";
import { numberAt } from "../dense/number-at.ts";
import { everHolds, mayEverHold, type Request } from "../dense/request.ts";
import { requestOf } from "../feasibility/feasibility.ts";
import type { Pending } from "../assignment/turn.ts";
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
  const hopeless: Hopeless[] = [];
  const isAble = new Uint8Array(pool.count);
  let unserving = pool.rows;
  for (const { task } of left) {
    if (unserving.length === 0) break;
    const request = requestOf(task, pool, context.tables);
    const staying = stayCheck(task, context, pool);
    const guarding = scarceCheck(task, context, pool);
    const kind = `${staying?.kind} ${guarding?.kind}`;
    if (!mayEverHold(request) || hopeless.some((known) => isWorse({ request, kind }, known))) continue;
    const couldRun = everRuns(request, guarding, context);
    if (couldRun === undefined) continue;
    const rows = unserving.filter((row) => {
      if (!couldRun(row)) return true;
      isAble[row] = 1;
      return staying !== undefined && !staying.passes(row);
    });
    if (rows.length === unserving.length && isPlain(task) && hopeless.length < mostHopeless)
      hopeless.push({ request, kind });
    unserving = rows;
  }
  const isUnserving = new Uint8Array(pool.count);
  for (const row of unserving) isUnserving[row] = 1;
  return (agent) => {
    const row = pool.rowOf(agent);
    if (isUnserving[row] !== 1) return "no-task-fits-now";
    return isAble[row] === 1 ? "agent-unavailable" : "no-task-fits-ever";
  };
}

/** A request that no row is left for. */
interface Hopeless {
  readonly request: Request;
  /** Which rows pass the checks beside its constraints. */
  readonly kind: string;
}

/** So many of them are remembered. */
const mostHopeless = 16;

/** Whether a task asks for nothing but amounts. */
function isPlain({ constraints = [], devices = [], disks = [], ports = 0, executor }: Task): boolean {
  return (
    constraints.length === 0 &&
    devices.length === 0 &&
    disks.length === 0 &&
    executor === undefined &&
    (ports === 0 || (typeof ports === "object" && ports.length === 0))
  );
}

/** Whether a request asks at least as much of everything as one for amounts alone, and no more rows pass. */
function isWorse({ request: { layout, amounts }, kind }: Hopeless, known: Hopeless): boolean {
  return (
    kind === known.kind &&
    known.request.layout.names.every((name, i) => {
      const place = layout.placeOf(name);
      return place !== -1 && numberAt(amounts, place) >= numberAt(known.request.amounts, i);
    })
  );
}

/** Passes rows that the task could run on if their agents were empty, and stayed; undefined where there is none. */
function everRuns(
  request: Request,
  guarding: RowCheck | undefined,
  context: Context,
): ((row: number) => boolean) | undefined {
  const { task, pool } = request;
  const holds = everHolds(request, context.tables);
  const checks = (task.constraints ?? []).flatMap((each) => lastingCheckOf(each, task, context, pool) ?? []);
  if (fewestOf(checks)?.count === 0) return undefined;
  if (guarding !== undefined) checks.push(guarding);
  return (row) => holds(row) && checks.every(({ passes }) => passes(row));
}
