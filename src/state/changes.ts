import type { ActiveGroups, Agent, Cluster, ClusterEvent } from "../model/cluster.ts";
import { refuse } from "../model/input/expect.ts";
import type { Offer } from "../model/offer.ts";
import { compareText } from "../model/order.ts";
import { scarceWith } from "../model/scarce.ts";
import type { RunningTask } from "../model/task.ts";
import { activeGroupsAfter } from "./active-groups.ts";
import {
  addOffer,
  addTask,
  draftOf,
  finished,
  isRemembered,
  newDraft,
  tooLargeSum,
  type AgentDraft,
} from "./agent.ts";
import { editedAgents, type AgentEdit } from "./agent-list.ts";
import { agentIn, placeIn } from "./find.ts";
import { offersIn, removeOffer, removeTask, runningIn } from "./held.ts";
import { succeed, type KnownCluster } from "./ledger.ts";
import { rememberRescind } from "./rescinded.ts";
import { rolesWith } from "./roles.ts";
import { changed, lookUp, type ShardedMap } from "./sharded-map.ts";

/** What a list of events changes, by id; undefined: gone. */
export interface Changes {
  readonly base: KnownCluster;
  readonly agents: Map<string, AgentDraft | undefined>;
  /** The agent of each offer. */
  readonly offers: Map<string, string | undefined>;
  /** The agent of each running task. */
  readonly tasks: Map<string, string | undefined>;
  readonly roles: Set<string>;
  readonly rescinded: Set<string>;
  rescindedChanged: boolean;
  activeGroups: ActiveGroups | null;
  /** Sorted. */
  scarce: readonly string[];
  /** How many times offers came. */
  batches: number;
}

/** No changes yet. */
export function changesTo(base: KnownCluster): Changes {
  const { roles, rescinded, activeGroups, scarce = none } = base.cluster;
  return {
    base,
    agents: new Map(),
    offers: new Map(),
    tasks: new Map(),
    roles: new Set(roles),
    rescinded: new Set(rescinded),
    rescindedChanged: false,
    activeGroups,
    scarce,
    batches: 0,
  };
}

const none: readonly never[] = [];

/**
 * Applies one event. Refuses ids that are held or running already; paths are relative to the offers, or to the
 * running task, of the event.
 */
export function applyEvent(changes: Changes, event: ClusterEvent): void {
  switch (event.type) {
    case "offers-received":
      receiveOffers(changes, event.offers);
      break;
    case "offer-rescinded":
      rescindOffer(changes, event.offerId);
      break;
    case "task-started":
      startTask(changes, event.running);
      break;
    case "task-ended":
      endTask(changes, event.taskId, event.agentId);
      break;
    case "executor-ended":
      endExecutor(changes, event.agentId, event.executorId);
      break;
    case "agent-lost":
      loseAgent(changes, event.agentId);
      break;
    case "agent-disabled":
      disableAgent(changes, event.agentId, event.untilMs);
      break;
    case "agent-enabled":
      enableAgent(changes, event.agentId);
      break;
    case "active-groups-set":
      changes.activeGroups = activeGroupsAfter(changes.activeGroups, event);
      break;
    case "scarce-set":
      setScarce(changes, event.resources);
  }
}

/** The cluster with the changes: forgets agents that nothing keeps. */
export function clusterWith(changes: Changes): Cluster {
  const { cluster, ledger } = changes.base;
  const { edits, left, came, hostnames } = editsOf(changes);
  const agents = editedAgents(cluster.agents, edits, left, came);
  const fields: Cluster = {
    agents,
    activeGroups: changes.activeGroups,
    roles: rolesWith(cluster, changes.roles),
    rescinded: changes.rescindedChanged ? [...changes.rescinded] : cluster.rescinded,
    ...(changes.scarce.length > 0 && { scarce: changes.scarce }),
  };
  return succeed(
    cluster,
    fields,
    {
      hostnames: changed(ledger.hostnames, hostnames),
      offers: changed(ledger.offers, changes.offers),
      tasks: changed(ledger.tasks, changes.tasks),
    },
    left.length + came.length > 0 ? undefined : edits.map(({ place }) => place),
  );
}

/** What changes in the list of agents. */
interface AgentEdits {
  readonly edits: AgentEdit[];
  /** Their places. */
  readonly left: number[];
  readonly came: Agent[];
  /** Those that came, changed or went, by id. */
  readonly hostnames: Map<string, string | undefined>;
}

function editsOf({ base, agents }: Changes): AgentEdits {
  const found: AgentEdits = { edits: [], left: [], came: [], hostnames: new Map() };
  for (const [id, draft] of agents) {
    const agent = draft !== undefined && isRemembered(draft) ? finished(draft) : undefined;
    const place = draft === undefined ? placeIn(base, id) : draft.place;
    const isThere = agent !== undefined && agent.hostname === agentIn(base, place)?.hostname;
    if (isThere) {
      found.edits.push({ place, agent });
      continue;
    }
    if (place !== -1) found.left.push(place);
    if (agent !== undefined) found.came.push(agent);
    found.hostnames.set(id, agent?.hostname);
  }
  return found;
}

/** Of the agents changed that have more of a resource than can be counted, the one with the least id. */
export function overfull(
  changes: Changes,
): { readonly agent: { readonly id: string }; readonly resource: string } | undefined {
  let found: { readonly agent: AgentDraft; readonly resource: string } | undefined;
  for (const agent of changes.agents.values()) {
    const resource =
      agent === undefined ? undefined : tooLargeSum({ offers: offersIn(agent), running: runningIn(agent) });
    if (agent === undefined || resource === undefined) continue;
    if (found === undefined || agent.id < found.agent.id) found = { agent, resource };
  }
  return found;
}

/** Applies offers that came together: their order counts for nothing. Paths are relative to them. */
export function receiveOffers(changes: Changes, offers: readonly Offer[]): void {
  const batch = changes.batches++;
  const swallowed = new Set<string>();
  let i = 0;
  for (const offer of offers) {
    const { id, agentId, role = "*" } = offer;
    if (holderOf(changes, id) !== undefined || swallowed.has(id)) {
      refuse(`[${i}].id`, id, "the id of an offer that is not held already");
    }
    i++;
    changes.roles.add(role);
    if (changes.rescinded.delete(id)) {
      changes.rescindedChanged = true;
      swallowed.add(id);
      continue;
    }
    changes.offers.set(id, agentId);
    const draft = draftFor(changes, agentId);
    addOffer(draft, offer, batch);
    if (changes.scarce.length > 0) {
      draft.scarce = scarceWith(draft.scarce, changes.scarce, { offers: [offer], running: none });
    }
  }
}

function rescindOffer(changes: Changes, offerId: string): void {
  const agentId = holderOf(changes, offerId);
  if (agentId === undefined) {
    rememberRescind(changes.rescinded, offerId);
    changes.rescindedChanged = true;
    return;
  }
  changes.offers.set(offerId, undefined);
  removeOffer(draftFor(changes, agentId), offerId);
}

/** Applies the start of a task. Paths are relative to the running task. */
export function startTask(changes: Changes, running: RunningTask): void {
  const { task, agentId } = running;
  if (runnerOf(changes, task.id) !== undefined) {
    refuse("task.id", task.id, "the id of a task that is not running already");
  }
  changes.tasks.set(task.id, agentId);
  changes.roles.add(task.role ?? "*");
  const draft = draftFor(changes, agentId);
  addTask(draft, running);
  if (changes.scarce.length > 0) {
    draft.scarce = scarceWith(draft.scarce, changes.scarce, { offers: none, running: [running] });
  }
}

function endTask(changes: Changes, taskId: string, onAgent: string | undefined): void {
  const agentId = runnerOf(changes, taskId);
  if (agentId === undefined || (onAgent !== undefined && onAgent !== agentId)) return;
  changes.tasks.set(taskId, undefined);
  removeTask(draftFor(changes, agentId), taskId);
}

/** The agent no longer says that the executor runs there; a task under it still does. */
function endExecutor(changes: Changes, agentId: string, ended: string): void {
  const { executors = none } = known(changes, agentId) ?? {};
  if (executors.includes(ended))
    draftFor(changes, agentId).executors = executors.filter((id) => id !== ended);
}

function loseAgent(changes: Changes, agentId: string): void {
  const agent = known(changes, agentId);
  if (agent === undefined) return;
  for (const { id } of offersIn(agent)) changes.offers.set(id, undefined);
  for (const { task } of runningIn(agent)) changes.tasks.set(task.id, undefined);
  changes.agents.set(agentId, undefined);
}

function disableAgent(changes: Changes, id: string, untilMs: number): void {
  if (known(changes, id)?.disabledUntilMs !== untilMs) draftFor(changes, id).disabledUntilMs = untilMs;
}

function enableAgent(changes: Changes, id: string): void {
  if (known(changes, id)?.disabledUntilMs !== undefined) draftFor(changes, id).disabledUntilMs = undefined;
}

/** Other resources are scarce: every agent is looked at. Costs O(agents and what they hold). */
function setScarce(changes: Changes, resources: readonly string[]): void {
  const { base, agents, scarce: before } = changes;
  const names = [...new Set(resources)].toSorted(compareText);
  if (names.length === before.length && names.every((name, i) => name === before[i])) return;
  changes.scarce = Object.freeze(names);
  const look = (agent: Agent | AgentDraft): readonly string[] | undefined =>
    scarceWith(agent.scarce, names, {
      offers: [...offersIn(agent), { resources: {}, devices: agent.devices }],
      running: runningIn(agent),
    });
  for (const draft of agents.values()) if (draft !== undefined) draft.scarce = look(draft);
  for (const agent of base.cluster.agents) {
    if (agents.has(agent.id)) continue;
    const scarce = look(agent);
    if (scarce !== agent.scarce) draftFor(changes, agent.id).scarce = scarce;
  }
}

/** The agent as it is after the changes so far. */
function known({ base, agents }: Changes, id: string): AgentDraft | Agent | undefined {
  return agents.has(id) ? agents.get(id) : agentIn(base, placeIn(base, id));
}

/** The draft of the agent, begun if need be. */
function draftFor(changes: Changes, id: string): AgentDraft {
  const begun = changes.agents.get(id);
  if (begun !== undefined) return begun;
  const place = placeIn(changes.base, id);
  const agent = changes.agents.has(id) ? undefined : agentIn(changes.base, place);
  const draft = agent === undefined ? newDraft(id, place) : draftOf(agent, place);
  changes.agents.set(id, draft);
  return draft;
}

function holderOf({ base, offers }: Changes, offerId: string): string | undefined {
  return current(offers, base.ledger.offers, offerId);
}

function runnerOf({ base, tasks }: Changes, taskId: string): string | undefined {
  return current(tasks, base.ledger.tasks, taskId);
}

/** What stands under the id after the changes so far. */
function current(
  changes: ReadonlyMap<string, string | undefined>,
  base: ShardedMap<string>,
  id: string,
): string | undefined {
  return changes.get(id) ?? (changes.has(id) ? undefined : lookUp(base, id));
}
