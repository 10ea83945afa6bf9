import { takesTasks } from "../agents/agents.ts";
import { contextOf, type Context } from "../agents/context.ts";
import { viewsOf } from "../agents/views.ts";
import { neededBy } from "../assignment/assignment.ts";
import { intAt } from "../dense/number-at.ts";
import type { Assigned, Pool } from "../dense/pool.ts";
import { Tables } from "../dense/tables.ts";
import { quotasOf, type Quotas } from "../feasibility/quotas.ts";
import type { AgentExplanation, Explanation, FailedCheck } from "../model/explanation.ts";
import { refuse } from "../model/input/expect.ts";
import type { MatchInput, Round } from "../model/round.ts";
import type { Queue } from "../model/queue.ts";
import { heldBy, type Task } from "../model/task.ts";
import { accountsOf } from "../queue/accounts.ts";
import { isInGang } from "../queue/gangs.ts";
import { searchesOf, type Search } from "../selection/search.ts";
import { scoreOfRow } from "../selection/selection.ts";
import { fleetOf } from "../state/fleets.ts";
import { originOf } from "./origin.ts";
import { probesOf, type Probe } from "./probes.ts";

/** How many agents `nearest` lists at most. */
const nearestAgents = 5;

/**
 * Why the task is pending, on every agent, for the state in which the round ended; for an assigned task why it is where it is, for the state
 * in which it was placed. Works the round out again from its input, without searching: O(agents × checks + assignments).
 *
 * @throws InvalidInputError for a round that `match` did not return and for a task that it was not given.
 */
export function explain(round: Round, taskId: string): Explanation {
  const { input, queue, placed, shortGangs } = originOf(round);
  const task =
    input.tasks.find(({ id }) => id === taskId) ?? refuse("taskId", taskId, "the id of a task of the round");
  const index = round.assignments.findIndex((each) => each.taskId === taskId);
  const before = index === -1 ? placed : placedBefore(placed.slice(0, index), task);
  const { context, quotas } = replay(input, queue, before);
  const pool = context.tables.pool(task.role ?? "*");
  const search = searchesOf(input.policy, context)(task, pool);
  const probes = probesOf(search, context, input.cluster);
  const refused = new Int32Array(probes.length);
  const agents = examine(search, probes, refused, pool);
  const reached = quotas.reached(task);
  const assignment = round.assignments[index];
  const gang = isInGang(task) ? shortGangs.get(task.group) : undefined;
  return {
    taskId,
    outcome: round.unmatched.find((each) => each.taskId === taskId)?.reason ?? "assigned",
    ...(assignment !== undefined && { assignment }),
    fitsNow:
      reached.length === 0 &&
      input.nowMs >= (task.readyAtMs ?? -Infinity) &&
      agents.some(({ failures }) => failures.length === 0),
    limits: reached,
    ...(gang !== undefined && { gang }),
    refusals: probes.flatMap(({ kind, name }, i) => {
      const count = intAt(refused, i);
      return count === 0 ? [] : [{ kind, name, agents: count }];
    }),
    agents,
    nearest: nearestOf(agents),
  };
}

/** The tasks placed before this one, as they were then: those of one gang get what they can use once all of them have what they need. */
function placedBefore(placed: readonly Assigned[], { group, gang }: Task): readonly Assigned[] {
  if (gang === undefined) return placed;
  return placed.map(({ agent, running }) => {
    const { task, resources } = running;
    const hasGrown = task.gang !== undefined && task.group === group && resources !== undefined;
    return { agent, running: hasGrown ? { ...running, resources: neededBy(task) } : running };
  });
}

/** The tables and limits after the placements, with a row for every agent. */
function replay(
  input: Required<MatchInput>,
  queue: Queue | undefined,
  placed: readonly Assigned[],
): { readonly context: Context; readonly quotas: Quotas } {
  const { cluster, policy, nowMs } = input;
  const tables = new Tables(fleetOf(cluster), true);
  const accounts = queue && accountsOf(queue, tables.holdings);
  const quotas = quotasOf(policy, tables.agents, accounts);
  for (const each of placed) {
    tables.place(each);
    quotas.hold(each.running.task, heldBy(each.running), 1);
  }
  const isCandidate = (pool: Pool, row: number): boolean =>
    takesTasks(pool.agentAt(row), nowMs, cluster.activeGroups) && pool.offersAt(row).length > 0;
  return { context: contextOf(tables, viewsOf(tables, nowMs, isCandidate), input), quotas };
}

/** Puts every probe to every agent; counts in `refused` what each refuses. */
function examine(
  search: Search,
  probes: readonly Probe[],
  refused: Int32Array,
  { agents }: Pool,
): readonly AgentExplanation[] {
  const all: (readonly FailedCheck[] | undefined)[] = agents.map(() => undefined);
  // One probe after the other: what it looks at lies side by side.
  for (const [i, probe] of probes.entries()) refused[i] = probeAll(probe, all);
  return agents.map(({ id: agentId, hostname }, row) => {
    const failures = all[row];
    if (failures !== undefined) return { agentId, hostname, failures };
    return { agentId, hostname, failures: none, score: scoreOfRow(search, row) };
  });
}

/** Puts a probe to every row, and adds how rows fail to their failures; returns how many do. */
function probeAll({ examine, isLast }: Probe, all: (readonly FailedCheck[] | undefined)[]): number {
  let refused = 0;
  for (let row = 0; row < all.length; row++) {
    const failures = all[row];
    if (isLast && failures !== undefined) continue;
    const failure = examine(row);
    if (failure === undefined) continue;
    // Not pushed: most fail a check or two, and a list that is pushed to has room for 17.
    all[row] = failures === undefined ? [failure] : [...failures, failure];
    refused++;
  }
  return refused;
}

const none: readonly never[] = Object.freeze([]);

/** An agent that refuses a task, and by how much. */
interface Refusing {
  readonly agent: AgentExplanation;
  readonly shortfall: number;
}

/** The agents that refuse the task with the fewest failing checks, then the least relative shortfall, then in tie order. */
function nearestOf(agents: readonly AgentExplanation[]): readonly AgentExplanation[] {
  const nearest: Refusing[] = [];
  for (const agent of agents) {
    const { failures } = agent;
    const last = nearest[nearestAgents - 1];
    if (failures.length === 0 || (last !== undefined && failures.length > last.agent.failures.length))
      continue;
    const refusing = { agent, shortfall: shortfallIn(failures) };
    if (last !== undefined && !isNearer(refusing, last)) continue;
    const after = nearest.findIndex((other) => isNearer(refusing, other));
    nearest.splice(after === -1 ? nearest.length : after, 0, refusing);
    if (nearest.length > nearestAgents) nearest.pop();
  }
  return nearest.map(({ agent }) => agent);
}

/** The sum of the shortfalls, the same in whatever order they come. */
function shortfallIn(failures: readonly FailedCheck[]): number {
  let whole = 0;
  let rest = 0;
  let parts = 0;
  for (const failure of failures) {
    const shortfall = shortfallOf(failure);
    if (shortfall === 1) whole++;
    else {
      rest += shortfall;
      parts++;
    }
  }
  // Two are the same in either order.
  return whole + (parts < 3 ? rest : sumOf(failures.map(shortfallOf).filter((each) => each < 1)));
}

function sumOf(numbers: number[]): number {
  return numbers.sort((a, b) => a - b).reduce((sum, each) => sum + each, 0);
}

function isNearer(a: Refusing, b: Refusing): boolean {
  const difference = a.agent.failures.length - b.agent.failures.length || a.shortfall - b.shortfall;
  return difference < 0;
}

/** What is missing as a part of what is asked, 0..1; 1 where it is not a matter of how much. */
function shortfallOf({ asked, free }: FailedCheck): number {
  return asked === undefined || free === undefined || free >= asked ? 1 : (asked - free) / asked;
}
