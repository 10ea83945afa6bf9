import type { Cluster, ClusterEvent } from "../model/cluster.ts";
import { checkEvent } from "../model/input/event.ts";
import { eachWithin, expectEach, within } from "../model/input/expect.ts";
import { checkOffer } from "../model/input/offer.ts";
import { checkRunningTask } from "../model/input/task.ts";
import type { Offer } from "../model/offer.ts";
import type { RunningTask } from "../model/task.ts";
import { uncountable } from "./agent.ts";
import {
  applyEvent,
  changesTo,
  clusterWith,
  overfull,
  receiveOffers,
  startTask,
  type Changes,
} from "./changes.ts";
import { emptyCluster, knownCluster } from "./ledger.ts";

/**
 * The cluster that has these offers and running tasks. Costs O(offers + tasks), and O(agents log agents).
 *
 * @throws InvalidInputError for bad offers or tasks and for ids that come twice.
 */
export function clusterOf(offers: readonly Offer[], running: readonly RunningTask[] = []): Cluster {
  expectEach("offers", offers, checkOffer);
  expectEach("running", running, checkRunningTask);
  const changes = changesTo(knownCluster("cluster", emptyCluster));
  within("offers", offers, (each) => {
    receiveOffers(changes, each);
  });
  eachWithin(
    running,
    (i) => `running[${i}]`,
    (each) => {
      startTask(changes, each);
    },
  );
  return countable(changes, (agentId) => {
    const last = running.findLastIndex((each) => each.agentId === agentId);
    return last === -1 ? "offers" : `running[${last}]`;
  });
}

/**
 * The cluster after the events, applied in order; the cluster given stays as it is, and is returned where no
 * event changes anything. Unknown tasks, agents and offers in events are late news and do no harm; an unknown offer rescinded is refused
 * when it comes. Costs O(the agents touched and what they hold), and one copy of the list of agents. After Fenzo's
 * scheduleOnce, which mixed this with matching.
 *
 * @throws InvalidInputError for bad events, for an offer id held already and for a task running already.
 */
export function update(cluster: Cluster, events: readonly ClusterEvent[]): Cluster {
  const base = knownCluster("cluster", cluster);
  expectEach("events", events, checkEvent);
  const changes = changesTo(base);
  const pathOf = (i: number) =>
    events[i]?.type === "task-started" ? `events[${i}].running` : `events[${i}].offers`;
  eachWithin(events, pathOf, (event) => {
    applyEvent(changes, event);
  });
  return countable(changes, (agentId) => pathOf(events.findLastIndex((event) => touches(event, agentId))));
}

/** The cluster with the changes, if what each agent has can be counted; `pathOf` says what last touched an agent. */
function countable(changes: Changes, pathOf: (agentId: string) => string): Cluster {
  const found = overfull(changes);
  if (found !== undefined) throw uncountable(pathOf(found.agent.id), found.resource, found.agent);
  return clusterWith(changes);
}

function touches(event: ClusterEvent, agentId: string): boolean {
  return event.type === "offers-received"
    ? event.offers.some((offer) => offer.agentId === agentId)
    : event.type === "task-started" && event.running.agentId === agentId;
}
