// Layout. All offers of a cluster, the oldest first, those of one age in tie order of their agents, those of one agent by id: `ids[i]`, for the
// role `roleNames[roles[i]]`, came at `receivedAtMs[i]` from the agent `agentOf[i]`. Nothing here changes once made.

import type { Agent } from "../model/cluster.ts";
import type { Offer } from "../model/offer.ts";
import { inverseOf, newIn, type Succession } from "./succession.ts";

interface Columns {
  readonly ids: readonly string[];
  readonly roles: Int32Array;
  readonly roleNames: readonly string[];
  readonly agentOf: Int32Array;
  readonly receivedAtMs: Float64Array;
}

/** The offers of a cluster by the time at which they came. */
export class OfferList {
  readonly ids: readonly string[];
  readonly roles: Int32Array;
  readonly roleNames: readonly string[];
  readonly agentOf: Int32Array;
  readonly receivedAtMs: Float64Array;
  readonly #agents: readonly Agent[];
  #agentIds: readonly string[] | undefined;

  private constructor(agents: readonly Agent[], columns: Columns) {
    this.#agents = agents;
    this.ids = columns.ids;
    this.roles = columns.roles;
    this.roleNames = columns.roleNames;
    this.agentOf = columns.agentOf;
    this.receivedAtMs = columns.receivedAtMs;
  }

  /** Costs O(offers), and O(offers log offers) where they came at different times. */
  static of(agents: readonly Agent[]): OfferList {
    return new OfferList(agents, columnsOf(agents, agents.keys(), []));
  }

  /** The ids of the offers' agents. Costs O(offers) when first asked. */
  get agentIds(): readonly string[] {
    return (this.#agentIds ??= Array.from(this.agentOf, (agent) => this.#agents[agent]!.id));
  }

  /** Those of later agents. Costs O(agents + offers), and O(n log n) for the n of agents that changed. */
  after(agents: readonly Agent[], succession: Succession): OfferList {
    const now = inverseOf(succession, this.#agents.length);
    const came = columnsOf(agents, newIn(succession), this.roleNames);
    const runs = this.#mergedWith(came, now);
    const count = runs.reduce((sum, { start, end }) => sum + end - start, 0);
    const ids = new Array<string>(count);
    const roles = new Int32Array(count);
    const agentOf = new Int32Array(count);
    const receivedAtMs = new Float64Array(count);
    let at = 0;
    for (const { columns, start, end } of runs) {
      roles.set(columns.roles.subarray(start, end), at);
      agentOf.set(columns.agentOf.subarray(start, end), at);
      receivedAtMs.set(columns.receivedAtMs.subarray(start, end), at);
      const isMoved = columns === this && succession.changed === undefined;
      for (let i = start; i < end; i++, at++) {
        ids[at] = columns.ids[i]!;
        if (isMoved) agentOf[at] = now[agentOf[at]!]!;
      }
    }
    return new OfferList(agents, { ids, roles, roleNames: came.roleNames, agentOf, receivedAtMs });
  }

  /** The offers of these that are left, and those that came, in order; `now[agent]` is an agent's number now, or -1. */
  #mergedWith(came: Columns, now: Int32Array): readonly Run[] {
    const runs: Run[] = [];
    let next = 0;
    let nextMs = came.receivedAtMs[0] ?? Infinity;
    let start = 0;
    for (let i = 0; i < this.ids.length; i++) {
      const agent = now[this.agentOf[i]!]!;
      const atMs = this.receivedAtMs[i]!;
      if (agent !== -1 && nextMs > atMs) continue;
      if (agent === -1) {
        if (start < i) runs.push({ columns: this, start, end: i });
        start = i + 1;
        continue;
      }
      const first = next;
      while (next < came.ids.length && isBefore(came, next, atMs, agent)) next++;
      if (first === next) continue;
      if (start < i) runs.push({ columns: this, start, end: i });
      runs.push({ columns: came, start: first, end: next });
      start = i;
      nextMs = came.receivedAtMs[next] ?? Infinity;
    }
    runs.push(
      { columns: this, start, end: this.ids.length },
      { columns: came, start: next, end: came.ids.length },
    );
    return runs;
  }
}

function isBefore({ receivedAtMs, agentOf }: Columns, i: number, atMs: number, agent: number): boolean {
  return receivedAtMs[i]! < atMs || (receivedAtMs[i] === atMs && agentOf[i]! < agent);
}

/** Offers that follow each other in a list, from `start` to before `end`. */
interface Run {
  readonly columns: Columns;
  readonly start: number;
  readonly end: number;
}

/** The offers of these agents; roles are numbered behind those known. */
function columnsOf(
  agents: readonly Agent[],
  numbers: Iterable<number>,
  knownRoles: readonly string[],
): Columns {
  const given: Given[] = [];
  for (const agent of numbers) for (const offer of agents[agent]!.offers) given.push({ offer, agent });
  if (given.some(({ offer }, i) => i > 0 && timeOf(given[i - 1]!.offer) > timeOf(offer)))
    given.sort((a, b) => timeOf(a.offer) - timeOf(b.offer));
  const roles = new Int32Array(given.length);
  const agentOf = new Int32Array(given.length);
  const receivedAtMs = new Float64Array(given.length);
  const roleNames = [...knownRoles];
  const numberOf = new Map(roleNames.map((name, number) => [name, number]));
  for (let i = 0; i < given.length; i++) {
    const { offer, agent } = given[i]!;
    const { role = "*" } = offer;
    let number = numberOf.get(role);
    if (number === undefined) {
      number = roleNames.push(role) - 1;
      numberOf.set(role, number);
    }
    roles[i] = number;
    agentOf[i] = agent;
    receivedAtMs[i] = timeOf(offer);
  }
  return { ids: given.map(({ offer }) => offer.id), roles, roleNames, agentOf, receivedAtMs };
}

/** An offer and the number of its agent. */
interface Given {
  readonly offer: Offer;
  readonly agent: number;
}

function timeOf({ receivedAtMs = 0 }: Offer): number {
  return receivedAtMs;
}
