// Layout. All offers of a cluster, the oldest first, those of one age in tie order of their agents, those of one agent by id: `ids[i]`, for the
// role `roles[i]`, came at `receivedAtMs[i]` from the agent `agentOf[i]`, whose id is `agentIds[i]`. Nothing here changes once made.

import type { Agent } from "../model/cluster.ts";
import type { Offer } from "../model/offer.ts";
import { inverseOf, newIn, type Succession } from "./succession.ts";

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
  after(agents: readonly Agent[], succession: Succession): OfferList {
    const now = inverseOf(succession, this.#agents);
    const came = OfferList.of(agents, newIn(succession));
    const runs = this.#mergedWith(came, now);
    const count = runs.reduce((sum, { start, end }) => sum + end - start, 0);
    const agentOf = new Int32Array(count);
    const receivedAtMs = new Float64Array(count);
    let at = 0;
    for (const { list, start, end } of runs) {
      agentOf.set(list.agentOf.subarray(start, end), at);
      receivedAtMs.set(list.receivedAtMs.subarray(start, end), at);
      if (list === this && succession.changed === undefined)
        for (let i = at; i < at + end - start; i++) agentOf[i] = now[agentOf[i]!]!;
      at += end - start;
    }
    const textsOf = (column: (list: OfferList) => readonly string[]): readonly string[] => {
      const texts = new Array<string>(count);
      let place = 0;
      for (const { list, start, end } of runs) {
        const given = column(list);
        for (let i = start; i < end; i++) texts[place++] = given[i]!;
      }
      return texts;
    };
    return new OfferList(
      agents.length,
      textsOf(({ ids }) => ids),
      textsOf(({ agentIds }) => agentIds),
      textsOf(({ roles }) => roles),
      agentOf,
      receivedAtMs,
    );
  }

  /** The offers of these that are left, and those that came, in order; `now[agent]` is an agent's number now, or -1. */
  #mergedWith(came: OfferList, now: Int32Array): readonly Run[] {
    const runs: Run[] = [];
    let next = 0;
    let nextMs = came.receivedAtMs[0] ?? Infinity;
    let start = 0;
    for (let i = 0; i < this.ids.length; i++) {
      const agent = now[this.agentOf[i]!]!;
      const atMs = this.receivedAtMs[i]!;
      if (agent !== -1 && nextMs > atMs) continue;
      if (agent === -1) {
        if (start < i) runs.push({ list: this, start, end: i });
        start = i + 1;
        continue;
      }
      const first = next;
      while (next < came.ids.length && came.#isBefore(next, atMs, agent)) next++;
      if (first === next) continue;
      if (start < i) runs.push({ list: this, start, end: i });
      runs.push({ list: came, start: first, end: next });
      start = i;
      nextMs = came.receivedAtMs[next] ?? Infinity;
    }
    runs.push({ list: this, start, end: this.ids.length }, { list: came, start: next, end: came.ids.length });
    return runs;
  }

  #isBefore(i: number, atMs: number, agent: number): boolean {
    return this.receivedAtMs[i]! < atMs || (this.receivedAtMs[i] === atMs && this.agentOf[i]! < agent);
  }
}

/** Offers that follow each other in a list, from `start` to before `end`. */
interface Run {
  readonly list: OfferList;
  readonly start: number;
  readonly end: number;
}

/** An offer and the number of its agent. */
interface Given {
  readonly offer: Offer;
  readonly agent: number;
}

function timeOf({ receivedAtMs = 0 }: Offer): number {
  return receivedAtMs;
}
