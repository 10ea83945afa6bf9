import { elementAt, numberAt } from "../dense/number-at.ts";
import type { Agent, Cluster } from "../model/cluster.ts";
import type { Offer } from "../model/offer.ts";
import type { RunningTask } from "../model/task.ts";
import { agentWith } from "./agent.ts";
import { editedAgents, type AgentEdit } from "./agent-list.ts";
import { rolesWith } from "./changes.ts";
import { fleetOf } from "./fleets.ts";
import { knownCluster, succeed } from "./ledger.ts";
import { changed, emptyMap, withNew } from "./sharded-map.ts";

/** A task where a round put it. */
export interface StartedTask {
  /** The place of its agent in the list of agents. */
  readonly agent: number;
  readonly running: RunningTask;
}

/** What a round does to its cluster. */
export interface RoundOutcome {
  /** In the order they were placed. */
  readonly started: readonly StartedTask[];
  /** The ids of the offers used and declined; undefined: all. */
  readonly gone: ReadonlySet<string> | undefined;
  /** The places of the agents whose offers these are, as often as one likes; those of the tasks need not be among them. */
  readonly givers: readonly number[];
}

/**
 * The cluster once the tasks run and the offers are gone: what `update` makes of the same events, without an event for
 * each. Costs O(the agents touched and what they hold), and a column and one copy of the list of agents.
 */
export function clusterAfterRound(before: Cluster, { started, gone, givers }: RoundOutcome): Cluster {
  const { cluster, ledger } = knownCluster("cluster", before);
  const agentAt = (place: number): Agent => elementAt(cluster.agents, place);
  /** Per place what runs there once the tasks do, by its number; -1 where no task came. */
  const numberOf = new Int32Array(cluster.agents.length).fill(-1);
  const takers: number[] = [];
  const running: RunningTask[][] = [];
  const roles = new Set(cluster.roles);
  for (const each of started) {
    const number = numberAt(numberOf, each.agent);
    if (number !== -1) elementAt(running, number).push(each.running);
    else {
      numberOf[each.agent] = takers.length;
      takers.push(each.agent);
      running.push([...agentAt(each.agent).running, each.running]);
    }
    roles.add(each.running.task.role ?? "*");
  }
  const edits: AgentEdit[] = takers.map((place, i) => {
    const agent = agentAt(place);
    return { place, agent: agentWith(agent, offersLeft(agent, gone), elementAt(running, i)) };
  });
  const left: number[] = [];
  const { count, disabledUntilMs } = fleetOf(cluster).residents;
  for (const place of givers) {
    if (numberAt(numberOf, place) !== -1) continue;
    // The columns tell of most agents that nothing but their offers keeps them known, without a look at each.
    const isKept =
      numberAt(count, place) > 0 ||
      numberAt(disabledUntilMs, place) > -Infinity ||
      (cluster.scarce !== undefined && agentAt(place).scarce !== undefined);
    const offers = gone === undefined ? [] : offersLeft(agentAt(place), gone);
    if (isKept || offers.length > 0)
      edits.push({ place, agent: agentWith(agentAt(place), offers, agentAt(place).running) });
    else left.push(place);
  }
  const agents = editedAgents(cluster.agents, edits, left, []);
  const hostnames =
    2 * left.length > cluster.agents.length
      ? withNew(
          emptyMap,
          agents.map(({ id }) => id),
          (i) => elementAt(agents, i).hostname,
        )
      : changed(ledger.hostnames, goneFrom(left.map((place) => agentAt(place).id)));
  return succeed(
    cluster,
    { ...cluster, agents, roles: rolesWith(cluster, agents, roles) },
    {
      hostnames,
      offers: gone === undefined ? emptyMap : changed(ledger.offers, goneFrom(gone)),
      tasks: withNew(
        ledger.tasks,
        started.map((each) => each.running.task.id),
        (i) => elementAt(started, i).running.agentId,
      ),
    },
  );
}

function offersLeft({ offers }: Agent, gone: ReadonlySet<string> | undefined): readonly Offer[] {
  return gone === undefined ? [] : offers.filter(({ id }) => !gone.has(id));
}

function goneFrom(ids: Iterable<string>): ReadonlyMap<string, undefined> {
  const changes = new Map<string, undefined>();
  for (const id of ids) changes.set(id, undefined);
  return changes;
}
