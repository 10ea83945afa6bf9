// Layout. A row is an agent that has offers of one role, or had some not long ago; rows are numbered in tie order. `agentOf[row]` and `rowOf[agent]` (-1 for
// none) lead from one to the other; `isIdle[row]` is 1 where the agent has no offers of the role now. Nothing here changes once made: rows that stay are
// shared. Offers come and go with every round: were a row to go with them, all others would be numbered, and their columns made, anew.

import type { Agent } from "../model/cluster.ts";
import type { Offer } from "../model/offer.ts";
import { successionWith, type Succession } from "./succession.ts";

/** The rows of a role. */
export interface Rows {
  readonly agentOf: Int32Array;
  readonly rowOf: Int32Array;
  /** Row to the offers of its agent and role, sorted by id. */
  readonly offersOf: readonly (readonly Offer[])[];
  readonly isIdle: Uint8Array;
  /** How many rows have offers. */
  readonly offering: number;
}

/** The rows of later agents, and the rows before that they are. */
interface LaterRows extends Rows {
  readonly rowsFrom: Succession;
}

/** For each row that has offers so many that have none may be kept. */
const mostIdle = 7;

/**
 * The rows of a role. Costs O(agents).
 *
 * @param isWhole whether agents without offers of the role get a row too: an explanation looks at all.
 * @param having the numbers of the agents that have offers of the role, where they are known.
 */
export function rowsOf(
  role: string,
  agents: readonly Agent[],
  isWhole: boolean,
  having?: readonly number[],
): Rows {
  const stays = isWhole ? new Uint8Array(agents.length).fill(1) : undefined;
  return listed(role, agents, noRows, undefined, stays, having);
}

/** Per role the agents that have offers of it, by their numbers. Costs O(offers). */
export function agentsByRole(agents: readonly Agent[]): ReadonlyMap<string, readonly number[]> {
  const byRole = new Map<string, number[]>();
  let last: string | undefined;
  let having: number[] = [];
  for (let agent = 0; agent < agents.length; agent++) {
    for (const { role = "*" } of agents[agent]!.offers) {
      if (role !== last) {
        last = role;
        having = byRole.get(role) ?? [];
        if (having.length === 0) byRole.set(role, having);
      }
      if (having.at(-1) !== agent) having.push(agent);
    }
  }
  return byRole;
}

/** The rows of the role for later agents. Costs O(agents). */
export function rowsAfter(
  before: Rows,
  role: string,
  agents: readonly Agent[],
  succession: Succession,
): LaterRows {
  const { changed } = succession;
  const stays = new Uint8Array(agents.length);
  if (changed === undefined) return listed(role, agents, before, succession.from, stays);
  const { agentOf, rowOf } = before;
  const offersOf = before.offersOf.slice();
  const isIdle = before.isIdle.slice();
  const changedRows: number[] = [];
  let isMoved = false;
  let { offering } = before;
  for (const agent of changed) {
    const row = rowOf[agent]!;
    const offers = offersIn(agents[agent]!.offers, role);
    const idle = offers.length === 0 ? 1 : 0;
    if (row === -1) {
      if (idle === 0) isMoved = true;
      continue;
    }
    offering += isIdle[row]! - idle;
    offersOf[row] = offers;
    isIdle[row] = idle;
    changedRows.push(row);
  }
  const isCrowded = offersOf.length > (1 + mostIdle) * offering;
  if (!isMoved && !isCrowded) {
    const rowsFrom = successionWith(offersOf.length, changedRows);
    return { agentOf, rowOf, offersOf, isIdle, offering, rowsFrom };
  }
  if (!isCrowded) for (const agent of agentOf) stays[agent] = 1;
  return listed(role, agents, before, succession.from, stays);
}

/**
 * @param from what became of the rows before; undefined where all agents are new.
 * @param stays 1 for agents that have a row even without offers.
 * @param among the numbers of the agents to look at: by default, all.
 */
function listed(
  role: string,
  agents: readonly Agent[],
  before: Rows,
  from: Int32Array | undefined,
  stays: Uint8Array | undefined,
  among?: readonly number[],
): LaterRows {
  const most = among === undefined ? agents.length : among.length;
  const agentOf = new Int32Array(most);
  const rowOf = new Int32Array(agents.length).fill(-1);
  const isIdle = new Uint8Array(most);
  const rowsFrom = new Int32Array(most);
  const offersOf: (readonly Offer[])[] = [];
  let offering = 0;
  for (let i = 0; i < most; i++) {
    const agent = among === undefined ? i : among[i]!;
    const old = from === undefined ? -1 : from[agent]!;
    const oldRow = old === -1 ? -1 : before.rowOf[old]!;
    if (old !== -1 && oldRow === -1) continue;
    const offers = oldRow === -1 ? offersIn(agents[agent]!.offers, role) : before.offersOf[oldRow]!;
    // Those of rows before need not be looked at.
    const idle = oldRow === -1 ? Number(offers.length === 0) : before.isIdle[oldRow]!;
    if (idle === 1 && stays?.[agent] !== 1) continue;
    const row = offersOf.push(offers) - 1;
    rowOf[agent] = row;
    agentOf[row] = agent;
    isIdle[row] = idle;
    rowsFrom[row] = oldRow;
    offering += 1 - idle;
  }
  const count = offersOf.length;
  return {
    agentOf: agentOf.subarray(0, count),
    rowOf,
    offersOf,
    isIdle: isIdle.subarray(0, count),
    offering,
    rowsFrom: { from: rowsFrom.subarray(0, count), changed: undefined },
  };
}

const none: readonly never[] = [];
const noRows: Rows = {
  agentOf: new Int32Array(),
  rowOf: new Int32Array(),
  offersOf: none,
  isIdle: new Uint8Array(),
  offering: 0,
};

/** The offers of a role; the list itself where all are. */
function offersIn(offers: readonly Offer[], role: string): readonly Offer[] {
  const first = offers[0];
  if (first === undefined) return offers;
  if (offers.length === 1) return (first.role ?? "*") === role ? offers : none;
  return offers.filter((offer) => (offer.role ?? "*") === role);
}
