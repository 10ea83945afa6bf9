// What a Mesos master does for one framework, as far as the examples need it: it offers what is free, at most once at a
// time, waits out refusals, and takes launched tasks. Scalars only. A scheduler of your own has a driver in its place.
import type { Decline, Launch, Offer, Scalars, Task } from "stowage";

/** An agent as the master knows it. */
export type AgentSpec = Pick<Offer, "agentId" | "hostname" | "resources" | "attributes">;

/** What the examples ask of a master. */
export interface ToyMaster {
  /** The new offers at this time: one per agent that has something free and no offer out. */
  readonly offers: (nowMs: number) => readonly Offer[];
  /** Takes the tasks of a launch; throws, as Mesos refuses, if they are more than was offered. */
  readonly accept: (launch: Launch, tasks: readonly Task[]) => void;
  readonly decline: (decline: Decline, nowMs: number) => void;
  /** A task has ended: what it held is free again. */
  readonly end: (taskId: string) => void;
  /** An agent is gone with all its tasks; their ids are returned. */
  readonly lose: (agentId: string) => readonly string[];
}

interface AgentState {
  readonly spec: AgentSpec;
  readonly running: Map<string, Task>;
  offerId: string | undefined;
  refusedUntilMs: number;
}

/** A master with these agents. */
export function toyMaster(specs: readonly AgentSpec[]): ToyMaster {
  const agents = new Map<string, AgentState>();
  for (const spec of specs) {
    agents.set(spec.agentId, { spec, running: new Map(), offerId: undefined, refusedUntilMs: -Infinity });
  }
  let offersMade = 0;

  const holderOf = (agentId: string, offerId: string): AgentState => {
    const agent = agents.get(agentId);
    if (agent?.offerId !== offerId) throw new Error(`${offerId} of ${agentId} is not a valid offer`);
    agent.offerId = undefined;
    return agent;
  };

  return {
    offers: (nowMs) => {
      const offers: Offer[] = [];
      for (const agent of agents.values()) {
        const free = freeOf(agent);
        const isUsedUp = Object.values(free).every((amount) => amount === 0);
        if (agent.offerId !== undefined || nowMs < agent.refusedUntilMs || isUsedUp) continue;
        agent.offerId = `offer-${++offersMade}`;
        offers.push({ ...agent.spec, id: agent.offerId, resources: free, receivedAtMs: nowMs });
      }
      return offers;
    },
    accept: ({ agentId, offerIds }, tasks) => {
      for (const offerId of offerIds) {
        const agent = holderOf(agentId, offerId);
        for (const task of tasks) agent.running.set(task.id, task);
        const short = Object.entries(freeOf(agent)).find(([, amount]) => amount < 0);
        if (short !== undefined) throw new Error(`the tasks use more ${short[0]} than ${agentId} offered`);
      }
    },
    decline: ({ agentId, offerId, refuseSeconds }, nowMs) => {
      holderOf(agentId, offerId).refusedUntilMs = nowMs + refuseSeconds * 1000;
    },
    end: (taskId) => {
      for (const { running } of agents.values()) running.delete(taskId);
    },
    lose: (agentId) => {
      const lost = [...(agents.get(agentId)?.running.keys() ?? [])];
      agents.delete(agentId);
      return lost;
    },
  };
}

/** What the agent's tasks leave, in exact thousandths. */
function freeOf({ spec, running }: AgentState): Scalars {
  const free: Record<string, number> = {};
  for (const [name, amount] of Object.entries(spec.resources)) {
    let thousandths = Math.round(amount * 1000);
    for (const { resources } of running.values()) thousandths -= Math.round((resources[name] ?? 0) * 1000);
    free[name] = thousandths / 1000;
  }
  return free;
}
