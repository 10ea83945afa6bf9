// Layout. All offers of a cluster, the oldest first, those of one age in tie order of their agents, those of one agent by id: `offers[i]` came at
// `receivedAtMs[i]` from the agent `agentOf[i]`. Nothing here changes once made.

import type { Agent } from "../model/cluster.ts";
import type { Offer } from "../model/offer.ts";
import type { Succession } from "./succession.ts";

/** The offers of a cluster by the time at which they came. */
export class OfferList {
  readonly offers: readonly Offer[];
  readonly agentOf: readonly number[];
  readonly receivedAtMs: readonly number[];

  private constructor({ offers, agentOf, receivedAtMs }: Columns) {
    this.offers = offers;
    this.agentOf = agentOf;
    this.receivedAtMs = receivedAtMs;
  }

  /** Costs O(offers), and O(offers log offers) where they came at different times. */
  static of(agents: readonly Agent[]): OfferList {
    const columns = newColumns();
    for (let agent = 0; agent < agents.length; agent++) addOffers(columns, agents[agent]!, agent);
    return new OfferList(byAge(columns));
  }

  /** Those of later agents. Costs O(agents + offers), and O(n log n) for the n of agents that changed. */
  after(agents: readonly Agent[], from: Succession, before: number): OfferList {
    const now = new Int32Array(before).fill(-1);
    const fresh = newColumns();
    for (let agent = 0; agent < agents.length; agent++) {
      const old = from[agent]!;
      if (old === -1) addOffers(fresh, agents[agent]!, agent);
      else now[old] = agent;
    }
    const came = byAge(fresh);
    const merged = newColumns();
    let next = 0;
    for (let i = 0; i < this.offers.length; i++) {
      const agent = now[this.agentOf[i]!]!;
      if (agent === -1) continue;
      const receivedAtMs = this.receivedAtMs[i]!;
      while (next < came.offers.length && isBefore(came, next, receivedAtMs, agent))
        move(came, next++, merged);
      add(merged, this.offers[i]!, agent, receivedAtMs);
    }
    while (next < came.offers.length) move(came, next++, merged);
    return new OfferList(merged);
  }
}

interface Columns {
  readonly offers: Offer[];
  readonly agentOf: number[];
  readonly receivedAtMs: number[];
}

function newColumns(): Columns {
  return { offers: [], agentOf: [], receivedAtMs: [] };
}

function add({ offers, agentOf, receivedAtMs }: Columns, offer: Offer, agent: number, atMs: number): void {
  offers.push(offer);
  agentOf.push(agent);
  receivedAtMs.push(atMs);
}

function addOffers(columns: Columns, { offers }: Agent, agent: number): void {
  for (const offer of offers) add(columns, offer, agent, offer.receivedAtMs ?? 0);
}

function move({ offers, agentOf, receivedAtMs }: Columns, i: number, to: Columns): void {
  add(to, offers[i]!, agentOf[i]!, receivedAtMs[i]!);
}

/** The same offers, which are in tie order, the oldest first. */
function byAge(columns: Columns): Columns {
  const { receivedAtMs } = columns;
  if (receivedAtMs.every((atMs, i) => i === 0 || receivedAtMs[i - 1]! <= atMs)) return columns;
  const sorted = newColumns();
  for (const i of [...receivedAtMs.keys()].sort((a, b) => receivedAtMs[a]! - receivedAtMs[b]!))
    move(columns, i, sorted);
  return sorted;
}

function isBefore({ receivedAtMs, agentOf }: Columns, i: number, atMs: number, agent: number): boolean {
  return receivedAtMs[i]! < atMs || (receivedAtMs[i] === atMs && agentOf[i]! < agent);
}
