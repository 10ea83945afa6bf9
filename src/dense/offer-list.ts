// Layout. All offers of a cluster, the oldest first, those of one age in tie order of their agents, those of one agent by id: `ids[i]`, for the
// role `roles[i]`, came at `receivedAtMs[i]` from the agent `agentOf[i]`, whose id is `agentIds[i]`. Nothing here changes once made.

import type { Agent } from "../model/cluster.ts";
import type { Offer } from "../model/offer.ts";
import { changedIn, type Succession } from "./succession.ts";

/** The offers of a cluster by the time at which they came. */
export class OfferList {
  readonly ids: readonly string[];
  readonly agentIds: readonly string[];
  readonly roles: readonly string[];
  readonly agentOf: Int32Array;
  readonly receivedAtMs: Float64Array;
  /** How many agents there are. */
  readonly #agents: number;

  private constructor(
    agents: number,
    ids: readonly string[],
    agentIds: readonly string[],
    roles: readonly string[],
    agentOf: Int32Array,
    receivedAtMs: Float64Array,
  ) {
    this.#agents = agents;
    this.ids = ids;
    this.agentIds = agentIds;
    this.roles = roles;
    this.agentOf = agentOf;
    this.receivedAtMs = receivedAtMs;
  }

  /** Costs O(offers), and O(offers log offers) where they came at different times. */
  static of(agents: readonly Agent[], numbers: Iterable<number> = agents.keys()): OfferList {
    const given: Given[] = [];
    for (const agent of numbers) for (const offer of agents[agent]!.offers) given.push({ offer, agent });
    if (given.some(({ offer }, i) => i > 0 && timeOf(given[i - 1]!.offer) > timeOf(offer)))
      given.sort((a, b) => timeOf(a.offer) - timeOf(b.offer));
    const agentOf = new Int32Array(given.length);
    const receivedAtMs = new Float64Array(given.length);
    for (let i = 0; i < given.length; i++) {
      const { offer, agent } = given[i]!;
      agentOf[i] = agent;
      receivedAtMs[i] = timeOf(offer);
    }
    return new OfferList(
      agents.length,
      given.map(({ offer }) => offer.id),
      given.map(({ offer }) => offer.agentId),
      given.map(({ offer: { role = "*" } }) => role),
      agentOf,
      receivedAtMs,
    );
  }

  /** Those of later agents. Costs O(agents + offers), and O(n log n) for the n of agents that changed. */
  after(agents: readonly Agent[], from: Succession): OfferList {
    const changed = changedIn(from);
    const now =
      changed !== undefined && agents.length === this.#agents ? from : inverseOf(from, this.#agents);
    const came = OfferList.of(agents, changed ?? [...from.keys()].filter((agent) => from[agent] === -1));
    const most = this.ids.length + came.ids.length;
    const ids = new Array<string>(most);
    const agentIds = new Array<string>(most);
    const roles = new Array<string>(most);
    const agentOf = new Int32Array(most);
    const receivedAtMs = new Float64Array(most);
    let count = 0;
    const take = (list: OfferList, i: number, agent: number): void => {
      ids[count] = list.ids[i]!;
      agentIds[count] = list.agentIds[i]!;
      roles[count] = list.roles[i]!;
      agentOf[count] = agent;
      receivedAtMs[count] = list.receivedAtMs[i]!;
      count++;
    };
    let next = 0;
    for (let i = 0; i < this.ids.length; i++) {
      const agent = now[this.agentOf[i]!]!;
      if (agent === -1) continue;
      const atMs = this.receivedAtMs[i]!;
      for (; next < came.ids.length && came.#isBefore(next, atMs, agent); next++)
        take(came, next, came.agentOf[next]!);
      take(this, i, agent);
    }
    for (; next < came.ids.length; next++) take(came, next, came.agentOf[next]!);
    for (const column of [ids, agentIds, roles]) column.length = count;
    return new OfferList(
      agents.length,
      ids,
      agentIds,
      roles,
      agentOf.subarray(0, count),
      receivedAtMs.subarray(0, count),
    );
  }

  #isBefore(i: number, atMs: number, agent: number): boolean {
    return this.receivedAtMs[i]! < atMs || (this.receivedAtMs[i] === atMs && this.agentOf[i]! < agent);
  }
}

/** An offer and the number of its agent. */
interface Given {
  readonly offer: Offer;
  readonly agent: number;
}

function timeOf({ receivedAtMs = 0 }: Offer): number {
  return receivedAtMs;
}

/** Per number before, of so many, the number now, or -1. */
function inverseOf(from: Succession, before: number): Int32Array {
  const now = new Int32Array(before).fill(-1);
  for (let agent = 0; agent < from.length; agent++) if (from[agent] !== -1) now[from[agent]!] = agent;
  return now;
}
