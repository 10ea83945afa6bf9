import { elementAt } from "../dense/number-at.ts";
import type { Cluster } from "../model/cluster.ts";
import type { Offer } from "../model/offer.ts";
import type { RunningTask } from "../model/task.ts";
import { addTask, draftOf, finished, isRemembered, type AgentDraft } from "./agent.ts";
import { editedAgents, type AgentEdit } from "./agent-list.ts";
import { rolesWith } from "./changes.ts";
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
  readonly givers: Iterable<number>;
}

/**
 * The cluster once the tasks run and the offers are gone: what `update` makes of the same events, without an event for
 * each. Costs O(the agents touched and what they hold), and one copy of the list of agents.
 */
export function clusterAfterRound(before: Cluster, { started, gone, givers }: RoundOutcome): Cluster {
  const { cluster, ledger } = knownCluster("cluster", before);
  const drafts = new Map<number, AgentDraft>();
  const tasks: (readonly [id: string, agentId: string])[] = [];
  const roles = new Set(cluster.roles);
  for (const { agent, running } of started) {
    let draft = drafts.get(agent);
    if (draft === undefined) {
      draft = draftOf(elementAt(cluster.agents, agent));
      drafts.set(agent, draft);
    }
    addTask(draft, running);
    tasks.push([running.task.id, running.agentId]);
    roles.add(running.task.role ?? "*");
  }
  const edits: AgentEdit[] = [];
  for (const [place, draft] of drafts) {
    draft.offers = offersLeft(draft.offers, gone);
    edits.push({ place, agent: finished(draft) });
  }
  const forgotten: string[] = [];
  const left: number[] = [];
  for (const place of givers) {
    if (drafts.has(place)) continue;
    const agent = elementAt(cluster.agents, place);
    const offers = offersLeft(agent.offers, gone);
    const { running, disabledUntilMs, scarce } = agent;
    const isKept = isRemembered({ offers, running, disabledUntilMs, scarce });
    if (isKept) edits.push({ place, agent: Object.freeze({ ...agent, offers }) });
    else {
      forgotten.push(agent.id);
      left.push(place);
    }
  }
  const agents = editedAgents(cluster.agents, edits, left, []);
  return succeed(
    cluster,
    { ...cluster, agents, roles: rolesWith(cluster, agents, roles) },
    {
      hostnames:
        2 * forgotten.length > cluster.agents.length
          ? withNew(
              emptyMap,
              agents.map(({ id, hostname }) => [id, hostname]),
            )
          : changed(ledger.hostnames, goneFrom(forgotten)),
      offers: gone === undefined ? emptyMap : changed(ledger.offers, goneFrom(gone)),
      tasks: withNew(ledger.tasks, tasks),
    },
  );
}

function offersLeft(offers: readonly Offer[], gone: ReadonlySet<string> | undefined): Offer[] {
  return gone === undefined ? [] : offers.filter(({ id }) => !gone.has(id));
}

function goneFrom(ids: Iterable<string>): ReadonlyMap<string, undefined> {
  const changes = new Map<string, undefined>();
  for (const id of ids) changes.set(id, undefined);
  return changes;
}
