import type { Decline, Launch, Offer, RunningTask, Task } from "stowage";
import type { AgentSpec } from "./agent-spec.ts";
import { amountsOf, minus, plus, scalarsOf, type Amounts } from "./amounts.ts";
import { agentStateOf, type AgentState, type OutstandingOffer, type Pool } from "./agent-state.ts";
import { deviceKey, violationsOf, withGrant, withoutGrant } from "./launch-checks.ts";
import { joinRanges, withoutPorts } from "./port-ranges.ts";

/** A Mesos master in small: it knows what is free on each agent, offers it, and checks what is made of the offers. */
export interface Master {
  readonly agents: ReadonlyMap<string, AgentState>;
  /** By id, of every agent that is up. */
  readonly offers: ReadonlyMap<string, OutstandingOffer>;
  /** Offers whatever is free, not offered and not refused now. */
  offerAgain(nowMs: number): readonly Offer[];
  /** Starts the tasks of a launch; what is left of its offers can be offered again. Returns what was wrong: then nothing has started. */
  accept(launch: Launch, taskOf: (id: string) => Task | undefined, isDisabled: boolean): readonly string[];
  /** Takes an offer back for `refuseSeconds`. Returns what was wrong. */
  decline(decline: Decline, nowMs: number): readonly string[];
  /** Takes an offer back; the agent is offered again from `againAtMs` on. */
  rescind(offerId: string, againAtMs: number): void;
  /** Starts a task on an agent where there is room for it, outside of any offer. */
  start(running: RunningTask): void;
  end(taskId: string, agentId: string): void;
  /** The agent goes, with its offers and tasks, which are returned. */
  lose(agentId: string): readonly RunningTask[];
  /** The agent is there again, empty. */
  bringBack(agentId: string): void;
  /** One more agent, empty. */
  join(spec: AgentSpec): void;
  /** A lost agent goes for good. */
  forget(agentId: string): void;
}

/** The least that Mesos offers (MIN_CPUS, MIN_MEM): 0.01 cpus or 32 MiB, in thousandths. */
const leastCpus = 10;
const leastMem = 32_000;

/** A master of these agents, all up, nothing running, nothing offered. */
export function masterOf(specs: readonly AgentSpec[]): Master {
  const agents = new Map(specs.map((spec) => [spec.id, agentStateOf(spec)]));
  const offers = new Map<string, OutstandingOffer>();
  let lastOffer = 0;

  function offerAgain(nowMs: number): readonly Offer[] {
    const made: Offer[] = [];
    for (const agent of agents.values()) {
      if (!agent.isUp) continue;
      for (const pool of agent.pools) {
        if (pool.notBeforeMs <= nowMs && isWorthOffering(pool)) made.push(makeOffer(agent, pool, nowMs));
      }
    }
    return made;
  }

  function makeOffer({ spec }: AgentState, pool: Pool, nowMs: number): Offer {
    const id = `offer-${++lastOffer}`;
    const { unoffered: amounts, unofferedPorts: ports } = pool;
    offers.set(id, { id, agentId: spec.id, pool, amounts, ports });
    pool.unoffered = new Map();
    pool.unofferedPorts = [];
    return {
      id,
      agentId: spec.id,
      hostname: spec.hostname,
      role: pool.role,
      resources: scalarsOf(amounts),
      ports,
      devices: spec.devices,
      attributes: spec.attributes,
      receivedAtMs: nowMs,
    };
  }

  function accept(
    launch: Launch,
    taskOf: (id: string) => Task | undefined,
    isDisabled: boolean,
  ): readonly string[] {
    const agent = agents.get(launch.agentId);
    const used = launch.offerIds.flatMap((id) => offers.get(id) ?? []);
    const isWrong = used.some(({ agentId, pool }) => agentId !== launch.agentId || pool.role !== launch.role);
    if (
      agent === undefined ||
      isWrong ||
      new Set(used).size !== launch.offerIds.length ||
      used.length === 0
    ) {
      return [
        `the launch on ${launch.agentId} names offers that do not stand: ${launch.offerIds.join(", ")}`,
      ];
    }
    const amounts = used.reduce<Amounts>((sum, offer) => plus(sum, offer.amounts), new Map());
    const ports = used.flatMap((offer) => offer.ports);
    const running = [...agent.tasks.values()].map(({ task }) => task);
    const { devices: deviceSets } = agent.spec;
    const ground = { amounts, ports, deviceSets, deviceUses: agent.deviceUses, running, isDisabled };
    const wrong = violationsOf(launch, taskOf, ground);
    if (wrong.length > 0) return wrong.map((each) => `${launch.agentId}: ${each}`);
    for (const offer of used) takeBack(offer);
    for (const { taskId, ports: granted, devices } of launch.assignments) {
      const task = taskOf(taskId);
      if (task !== undefined)
        start({ task, agentId: launch.agentId, hostname: launch.hostname, ports: granted, devices });
    }
    return [];
  }

  function decline({ offerId, refuseSeconds }: Decline, nowMs: number): readonly string[] {
    const offer = offers.get(offerId);
    if (offer === undefined) return [`the declined offer ${offerId} does not stand`];
    takeBack(offer);
    offer.pool.notBeforeMs = nowMs + 1000 * refuseSeconds;
    return [];
  }

  function rescind(offerId: string, againAtMs: number): void {
    const offer = offers.get(offerId);
    if (offer === undefined) throw new Error(`there is no offer ${offerId} to rescind`);
    takeBack(offer);
    offer.pool.notBeforeMs = againAtMs;
  }

  function takeBack({ id, pool, amounts, ports }: OutstandingOffer): void {
    offers.delete(id);
    pool.unoffered = plus(pool.unoffered, amounts);
    pool.unofferedPorts = joinRanges(pool.unofferedPorts, ports);
  }

  function start(running: RunningTask): void {
    const { task, agentId, ports = [], devices = [] } = running;
    const agent = agentAt(agentId);
    const pool = poolOf(agent, task);
    const amounts = amountsOf(task.resources);
    agent.tasks.set(task.id, running);
    pool.unoffered = minus(pool.unoffered, amounts);
    pool.unofferedPorts = withoutPorts(pool.unofferedPorts, ports);
    pool.used = plus(pool.used, amounts);
    pool.usedPorts += ports.length;
    for (const grant of devices) {
      agent.deviceUses.set(deviceKey(grant), withGrant(agent.deviceUses.get(deviceKey(grant)), grant));
    }
  }

  function end(taskId: string, agentId: string): void {
    const agent = agentAt(agentId);
    const running = agent.tasks.get(taskId);
    if (running === undefined) throw new Error(`${taskId} does not run on ${agentId}`);
    const { task, ports = [], devices = [] } = running;
    const pool = poolOf(agent, task);
    const amounts = amountsOf(task.resources);
    agent.tasks.delete(taskId);
    pool.unoffered = plus(pool.unoffered, amounts);
    pool.unofferedPorts = joinRanges(
      pool.unofferedPorts,
      ports.map((port) => [port, port] as const),
    );
    pool.used = minus(pool.used, amounts);
    pool.usedPorts -= ports.length;
    // What is free now is more than what was refused: the filter of a decline does not cover it.
    pool.notBeforeMs = 0;
    for (const grant of devices) {
      const left = withoutGrant(agent.deviceUses.get(deviceKey(grant)), grant);
      if (left === undefined) agent.deviceUses.delete(deviceKey(grant));
      else agent.deviceUses.set(deviceKey(grant), left);
    }
  }

  function lose(agentId: string): readonly RunningTask[] {
    const agent = agentAt(agentId);
    for (const { id, agentId: owner } of offers.values()) if (owner === agentId) offers.delete(id);
    agents.set(agentId, { ...agentStateOf(agent.spec), isUp: false });
    return [...agent.tasks.values()];
  }

  function bringBack(agentId: string): void {
    agentAt(agentId).isUp = true;
  }

  function join(spec: AgentSpec): void {
    agents.set(spec.id, agentStateOf(spec));
  }

  function forget(agentId: string): void {
    agents.delete(agentId);
  }

  function agentAt(agentId: string): AgentState {
    const agent = agents.get(agentId);
    if (agent === undefined) throw new Error(`there is no agent ${agentId}`);
    return agent;
  }

  return { agents, offers, offerAgain, accept, decline, rescind, start, end, lose, bringBack, join, forget };
}

function poolOf({ spec, pools }: AgentState, { id, role = "*" }: Task): Pool {
  const pool = pools.find((each) => each.role === role);
  if (pool === undefined) throw new Error(`${id} is of role ${role}, which ${spec.id} has nothing for`);
  return pool;
}

function isWorthOffering({ unoffered }: Pool): boolean {
  return (unoffered.get("cpus") ?? 0) >= leastCpus || (unoffered.get("mem") ?? 0) >= leastMem;
}
