import { elementAt, floatAt, intAt } from "../dense/number-at.ts";
import type { Agent, Cluster } from "../model/cluster.ts";
import type { Offer } from "../model/offer.ts";
import type { RunningTask } from "../model/task.ts";
import { agentWith } from "./agent.ts";
import { fleetOf } from "./fleets.ts";
import { knownCluster, succeed } from "./ledger.ts";
import { rolesWith } from "./roles.ts";
import { changed, emptyMap, withNew } from "./sharded-map.ts";

/** The tasks that a round starts on one agent. */
export interface StartedOn {
  readonly agent: number;
  readonly tasks: readonly RunningTask[];
}

/** What a round does to its cluster. */
export interface RoundOutcome {
  /** The tasks that it starts: by agent, each agent once, and of an agent in the order in which they were placed; */
  readonly byAgent: readonly StartedOn[];
  /** and all of them, in that order. */
  readonly started: readonly { readonly running: RunningTask }[];
  /** The ids of the offers used and declined; undefined: all. */
  readonly gone: ReadonlySet<string> | undefined;
  /** 1 for the places of the agents whose offers these are; those of the tasks need not be among them. */
  readonly gives: Uint8Array;
}

/**
 * The cluster once the tasks run and the offers are gone: what `update` makes of the same events, without an event for
 * each. Costs O(the agents touched and what they hold), and a look at each place in the list of agents.
 */
export function clusterAfterRound(before: Cluster, { byAgent, started, gone, gives }: RoundOutcome): Cluster {
  const { cluster, ledger } = knownCluster("cluster", before);
  // Spread: slice, with and toSpliced take fifty times as long where the list is frozen.
  const next: Agent[] = [...cluster.agents];
  const edited: number[] = [];
  const { count } = fleetOf(cluster).residents;
  for (const { agent, tasks } of byAgent) {
    const was = elementAt(next, agent);
    const running = intAt(count, agent) === 0 ? tasks : [...was.running, ...tasks];
    next[agent] = agentWith(was, gone === undefined ? none : offersLeft(was, gone), running);
    edited.push(agent);
  }
  const isKept = keptOf(cluster);
  const isForgotten = new Uint8Array(next.length);
  let forgotten = 0;
  for (let agent = 0; agent < next.length; agent++) {
    if (gives[agent] === 0 || next[agent] !== cluster.agents[agent]) continue;
    // Most have nothing left: that is known without a look at them.
    const offers = gone === undefined ? none : offersLeft(elementAt(next, agent), gone);
    if (offers.length > 0 || isKept(agent)) {
      const was = elementAt(next, agent);
      next[agent] = agentWith(was, offers, was.running);
      edited.push(agent);
    } else {
      isForgotten[agent] = 1;
      forgotten++;
    }
  }
  const isSame = edited.length === 0 && forgotten === 0;
  const left = forgotten === 0 ? next : next.filter((_, agent) => isForgotten[agent] === 0);
  const agents = isSame ? cluster.agents : Object.freeze(left);
  return succeed(
    cluster,
    { ...cluster, agents, roles: rolesWith(cluster, rolesOf(started, cluster)) },
    {
      hostnames:
        2 * forgotten > next.length
          ? withNew(
              emptyMap,
              agents.map(({ id }) => id),
              (i) => elementAt(agents, i).hostname,
            )
          : changed(ledger.hostnames, goneFrom(idsOf(cluster.agents, isForgotten))),
      offers: gone === undefined ? emptyMap : changed(ledger.offers, goneFrom(gone)),
      tasks: withNew(
        ledger.tasks,
        started.map(({ running }) => running.task.id),
        (i) => elementAt(started, i).running.agentId,
      ),
    },
    forgotten === 0 ? edited : undefined,
  );
}

/** The roles that are known of, and those of the tasks. */
function rolesOf(started: RoundOutcome["started"], { roles }: Cluster): ReadonlySet<string> {
  const all = new Set(roles);
  for (const { running } of started) all.add(running.task.role ?? "*");
  return all;
}

/** Whether anything but its offers keeps an agent known, by its place. Most need not be looked at for it. */
function keptOf(cluster: Cluster): (agent: number) => boolean {
  const { count, disabledUntilMs } = fleetOf(cluster).residents;
  return (agent) =>
    intAt(count, agent) > 0 ||
    floatAt(disabledUntilMs, agent) > -Infinity ||
    (cluster.scarce !== undefined && elementAt(cluster.agents, agent).scarce !== undefined);
}

function offersLeft({ offers }: Agent, gone: ReadonlySet<string>): readonly Offer[] {
  return offers.filter(({ id }) => !gone.has(id));
}

const none: readonly never[] = Object.freeze([]);

/** The ids of the agents marked with a 1. */
function idsOf(agents: readonly Agent[], isMarked: Uint8Array): readonly string[] {
  const ids: string[] = [];
  for (let agent = isMarked.indexOf(1); agent !== -1; agent = isMarked.indexOf(1, agent + 1)) {
    ids.push(elementAt(agents, agent).id);
  }
  return ids;
}

function goneFrom(ids: Iterable<string>): ReadonlyMap<string, undefined> {
  const changes = new Map<string, undefined>();
  for (const id of ids) changes.set(id, undefined);
  return changes;
}
