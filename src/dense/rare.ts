// Resources that few agents have: each service that reserves what it uses may have names of its own. Columns of such over all rows would cost as much as
// those of what all agents have, for each of them. Instead the few agents are asked what they offer, less what they have been given to hold in this round.

import { fewOf, untilTaken, type RowCheck } from "./checks.ts";
import type { Pool } from "./pool.ts";
import { amountIn, heldFor } from "./roster.ts";
import type { Tables } from "./tables.ts";

/** What a task asks of a resource that few agents have. */
export interface RareAmount {
  readonly name: string;
  /** In thousandths, > 0. */
  readonly asked: number;
  /** All that offer or hold some of it. */
  readonly agents: readonly number[];
}

/** So many columns are made, whoever has the resource: to know who has what costs more than some columns. */
const mostColumns = 16;

/**
 * The agents that offer or hold some of a resource, where they are few and there are many columns but none of this; else undefined. Costs O(what all agents
 * offer and hold) when first asked.
 */
export function fewHolders(
  { roster, columns, few, isWhole }: Pool,
  name: string,
): readonly number[] | undefined {
  if (isWhole || columns.size < mostColumns || columns.has(name)) return undefined;
  const agents = roster.holdersOf(name);
  return agents.length > few ? undefined : agents;
}

/** Passes rows that still give the amount. */
export function givesRare({ name, asked, agents }: RareAmount, pool: Pool, { residents }: Tables): RowCheck {
  return {
    passes: (row) => {
      let free = offered(name, pool, row);
      for (const running of residents.assignedTo(pool.agentOf[row]!))
        if (pool.isOwn(running.task)) free -= heldFor(running, name);
      return free >= asked;
    },
    only: fewOf(agents),
    epoch: untilTaken,
    kind: `${asked} ${name}`,
  };
}

/** Passes rows that would give the amount if nothing ran there. */
export function couldGiveRare(
  { name, asked, agents }: RareAmount,
  pool: Pool,
  { residents }: Tables,
): RowCheck {
  return {
    passes: (row) => {
      let all = offered(name, pool, row);
      for (const running of pool.agentAt(row).running) all += heldFor(running, name);
      for (const running of residents.assignedTo(pool.agentOf[row]!))
        if (!pool.isOwn(running.task)) all += heldFor(running, name);
      return all >= asked;
    },
    only: fewOf(agents),
    epoch: untilTaken,
    kind: `${asked} ${name}`,
  };
}

/** What the offers of the row name of a resource, in thousandths. */
function offered(name: string, pool: Pool, row: number): number {
  let amount = 0;
  for (const { resources } of pool.offersAt(row)) amount += amountIn(resources, name);
  return amount;
}
