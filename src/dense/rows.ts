// Layout. A row is an agent that has offers of one role; rows are numbered in tie order. `agentOf[row]` and `rowOf[agent]` (-1 for none) lead from one to
// the other. Nothing here changes once made: rows that stay are shared.

import type { Agent } from "../model/cluster.ts";
import type { Offer } from "../model/offer.ts";
import { changedIn, successionWith, type Succession } from "./succession.ts";

/** The rows of a role. */
export interface Rows {
  readonly agentOf: Int32Array;
  readonly rowOf: Int32Array;
  /** Row to the offers of its agent and role, sorted by id. */
  readonly offersOf: readonly (readonly Offer[])[];
}

/** The rows of later agents, and the rows before that they are. */
interface LaterRows extends Rows {
  readonly rowsFrom: Succession;
}

/**
 * The rows of a role. Costs O(agents).
 *
 * @param isWhole whether agents without offers of the role get a row too: an explanation looks at all.
 */
export function rowsOf(role: string, agents: readonly Agent[], isWhole: boolean): Rows {
  const none = { agentOf: new Int32Array(), rowOf: new Int32Array(), offersOf: [] };
  return listed(role, agents, isWhole, none, new Int32Array(agents.length).fill(-1));
}

/** The rows of the role for later agents. Costs O(agents). */
export function rowsAfter(before: Rows, role: string, agents: readonly Agent[], from: Succession): LaterRows {
  return unmoved(before, role, agents, from) ?? listed(role, agents, false, before, from);
}

/** The rows where no agent and no row has another number; else undefined. */
function unmoved(
  { agentOf, rowOf, offersOf: before }: Rows,
  role: string,
  agents: readonly Agent[],
  from: Succession,
): LaterRows | undefined {
  const changed = changedIn(from);
  if (changed === undefined || agents.length !== rowOf.length) return undefined;
  const offersOf = before.slice();
  const changedRows: number[] = [];
  for (const agent of changed) {
    const row = rowOf[agent]!;
    const offers = offersIn(agents[agent]!.offers, role);
    if ((row === -1) !== (offers.length === 0)) return undefined;
    if (row === -1) continue;
    offersOf[row] = offers;
    changedRows.push(row);
  }
  return { agentOf, rowOf, offersOf, rowsFrom: successionWith(agentOf.length, changedRows) };
}

function listed(
  role: string,
  agents: readonly Agent[],
  isWhole: boolean,
  before: Rows,
  from: Succession,
): LaterRows {
  const agentOf = new Int32Array(agents.length);
  const rowOf = new Int32Array(agents.length).fill(-1);
  const rowsFrom = new Int32Array(agents.length);
  const offersOf: (readonly Offer[])[] = [];
  for (let agent = 0; agent < agents.length; agent++) {
    const old = from[agent]!;
    const oldRow = old === -1 ? -1 : before.rowOf[old]!;
    if (old !== -1 && oldRow === -1) continue;
    const offers = oldRow === -1 ? offersIn(agents[agent]!.offers, role) : before.offersOf[oldRow]!;
    // Those of a row before are some: most need not be looked at.
    if (oldRow === -1 && offers.length === 0 && !isWhole) continue;
    const row = offersOf.push(offers) - 1;
    rowOf[agent] = row;
    agentOf[row] = agent;
    rowsFrom[row] = oldRow;
  }
  const count = offersOf.length;
  return { agentOf: agentOf.subarray(0, count), rowOf, offersOf, rowsFrom: rowsFrom.subarray(0, count) };
}

const none: readonly never[] = [];

/** The offers of a role; the list itself where all are. */
function offersIn(offers: readonly Offer[], role: string): readonly Offer[] {
  const first = offers[0];
  if (first === undefined) return offers;
  if (offers.length === 1) return (first.role ?? "*") === role ? offers : none;
  return offers.filter((offer) => (offer.role ?? "*") === role);
}
