// Layout. Agents are numbered 0..agents.length-1 in tie order (hostname, then id). A row is one agent in one role. Rows
// of a role lie together, in tie order: `rangeOf(role)`. `nextRow` chains the rows of one agent from `firstRow[agent]`;
// -1 ends a chain. Nothing here changes after construction.

import type { Agent } from "../model/cluster.ts";
import type { Offer } from "../model/offer.ts";

/** The rows of one role: `first` to `end`, exclusive. */
export interface RowRange {
  readonly first: number;
  readonly end: number;
}

const noRows: RowRange = { first: 0, end: 0 };

/** Which agents can be looked at, in which role. */
export class Rows {
  readonly agents: readonly Agent[];
  /** Row to agent. */
  readonly agentOf: Int32Array;
  /** Row to the offers of its agent and role, sorted by id. */
  readonly offersOf: readonly (readonly Offer[])[];
  readonly firstRow: Int32Array;
  readonly nextRow: Int32Array;
  readonly #offerIds: (readonly string[] | undefined)[] = [];
  /** Per role its rows. */
  readonly ranges: ReadonlyMap<string, RowRange>;

  /** @param include whether an agent (a number) gets a row in a role; asked for every agent and role. */
  constructor(
    agents: readonly Agent[],
    roles: Iterable<string>,
    include: (agent: number, offers: readonly Offer[]) => boolean,
  ) {
    const agentOf: number[] = [];
    const offersOf: (readonly Offer[])[] = [];
    const ranges = new Map<string, RowRange>();
    for (const role of roles) {
      const first = agentOf.length;
      for (let agent = 0; agent < agents.length; agent++) {
        const offers = offersIn(agents[agent]!.offers, role);
        if (!include(agent, offers)) continue;
        agentOf.push(agent);
        offersOf.push(offers);
      }
      ranges.set(role, { first, end: agentOf.length });
    }
    this.agents = agents;
    this.agentOf = Int32Array.from(agentOf);
    this.offersOf = offersOf;
    this.ranges = ranges;
    this.firstRow = new Int32Array(agents.length).fill(-1);
    this.nextRow = new Int32Array(agentOf.length).fill(-1);
    for (let row = agentOf.length - 1; row >= 0; row--) {
      const agent = agentOf[row]!;
      this.nextRow[row] = this.firstRow[agent]!;
      this.firstRow[agent] = row;
    }
  }

  get count(): number {
    return this.agentOf.length;
  }

  /** The rows of a role; empty for a role that has none. */
  rangeOf(role: string): RowRange {
    return this.ranges.get(role) ?? noRows;
  }

  /** The ids of the row's offers; the same list whenever it is asked. */
  offerIdsAt(row: number): readonly string[] {
    return (this.#offerIds[row] ??= this.offersOf[row]!.map(({ id }) => id));
  }

  /** The rows of a role as a list. */
  rowsOf(role: string): number[] {
    const { first, end } = this.rangeOf(role);
    return Array.from({ length: end - first }, (_, i) => first + i);
  }

  offersAt(row: number): readonly Offer[] {
    return this.offersOf[row]!;
  }

  agentNumbered(agent: number): Agent {
    return this.agents[agent]!;
  }

  agentAt(row: number): Agent {
    return this.agents[this.agentOf[row]!]!;
  }
}

/** The offers of a role; the list itself where all are. */
function offersIn(offers: readonly Offer[], role: string): readonly Offer[] {
  const fits = (offer: Offer): boolean => (offer.role ?? "*") === role;
  return offers.every(fits) ? offers : offers.filter(fits);
}
