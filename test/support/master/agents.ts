import { numberAt } from "./json.ts";
import { amountOf, poolOf, put, thousandths, type Portion } from "./portions.ts";
import { portionOf, problemOf } from "./resource.ts";
import type { Agent, AgentDescription, Candidate, State } from "./state.ts";

/** The agent that the description says, not yet registered. */
export function agentFrom(state: State, description: AgentDescription): Agent {
  const { resources, attributes = [], domain, unavailability } = description;
  const id = description.id ?? `${state.masterId}-S${state.counts.agent++}`;
  const exact = new Map<string, number>();
  const portions = resources.map((resource) => {
    const problem = problemOf(resource);
    if (problem !== undefined) throw new Error(`agent ${id}: ${problem}`);
    const portion = portionOf(resource);
    const value = numberAt(resource, "scalar", "value") ?? 0;
    if (portion.amount !== value * 1000) exact.set(portion.kind.key, value);
    return portion;
  });
  return {
    id,
    hostname: description.hostname ?? id,
    attributes,
    ...(domain === undefined ? {} : { domain }),
    unavailability,
    hasGpus: amountOf(portions, "gpus") > 0,
    total: poolOf(portions),
    free: poolOf(portions),
    described: portions,
    exact,
    offers: new Set(),
    inverseOffers: new Set(),
    tasks: new Set(),
    executors: new Set(),
    volumeUsers: new Map(),
    standing: "removed",
  };
}

/** Puts the agent where offers can be made of it. */
export function register(state: State, agent: Agent): void {
  if (state.agents.has(agent.id)) throw new Error(`there is an agent ${agent.id}`);
  agent.standing = "registered";
  state.agents.set(agent.id, agent);
  count(state.totals, agent.described, 1);
}

/** Takes the agent out of what is offered. */
export function unregister(state: State, agent: Agent, standing: Agent["standing"]): void {
  agent.standing = standing;
  state.agents.delete(agent.id);
  state.dirty.delete(agent);
  state.idle.delete(agent);
  count(state.totals, agent.described, -1);
}

/** Gives resources back to their agent: they are offered again. */
export function recover(agent: Agent, candidate: Candidate, portions: Iterable<Portion>): void {
  const list = [...portions];
  count(candidate.held, list, -1);
  for (const portion of list) put(agent.free, portion);
}

/** Counts scalars by name, as held or as free again; what is shared counts for nobody. */
export function count(held: Map<string, number>, portions: Iterable<Portion>, sign: 1 | -1): void {
  for (const { kind, amount } of portions) {
    if (kind.type === "SCALAR" && !kind.isShared)
      held.set(kind.name, (held.get(kind.name) ?? 0) + sign * amount);
  }
}

/** The smallest resources of which an offer is made: 0.01 cpus or 32 MB. */
export const leastCpus = thousandths(0.01);
/** See `leastCpus`. */
export const leastMem = thousandths(32);
