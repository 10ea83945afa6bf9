import { type Agent, type Cluster, type ClusterEvent } from "../model/cluster.ts";
import { checkEvent } from "../model/input/event.ts";
import { expectEach, within } from "../model/input/expect.ts";
import { checkOffer } from "../model/input/offer.ts";
import { checkRunningTask } from "../model/input/task.ts";
import type { Offer } from "../model/offer.ts";
import { compareText } from "../model/order.ts";
import type { RunningTask } from "../model/task.ts";
import { uncountable } from "./agent.ts";
import { applyEvent, changesTo, clusterWith, overfull } from "./changes.ts";
import { expectCluster, trust } from "./trusted.ts";

/** A cluster of which nothing is known. */
export const emptyCluster: Cluster = trust(
  Object.freeze({
    agents: Object.freeze({}),
    offers: Object.freeze({}),
    tasks: Object.freeze({}),
    activeGroups: null,
    roles: Object.freeze([]),
    rescinded: Object.freeze([]),
  }),
);

/**
 * The cluster that has these offers and running tasks. Costs O(offers + tasks).
 *
 * @throws InvalidInputError for bad offers or tasks and for ids that come twice.
 */
export function clusterOf(offers: readonly Offer[], running: readonly RunningTask[] = []): Cluster {
  expectEach("offers", offers, checkOffer);
  expectEach("running", running, checkRunningTask);
  const events: ClusterEvent[] = [{ type: "offers-received", offers }];
  for (const each of running) events.push({ type: "task-started", running: each });
  return apply(emptyCluster, events, (i) => (i === 0 ? "offers" : `running[${i - 1}]`));
}

/**
 * The cluster after the events, applied in order; the cluster given stays as it is. Unknown tasks, agents and offers
 * in events are late news and do no harm; an unknown offer rescinded is refused when it comes.
 * Costs O(agents + the agents touched and what they hold). After Fenzo's scheduleOnce, which mixed this with matching.
 *
 * @throws InvalidInputError for bad events, for an offer id held already and for a task running already.
 */
export function update(cluster: Cluster, events: readonly ClusterEvent[]): Cluster {
  expectCluster(cluster);
  expectEach("events", events, checkEvent);
  return apply(cluster, events, (i) =>
    events[i]?.type === "task-started" ? `events[${i}].running` : `events[${i}].offers`,
  );
}

/** The cluster after events that are known to be right. */
export function updateUnchecked(cluster: Cluster, events: readonly ClusterEvent[]): Cluster {
  const changes = changesTo(cluster);
  for (const event of events) applyEvent(changes, event);
  return clusterWith(changes);
}

function apply(
  cluster: Cluster,
  events: readonly ClusterEvent[],
  pathOf: (event: number) => string,
): Cluster {
  const changes = changesTo(cluster);
  for (const [i, event] of events.entries()) {
    within(pathOf(i), event, (each) => {
      applyEvent(changes, each);
    });
  }
  const found = overfull(changes);
  if (found !== undefined) {
    const last = events.findLastIndex((event) => touches(event, found.agent.id));
    throw uncountable(pathOf(last), found.resource, found.agent);
  }
  return clusterWith(changes);
}

function touches(event: ClusterEvent, agentId: string): boolean {
  return event.type === "offers-received"
    ? event.offers.some((offer) => offer.agentId === agentId)
    : event.type === "task-started" && event.running.agentId === agentId;
}

/** The agents of a cluster in tie order: by hostname, then id. Costs O(agents log agents). */
export function agentsOf(cluster: Cluster): readonly Agent[] {
  return Object.values(cluster.agents).toSorted(
    (a, b) => compareText(a.hostname, b.hostname) || compareText(a.id, b.id),
  );
}
