// What a Mesos master does for one framework, as far as the examples need it: it offers what is free, several offers of an
// agent at a time if need be, keeps away what was refused, takes an offer back, and takes launched tasks; agents join and
// leave. Scalars only. In a scheduler of your own a driver stands here.
import type { Decline, Launch, Offer, Scalars, Task } from "stowage";

/** An agent as the master knows it. */
export type AgentSpec = Pick<Offer, "agentId" | "hostname" | "resources" | "attributes">;

/** What the examples ask of a master. */
export interface ToyMaster {
  /** The new offers at this time: per agent what is free, not on offer already and not refused. */
  readonly offers: (nowMs: number) => readonly Offer[];
  /**
   * Takes the tasks of a launch; throws, as Mesos refuses, for a bad offer and for more than was offered. False where an
   * offer has been rescinded or lost with its agent: no task of the launch starts then.
   */
  readonly accept: (launch: Launch, tasks: readonly Task[]) => boolean;
  /** Keeps away what was offered; an offer that is gone already does no harm. */
  readonly decline: (decline: Decline, nowMs: number) => void;
  /** Offers again what was refused. */
  readonly revive: () => void;
  /** An offer is taken back: what it carries is free again. */
  readonly rescind: (offerId: string) => void;
  /** A task has ended: what it held is free again. */
  readonly end: (taskId: string) => void;
  /** An agent is new. */
  readonly join: (spec: AgentSpec) => void;
  /** An agent is gone with its offers and all its tasks; the ids of these are returned. */
  readonly lose: (agentId: string) => readonly string[];
}

interface AgentState {
  readonly spec: AgentSpec;
  readonly running: Map<string, Task>;
  readonly onOffer: Map<string, Scalars>;
  /** As Mesos's filters: an offer of no more than this is not made before that time. */
  refusals: readonly { readonly resources: Scalars; readonly untilMs: number }[];
}

/** A master with these agents. */
export function toyMaster(specs: readonly AgentSpec[]): ToyMaster {
  const agents = new Map<string, AgentState>();
  const goneOffers = new Set<string>();
  let offersMade = 0;

  const join = (spec: AgentSpec): void => {
    agents.set(spec.agentId, { spec, running: new Map(), onOffer: new Map(), refusals: [] });
  };
  for (const spec of specs) join(spec);

  const takeBack = (agentId: string, offerId: string): { agent: AgentState; resources: Scalars } => {
    const agent = agents.get(agentId);
    const resources = agent?.onOffer.get(offerId);
    if (agent === undefined || resources === undefined) throw new Error(`${offerId} is not a valid offer`);
    agent.onOffer.delete(offerId);
    return { agent, resources };
  };

  return {
    offers: (nowMs) => {
      const offers: Offer[] = [];
      for (const agent of agents.values()) {
        const free = freeOf(agent);
        agent.refusals = agent.refusals.filter(({ untilMs }) => nowMs < untilMs);
        const isRefused = agent.refusals.some(({ resources }) => contains(resources, free));
        if (isRefused || contains({}, free)) continue;
        const id = `offer-${++offersMade}`;
        agent.onOffer.set(id, free);
        offers.push({ ...agent.spec, id, resources: free, receivedAtMs: nowMs });
      }
      return offers;
    },
    accept: ({ agentId, offerIds }, tasks) => {
      const valid = offerIds.filter((offerId) => !goneOffers.has(offerId));
      for (const offerId of valid) takeBack(agentId, offerId);
      if (valid.length < offerIds.length) return false;
      const agent = agents.get(agentId);
      if (agent === undefined) throw new Error(`there is no agent ${agentId}`);
      for (const task of tasks) agent.running.set(task.id, task);
      for (const [name, left] of Object.entries(freeOf(agent))) {
        if (left < 0) throw new Error(`the tasks use more ${name} than ${agentId} offered`);
      }
      return true;
    },
    decline: ({ agentId, offerId, refuseSeconds }, nowMs) => {
      if (goneOffers.has(offerId)) return;
      const { agent, resources } = takeBack(agentId, offerId);
      agent.refusals = [...agent.refusals, { resources, untilMs: nowMs + refuseSeconds * 1000 }];
    },
    revive: () => {
      for (const agent of agents.values()) agent.refusals = [];
    },
    rescind: (offerId) => {
      for (const { onOffer } of agents.values()) {
        if (onOffer.delete(offerId)) goneOffers.add(offerId);
      }
    },
    end: (taskId) => {
      for (const { running } of agents.values()) running.delete(taskId);
    },
    join,
    lose: (agentId) => {
      const agent = agents.get(agentId);
      for (const offerId of agent?.onOffer.keys() ?? []) goneOffers.add(offerId);
      agents.delete(agentId);
      return [...(agent?.running.keys() ?? [])];
    },
  };
}

/** What neither a task holds nor an offer carries, in exact thousandths. */
function freeOf({ spec, running, onOffer }: AgentState): Scalars {
  const out = [...Array.from(running.values(), ({ resources }) => resources), ...onOffer.values()];
  const free: Record<string, number> = {};
  for (const [name, amount] of Object.entries(spec.resources)) {
    let thousandths = Math.round(amount * 1000);
    for (const part of out) thousandths -= Math.round((part[name] ?? 0) * 1000);
    free[name] = thousandths / 1000;
  }
  return free;
}

/** Whether the first has at least as much of everything. */
function contains(first: Scalars, second: Scalars): boolean {
  return Object.entries(second).every(([name, amount]) => amount <= (first[name] ?? 0));
}
