import type {
  ActiveGroups,
  Attributes,
  Cluster,
  ClusterEvent,
  DeviceSet,
  Offer,
  RunningTask,
  Unavailability,
} from "../../src/index.ts";
import { emptyCluster } from "../../src/index.ts";
import { amountOf, compare, givenTo, namesWithin, thousandths } from "./amounts.ts";

interface WorldAgent {
  id: string;
  hostname: string;
  attributes: Attributes;
  devices: readonly DeviceSet[];
  executors?: readonly string[];
  newestOfferAtMs?: number;
  unavailability?: Unavailability;
  offers: Offer[];
  running: RunningTask[];
  disabledUntilMs?: number;
  scarce?: readonly string[];
}

/** A cluster as plain lists that an event may change. */
interface World {
  agents: WorldAgent[];
  activeGroups: ActiveGroups | null;
  roles: string[];
  rescinded: string[];
  scarce: readonly string[];
}

/** The cluster after the events, the plain way: every event looks at every agent. */
export function naiveUpdate(cluster: Cluster, events: readonly ClusterEvent[]): Cluster {
  const world: World = {
    agents: cluster.agents.map((agent) => ({
      ...agent,
      offers: [...agent.offers],
      running: [...agent.running],
    })),
    activeGroups: cluster.activeGroups,
    roles: [...cluster.roles],
    rescinded: [...cluster.rescinded],
    scarce: cluster.scarce ?? [],
  };
  for (const event of events) apply(world, event);
  world.agents = world.agents.filter(
    (agent) =>
      agent.offers.length > 0 ||
      agent.running.length > 0 ||
      agent.disabledUntilMs !== undefined ||
      agent.scarce !== undefined,
  );
  return clusterFrom(world);
}

/** The cluster of these offers and running tasks, and of nothing else. */
export function naiveClusterOf(offers: readonly Offer[], running: readonly RunningTask[] = []): Cluster {
  return naiveUpdate(emptyCluster, [
    { type: "offers-received", offers },
    ...running.map((one): ClusterEvent => ({ type: "task-started", running: one })),
  ]);
}

function clusterFrom(world: World): Cluster {
  return {
    agents: world.agents.toSorted((a, b) => compare(a.hostname, b.hostname) || compare(a.id, b.id)),
    activeGroups: world.activeGroups,
    roles: world.roles,
    rescinded: world.rescinded,
    ...(world.scarce.length === 0 ? {} : { scarce: world.scarce }),
  };
}

function apply(world: World, event: ClusterEvent): void {
  switch (event.type) {
    case "offers-received":
      for (const offer of event.offers.toSorted(byArrival)) receive(world, offer);
      break;
    case "offer-rescinded":
      rescind(world, event.offerId);
      break;
    case "task-started":
      start(world, event.running);
      break;
    case "task-ended":
      for (const agent of world.agents) {
        if (event.agentId !== undefined && event.agentId !== agent.id) continue;
        agent.running = agent.running.filter((running) => running.task.id !== event.taskId);
      }
      break;
    case "agent-lost":
      world.agents = world.agents.filter((agent) => agent.id !== event.agentId);
      break;
    case "executor-ended":
      for (const agent of world.agents) {
        if (agent.id !== event.agentId || agent.executors === undefined) continue;
        agent.executors = agent.executors.filter((id) => id !== event.executorId);
      }
      break;
    case "agent-disabled":
      agentOf(world, event.agentId).disabledUntilMs = event.untilMs;
      break;
    case "agent-enabled":
      for (const agent of world.agents) if (agent.id === event.agentId) delete agent.disabledUntilMs;
      break;
    case "active-groups-set":
      world.activeGroups =
        event.values === null ? null : { attribute: event.attribute, values: event.values };
      break;
    case "scarce-set":
      world.scarce = [...new Set(event.resources)].toSorted(compare);
      for (const agent of world.agents) {
        const { scarce = [], offers, devices, running } = agent;
        delete agent.scarce;
        const had = scarce.filter((name) => world.scarce.includes(name));
        const shown = [
          ...offers.flatMap(namesOffered),
          ...namesOfDevices(devices),
          ...running.flatMap(namesHeld),
        ];
        remember(world, agent, shown, had);
      }
      break;
  }
}

function byArrival(a: Offer, b: Offer): number {
  return (a.receivedAtMs ?? 0) - (b.receivedAtMs ?? 0) || compare(a.id, b.id);
}

function receive(world: World, offer: Offer): void {
  see(world, offer.role);
  if (world.rescinded.includes(offer.id)) {
    world.rescinded = world.rescinded.filter((id) => id !== offer.id);
    return;
  }
  const agent = agentOf(world, offer.agentId);
  const receivedAtMs = offer.receivedAtMs ?? 0;
  if (agent.newestOfferAtMs === undefined || receivedAtMs >= agent.newestOfferAtMs) {
    agent.newestOfferAtMs = receivedAtMs;
    agent.hostname = offer.hostname;
    agent.attributes = offer.attributes ?? {};
    agent.devices = offer.devices ?? [];
    delete agent.executors;
    if (offer.executors !== undefined) agent.executors = offer.executors;
    delete agent.unavailability;
    if (offer.unavailability !== undefined) agent.unavailability = offer.unavailability;
  }
  remember(world, agent, namesOffered(offer));
  agent.offers = [...agent.offers, offer].toSorted((a, b) => compare(a.id, b.id));
}

function rescind(world: World, offerId: string): void {
  const holder = world.agents.find((agent) => agent.offers.some((offer) => offer.id === offerId));
  if (holder !== undefined) {
    holder.offers = holder.offers.filter((offer) => offer.id !== offerId);
  } else {
    world.rescinded = [...world.rescinded.filter((id) => id !== offerId), offerId].slice(-1000);
  }
}

function start(world: World, running: RunningTask): void {
  const agent = agentOf(world, running.agentId);
  if (agent.hostname === "") agent.hostname = running.hostname;
  agent.running.push(running);
  remember(world, agent, namesHeld(running));
  see(world, running.task.role);
}

/** Of these resources, those that are scarce are among what the agent has from now on. */
function remember(
  world: World,
  agent: WorldAgent,
  shown: readonly string[],
  had: readonly string[] = agent.scarce ?? [],
): void {
  const has = shown.flatMap(namesWithin);
  const scarce = world.scarce.filter((name) => has.includes(name) || had.includes(name));
  if (scarce.length > 0) agent.scarce = scarce;
}

/** What the offer gives something of. */
function namesOffered({ resources, devices = [] }: Offer): readonly string[] {
  const scalars = Object.keys(resources).filter((name) => amountOf(resources, name) > 0);
  return [...scalars, ...namesOfDevices(devices)];
}

function namesOfDevices(devices: readonly DeviceSet[]): readonly string[] {
  return devices.filter(({ count }) => count > 0).map(({ name }) => name);
}

/** What the task holds something of. */
function namesHeld(running: RunningTask): readonly string[] {
  const devices = (running.devices ?? []).filter(({ units }) => thousandths(units) > 0);
  return [
    ...[givenTo(running), running.executor?.resources ?? {}].flatMap((held) =>
      Object.keys(held).filter((name) => amountOf(held, name) > 0),
    ),
    ...devices.map(({ name }) => name),
  ];
}

/** The agent of the id, made if it is not known. */
function agentOf(world: World, id: string): WorldAgent {
  const known = world.agents.find((agent) => agent.id === id);
  if (known !== undefined) return known;
  const made: WorldAgent = { id, hostname: "", attributes: {}, devices: [], offers: [], running: [] };
  world.agents.push(made);
  return made;
}

function see(world: World, role = "*"): void {
  if (!world.roles.includes(role)) world.roles = [...world.roles, role].toSorted(compare);
}
