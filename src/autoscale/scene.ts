import { elementAt } from "../dense/number-at.ts";
import type { Agent, Cluster, ClusterEvent } from "../model/cluster.ts";
import { keyOfDisk } from "../model/disk.ts";
import type { Offer } from "../model/offer.ts";
import { fromThousandths, toThousandths, type Scalars } from "../model/quantity.ts";
import type { Launch, Round } from "../model/round.ts";
import { heldBy, type RunningTask } from "../model/task.ts";
import { withOwnFields } from "../model/own-fields.ts";
import { findAgent, findOffer, findTask } from "../state/find.ts";
import { update } from "../state/state.ts";
import { disksLeft } from "./disks.ts";
import type { AgentShape } from "./settings.ts";
import { agentOf } from "./shapes.ts";

/**
 * The cluster in which the tasks of the round run and everything else is free: what launches left of their offers, and the offers that the
 * round declined. `before` is the cluster that the round was made from. Costs O(what launches touch), and one copy of the list of agents.
 */
export function settle(before: Cluster, round: Round): Cluster {
  return update(
    before,
    round.launches.flatMap((launch) => {
      const started = launch.assignments
        .map(({ taskId }) => findTask(round.cluster, taskId))
        .filter((running) => running !== undefined);
      return [
        ...launch.offerIds.map((offerId): ClusterEvent => ({ type: "offer-rescinded", offerId })),
        ...started.map((running): ClusterEvent => ({ type: "task-started", running })),
        { type: "offers-received", offers: leftOf(launch, started, before) },
      ];
    }),
  );
}

/** The offers of a launch, less what its tasks, and the executors that they start, hold. Ports that these hold need not go: the agent has them no more. */
function leftOf(
  { agentId, offerIds }: Launch,
  started: readonly RunningTask[],
  before: Cluster,
): readonly Offer[] {
  const held = new Map<string, number>();
  const heldDisks = new Map<string, number>();
  for (const running of started) {
    for (const resources of [heldBy(running), running.executor?.resources ?? {}]) {
      for (const [name, amount] of Object.entries(resources)) {
        held.set(name, (held.get(name) ?? 0) + toThousandths(amount));
      }
    }
    for (const grant of running.disks ?? []) {
      const key = keyOfDisk(grant);
      heldDisks.set(key, (heldDisks.get(key) ?? 0) + toThousandths(grant.amount));
    }
  }
  const offers = offerIds.map((id) => findOffer(before, id)).filter((offer) => offer !== undefined);
  return [findAgent(before, agentId)]
    .filter((agent) => agent !== undefined)
    .flatMap(({ hostname, attributes, devices, executors, unavailability }) =>
      offers.map((offer) => {
        const { executors: _, unavailability: __, ...rest } = withOwnFields(offer);
        const resources = takenFrom(offer.resources, held);
        const says = {
          hostname,
          attributes,
          devices,
          ...(executors !== undefined && { executors }),
          ...(unavailability !== undefined && { unavailability }),
          ...(offer.disks !== undefined && { disks: disksLeft(offer.disks, heldDisks) }),
        };
        return { ...rest, ...says, resources };
      }),
    );
}

/** What is left of the amounts; what they do not cover stays in `held`. */
function takenFrom(resources: Scalars, held: Map<string, number>): Scalars {
  return Object.fromEntries(
    Object.entries(resources).map(([name, amount]) => {
      const offered = toThousandths(amount);
      const asked = held.get(name) ?? 0;
      const taken = Math.min(offered, asked);
      held.set(name, asked - taken);
      return [name, fromThousandths(offered - taken)];
    }),
  );
}

/** A new agent of a trial. */
export interface NewAgent {
  readonly id: string;
  readonly shape: AgentShape;
}

/** A new agent that there could be, one of many. */
export interface Candidate extends NewAgent {
  /** From 0 on, in the order of their ids. */
  readonly place: number;
}

/** The candidate of each place: of the shapes in turns. */
export function candidatesOf(
  shapes: readonly AgentShape[],
  nextId: () => string,
): (place: number) => Candidate {
  const prefix = nextId();
  return (place) => ({
    place,
    id: `${prefix}-${paddedOf(place)}`,
    shape: elementAt(shapes, place % shapes.length),
  });
}

/** The cluster with the new agents, which run nothing. Costs O(new agents), and one copy of the list of agents. */
export function withAgents(cluster: Cluster, agents: readonly NewAgent[]): Cluster {
  if (agents.length === 0) return cluster;
  const offers = agents.flatMap(({ id, shape }) => agentOf(id, id, shape).offers);
  return update(cluster, [{ type: "offers-received", offers }]);
}

/** The cluster with agents that it does not show, because their offers were declined. `nextId` gives ids for their offers. */
export function withAway(cluster: Cluster, away: readonly Agent[], nextId: () => string): Cluster {
  if (away.length === 0) return cluster;
  const offers = away.flatMap((agent) => agent.offers.map((offer) => ({ ...offer, id: nextId() })));
  return update(cluster, [{ type: "offers-received", offers }]);
}

/** The cluster without the agents. */
export function withoutAgents(cluster: Cluster, ids: readonly string[]): Cluster {
  return update(
    cluster,
    ids.map((agentId): ClusterEvent => ({ type: "agent-lost", agentId })),
  );
}

/** Gives ids that nothing here has, each once, in ascending order. Costs O(agents) when made. */
export function idSource({ agents, rescinded }: Cluster, away: readonly Agent[]): () => string {
  let prefix = "~new-agent-";
  const isTaken = (name: string): boolean => name.startsWith(prefix);
  const hasTaken = ({ id, hostname, offers }: Agent): boolean =>
    isTaken(id) || isTaken(hostname) || offers.some((offer) => isTaken(offer.id));
  while (rescinded.some(isTaken) || agents.some(hasTaken) || away.some(hasTaken)) prefix = `~${prefix}`;
  let given = 0;
  return () => `${prefix}${paddedOf(given++)}`;
}

/** Texts in the order of the numbers. */
function paddedOf(number: number): string {
  return String(number).padStart(9, "0");
}
