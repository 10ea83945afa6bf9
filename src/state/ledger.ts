import { castDraft, Immer } from "immer";
import type { Cluster } from "../model/cluster.ts";
import { checkCluster } from "../model/input/cluster.ts";
import { within } from "../model/input/expect.ts";
import { newNotes } from "../dense/notes.ts";
import { agentWith, tooLargeSum, uncountable } from "./agent.ts";
import { earlierFor, setUp, type Earlier } from "./fleets.ts";
import { setUpNames } from "./named-tasks.ts";
import { changed, emptyMap, type ShardedMap } from "./sharded-map.ts";

/** Where everything in a cluster is. It lies unseen in the cluster, which stays plain data. */
export interface Ledger {
  /** The hostname of every agent: with the id it says where in the tie order the agent stands. */
  readonly hostnames: ShardedMap<string>;
  /** The id of the agent that gives the offer. */
  readonly offers: ShardedMap<string>;
  /** The id of the agent on which the task runs. */
  readonly tasks: ShardedMap<string>;
}

/** A cluster made here, and its ledger. */
export interface KnownCluster {
  readonly cluster: Cluster;
  readonly ledger: Ledger;
}

/** Every cluster made here. It is known to be right: its fields, its agents and their list are frozen. */
const known = newNotes<KnownCluster>();

/** Not freezing: offers and tasks belong to the caller. */
const immer = new Immer({ autoFreeze: false });

/** A cluster of which nothing is known. */
export const emptyCluster: Cluster = keep(
  {
    agents: Object.freeze([]),
    activeGroups: null,
    roles: Object.freeze([]),
    rescinded: Object.freeze([]),
  },
  { hostnames: emptyMap, offers: emptyMap, tasks: emptyMap },
).cluster;

function keep(cluster: Cluster, ledger: Ledger, earlier?: Earlier): KnownCluster {
  const made = { cluster, ledger };
  known.note(cluster, made);
  setUp(cluster, earlier);
  setUpNames(cluster);
  Object.freeze(cluster);
  return made;
}

/**
 * The cluster with these fields and this ledger; itself where no field differs. The agents are frozen, their list too.
 *
 * @param places those of the agents that differ; undefined where some came or left.
 */
export function succeed(
  cluster: Cluster,
  fields: Cluster,
  ledger: Ledger,
  places: readonly number[] | undefined,
): Cluster {
  const next = immer.produce(cluster, (draft) => {
    draft.agents = castDraft(fields.agents);
    draft.activeGroups = castDraft(fields.activeGroups);
    draft.roles = castDraft(fields.roles);
    draft.rescinded = castDraft(fields.rescinded);
    if (fields.scarce === undefined) delete draft.scarce;
    else draft.scarce = castDraft(fields.scarce);
  });
  if (next === cluster) return cluster;
  return keep(next, ledger, earlierFor(next.agents.length, cluster, places)).cluster;
}

/** What is known of a cluster made here; undefined for any other value. */
export function recall(value: unknown): KnownCluster | undefined {
  return known.find(value);
}

/**
 * What is known of a cluster. One that was not made here is checked whole and copied down to its offers and tasks: its
 * owner may change it. Costs nothing for one made here, else O(its size).
 *
 * @throws InvalidInputError for anything that is no cluster.
 */
export function knownCluster(path: string, value: unknown): KnownCluster {
  return recall(value) ?? adopt(path, value);
}

function adopt(path: string, value: unknown): KnownCluster {
  expectCluster(path, value);
  const hostnames = new Map<string, string>();
  const offers = new Map<string, string>();
  const tasks = new Map<string, string>();
  for (const agent of value.agents) {
    hostnames.set(agent.id, agent.hostname);
    for (const { id } of agent.offers) offers.set(id, agent.id);
    for (const { task } of agent.running) tasks.set(task.id, agent.id);
  }
  const cluster = {
    agents: Object.freeze(
      value.agents.map((agent) => agentWith(agent, agent.offers.slice(), agent.running.slice())),
    ),
    activeGroups: value.activeGroups && { ...value.activeGroups, values: [...value.activeGroups.values] },
    roles: [...value.roles],
    rescinded: [...value.rescinded],
    ...(value.scarce !== undefined && { scarce: Object.freeze([...value.scarce]) }),
  };
  const ledger = {
    hostnames: changed(emptyMap, hostnames),
    offers: changed(emptyMap, offers),
    tasks: changed(emptyMap, tasks),
  };
  return keep(cluster, ledger);
}

/** Throws unless the value is a cluster; looks at all of it. */
function expectCluster(path: string, value: unknown): asserts value is Cluster {
  within(path, value, (cluster) => {
    checkCluster(cluster);
    for (const [i, agent] of cluster.agents.entries()) {
      const resource = tooLargeSum(agent);
      if (resource !== undefined) throw uncountable(`agents[${i}]`, resource, agent);
    }
  });
}
