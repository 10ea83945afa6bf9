import { castDraft, Immer } from "immer";
import {
  keyOf,
  maxRescinded,
  type ActiveGroups,
  type Agent,
  type Cluster,
  type ClusterEvent,
} from "../model/cluster.ts";
import { refuse } from "../model/input/expect.ts";
import type { Offer } from "../model/offer.ts";
import { compareText } from "../model/order.ts";
import type { RunningTask } from "../model/task.ts";
import {
  isRemembered,
  newAgent,
  tooLargeSum,
  withOffer,
  withTask,
  withoutOffer,
  withoutTask,
} from "./agent.ts";
import { trust } from "./trusted.ts";

/** Not freezing: offers and tasks belong to the caller. */
const immer = new Immer({ autoFreeze: false });

/** What a batch of events changes; undefined: gone. Keys as in {@link Cluster}. */
export interface Changes {
  readonly base: Cluster;
  readonly agents: Map<string, Agent | undefined>;
  readonly offers: Map<string, string | undefined>;
  readonly tasks: Map<string, string | undefined>;
  readonly roles: Set<string>;
  readonly rescinded: Set<string>;
  rescindedChanged: boolean;
  activeGroups: ActiveGroups | null;
}

/** No changes yet. */
export function changesTo(base: Cluster): Changes {
  return {
    base,
    agents: new Map(),
    offers: new Map(),
    tasks: new Map(),
    roles: new Set(base.roles),
    rescinded: new Set(base.rescinded),
    rescindedChanged: false,
    activeGroups: base.activeGroups,
  };
}

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
      endTask(changes, event.taskId);
      break;
    case "agent-lost":
      loseAgent(changes, event.agentId);
      break;
    case "agent-disabled":
      setAgent(changes, {
        ...(agentNow(changes, event.agentId) ?? newAgent(event.agentId, "")),
        disabledUntilMs: event.untilMs,
      });
      break;
    case "agent-enabled":
      enableAgent(changes, event.agentId);
      break;
    case "active-groups-set":
      changes.activeGroups =
        event.values === null ? null : { attribute: event.attribute, values: event.values };
  }
}

/** The cluster with the changes: forgets agents that nothing keeps, and all roles when no agent is left. */
export function clusterWith(changes: Changes): Cluster {
  const cluster = immer.produce(changes.base, (draft) => {
    for (const [key, agent] of changes.agents) {
      if (agent === undefined || !isRemembered(agent)) delete draft.agents[key];
      else draft.agents[key] = castDraft(agent);
    }
    setEach(draft.offers, changes.offers);
    setEach(draft.tasks, changes.tasks);
    draft.activeGroups = castDraft(changes.activeGroups);
    if (changes.roles.size !== draft.roles.length) draft.roles = [...changes.roles].toSorted(compareText);
    if (changes.rescindedChanged) draft.rescinded = [...changes.rescinded].slice(-maxRescinded);
  });
  return trust(Object.freeze(isWithoutAgents(cluster) ? withoutRoles(cluster) : cluster));
}

function setEach(record: Record<string, string>, entries: ReadonlyMap<string, string | undefined>): void {
  for (const [key, agentId] of entries) {
    if (agentId === undefined) delete record[key];
    else record[key] = agentId;
  }
}

function isWithoutAgents(cluster: Cluster): boolean {
  for (const _ in cluster.agents) return false;
  return true;
}

function withoutRoles(cluster: Cluster): Cluster {
  return cluster.roles.length === 0 ? cluster : { ...cluster, roles: [] };
}

/** The first agent among those changed that has more of a resource than can be counted, if there is one. */
export function overfull(changes: Changes): { readonly agent: Agent; readonly resource: string } | undefined {
  for (const agent of changes.agents.values()) {
    const resource = agent === undefined ? undefined : tooLargeSum(agent);
    if (agent !== undefined && resource !== undefined) return { agent, resource };
  }
  return undefined;
}

function receiveOffers(changes: Changes, offers: readonly Offer[]): void {
  const ids = new Set<string>();
  for (const [i, { id }] of offers.entries()) {
    if (ids.has(id) || now(changes.offers, changes.base.offers, id) !== undefined) {
      refuse(`[${i}].id`, id, "the id of an offer that is not held already");
    }
    ids.add(id);
  }
  for (const offer of offers.toSorted(compareAge)) {
    changes.roles.add(offer.role ?? "*");
    if (changes.rescinded.delete(offer.id)) {
      changes.rescindedChanged = true;
      continue;
    }
    changes.offers.set(keyOf(offer.id), offer.agentId);
    setAgent(changes, withOffer(agentNow(changes, offer.agentId) ?? newAgent(offer.agentId, ""), offer));
  }
}

/** Older offers first, then by id: the order in which offers apply, whatever order they came in. */
function compareAge(a: Offer, b: Offer): number {
  return (a.receivedAtMs ?? 0) - (b.receivedAtMs ?? 0) || compareText(a.id, b.id);
}

function rescindOffer(changes: Changes, offerId: string): void {
  const agentId = now(changes.offers, changes.base.offers, offerId);
  const agent = agentId === undefined ? undefined : agentNow(changes, agentId);
  if (agent === undefined) {
    changes.rescinded.delete(offerId);
    changes.rescinded.add(offerId);
    changes.rescindedChanged = true;
    return;
  }
  changes.offers.set(keyOf(offerId), undefined);
  setAgent(changes, withoutOffer(agent, offerId));
}

function startTask(changes: Changes, running: RunningTask): void {
  const { task, agentId, hostname } = running;
  if (now(changes.tasks, changes.base.tasks, task.id) !== undefined) {
    refuse("task.id", task.id, "the id of a task that is not running already");
  }
  changes.tasks.set(keyOf(task.id), agentId);
  changes.roles.add(task.role ?? "*");
  const agent = agentNow(changes, agentId);
  const named =
    agent === undefined || agent.hostname === "" ? { ...(agent ?? newAgent(agentId, "")), hostname } : agent;
  setAgent(changes, withTask(named, running));
}

function endTask(changes: Changes, taskId: string): void {
  const agentId = now(changes.tasks, changes.base.tasks, taskId);
  const agent = agentId === undefined ? undefined : agentNow(changes, agentId);
  if (agent === undefined) return;
  changes.tasks.set(keyOf(taskId), undefined);
  setAgent(changes, withoutTask(agent, taskId));
}

function loseAgent(changes: Changes, agentId: string): void {
  const agent = agentNow(changes, agentId);
  if (agent === undefined) return;
  for (const { id } of agent.offers) changes.offers.set(keyOf(id), undefined);
  for (const { task } of agent.running) changes.tasks.set(keyOf(task.id), undefined);
  changes.agents.set(keyOf(agentId), undefined);
}

function enableAgent(changes: Changes, agentId: string): void {
  const agent = agentNow(changes, agentId);
  if (agent?.disabledUntilMs === undefined) return;
  const { disabledUntilMs: _, ...enabled } = agent;
  setAgent(changes, enabled);
}

function agentNow(changes: Changes, agentId: string): Agent | undefined {
  return now(changes.agents, changes.base.agents, agentId);
}

/** Frozen, an agent is passed over by immer, which else looks for drafts in all that the agent holds. */
function setAgent(changes: Changes, agent: Agent): void {
  changes.agents.set(keyOf(agent.id), Object.freeze(agent));
}

/** What stands under the id after the changes so far. */
function now<T>(
  changed: ReadonlyMap<string, T | undefined>,
  base: Readonly<Record<string, T>>,
  id: string,
): T | undefined {
  const key = keyOf(id);
  return changed.has(key) ? changed.get(key) : base[key];
}
