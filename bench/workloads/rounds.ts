import type { Cluster, ClusterEvent, Offer, Policy, Round, RunningTask, Task } from "stowage";
import { randomOf } from "../random.ts";
import { drawOffers } from "./draw-offers.ts";
import { drawTasks } from "./draw-tasks.ts";
import { packing } from "./drawn.ts";
import type { Library, Prepared } from "./workload.ts";

/** Packing; unused offers are kept. */
const holding: Policy = { ...packing, hold: { forMs: 1e9 } };

/** Offers and tasks to make rounds of. */
export interface Material {
  readonly offers: readonly Offer[];
  readonly tasks: readonly Task[];
}

/** Drawn offers and tasks. */
export function drawnMaterial(agents: number, tasks: number): Material {
  return { offers: drawOffers(agents, randomOf(1)), tasks: drawTasks(tasks, randomOf(2)) };
}

/** A round that begins with nothing: all offers are new. `update` and `match` are timed. */
export function firstRound({ emptyCluster, update, match }: Library, { offers, tasks }: Material): Prepared {
  const events: readonly ClusterEvent[] = [{ type: "offers-received", offers }];
  return {
    run: () => match({ cluster: update(emptyCluster, events), tasks, policy: packing, nowMs: 0 }),
    packing: { offers, tasks },
  };
}

/**
 * A round after one that placed the first `running` tasks: every agent they are on offers the rest again, and the other tasks arrive.
 * `update` and `match` are timed.
 */
export function secondRound(library: Library, { offers, tasks }: Material, running: number): Prepared {
  const { clusterOf, update, match } = library;
  const placing = tasks.slice(0, running);
  const first = match({ cluster: clusterOf(offers), tasks: placing, policy: holding, nowMs: 0 });
  const events: readonly ClusterEvent[] = [
    { type: "offers-received", offers: leftOvers(first, offers, "again") },
  ];
  const arriving = tasks.slice(running);
  return {
    run: () => match({ cluster: update(first.cluster, events), tasks: arriving, policy: holding, nowMs: 1 }),
  };
}

/**
 * A round of a cluster in use: since the last, 100 tasks have ended on one agent in a hundred, which offers what is free now; the others
 * stand as they did. `update` and `match` are timed.
 */
export function steadyRound(library: Library, material: Material, running: number): Prepared {
  const { update, match } = library;
  const { cluster, events } = clusterInUse(library, material, running);
  const arriving = material.tasks.slice(running);
  // What stands between the rounds was looked at in the round before this one.
  match({ cluster, tasks: arriving, policy: holding, nowMs: 1 });
  return {
    run: () => match({ cluster: update(cluster, events), tasks: arriving, policy: holding, nowMs: 2 }),
  };
}

/** The same changes as in a steady round, taken in by `update`, and the whole cluster built anew instead. */
export function updateOfSome(
  library: Library,
  material: Material,
  running: number,
): { readonly changed: () => Cluster; readonly anew: () => Cluster } {
  const { clusterOf, update } = library;
  const { cluster, events } = clusterInUse(library, material, running);
  const { agents } = cluster;
  const offers = agents.flatMap((agent) => agent.offers);
  const tasks = agents.flatMap((agent) => agent.running);
  return { changed: () => update(cluster, events), anew: () => clusterOf(offers, tasks) };
}

/** A cluster that runs the first `running` tasks and holds offers of all that is free, and what happens on one agent in a hundred. */
function clusterInUse(
  { clusterOf, update, match }: Library,
  { offers, tasks }: Material,
  running: number,
): { readonly cluster: Cluster; readonly events: readonly ClusterEvent[] } {
  const placing = tasks.slice(0, running);
  const first = match({ cluster: clusterOf(offers), tasks: placing, policy: holding, nowMs: 0 });
  const cluster = update(first.cluster, [
    { type: "offers-received", offers: leftOvers(first, offers, "again") },
  ]);
  return { cluster, events: changesOnSome(cluster, Math.max(1, Math.round(offers.length / 100))) };
}

/** What a round left of the offers it used, offered again. */
function leftOvers(round: Round, offers: readonly Offer[], suffix: string): readonly Offer[] {
  const tasks = tasksOn(round.cluster);
  const used = new Set(round.launches.flatMap(({ offerIds }) => offerIds));
  return offers
    .filter(({ id }) => used.has(id))
    .map((offer) => ({
      ...offer,
      id: `${offer.id}-${suffix}`,
      ...whatIsLeft(offer, tasks.get(offer.agentId) ?? []),
    }));
}

function whatIsLeft(
  { resources, ports = [] }: Offer,
  running: readonly RunningTask[],
): Pick<Offer, "resources" | "ports"> {
  const left = Object.entries(resources).map(([name, amount]) => [
    name,
    running.reduce((rest, { task }) => rest - (task.resources[name] ?? 0), amount),
  ]);
  const taken = new Set(running.flatMap(({ ports: granted = [] }) => granted));
  let first = ports[0]?.[0] ?? 0;
  // Ports are given from the lowest up, and none has come back.
  while (taken.has(first)) first++;
  return { resources: Object.fromEntries(left), ports: ports.map(([, last]) => [first, last] as const) };
}

function tasksOn({ agents }: Cluster): ReadonlyMap<string, readonly RunningTask[]> {
  return new Map(agents.map(({ id, running }) => [id, running]));
}

/** On so many agents, every so often one: the first task has ended, and what it held is offered beside what stood. */
function changesOnSome(cluster: Cluster, count: number): readonly ClusterEvent[] {
  const busy = cluster.agents.filter(({ running, offers }) => running.length > 0 && offers.length > 0);
  const step = Math.max(1, Math.floor(busy.length / count));
  const chosen = busy.filter((_, at) => at % step === 0).slice(0, count);
  const offers: Offer[] = [];
  const events: ClusterEvent[] = [];
  for (const { running, offers: standing } of chosen) {
    const [ended] = running;
    const [offer] = standing;
    if (ended === undefined || offer === undefined) continue;
    const ports = (ended.ports ?? []).map((port) => [port, port] as const);
    events.push({ type: "task-ended", taskId: ended.task.id });
    offers.push({ ...offer, id: `${offer.id}-more`, resources: ended.task.resources, ports });
  }
  return [...events, { type: "offers-received", offers }];
}
