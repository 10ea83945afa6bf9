import { isActive } from "../agents/agents.ts";
import { contextOf } from "../agents/context.ts";
import { viewsOf } from "../agents/views.ts";
import { attributeOf } from "../dense/attributes.ts";
import { Tables } from "../dense/tables.ts";
import { preferencesScorers } from "../fitness/preferences.ts";
import type { ActiveGroups, Agent } from "../model/cluster.ts";
import type { Preference } from "../model/fitness.ts";
import type { AttributeValue, Offer } from "../model/offer.ts";
import { compareAgents } from "../model/order.ts";
import { withOwnFields } from "../model/own-fields.ts";
import { fleetOf } from "../state/fleets.ts";
import { clusterOf } from "../state/state.ts";
import type { GivenBackAgent } from "./actions.ts";
import { withDisksOfOneRole } from "./disks.ts";
import type { GiveBackOrder } from "./settings.ts";

/** The id of the task that the preferences of a {@link GiveBackOrder} are asked about: custom evaluators see it, errors name it. */
export const giveBackTaskId = "give-back";

/** What the choice depends on. */
export interface Choice {
  /** Agents that may go. */
  readonly candidates: readonly Agent[];
  /** How many of them are to go. */
  readonly count: number;
  /** All agents of the rule. */
  readonly all: readonly Agent[];
  readonly activeGroups: ActiveGroups | null;
  readonly order: GiveBackOrder;
  readonly nowMs: number;
}

interface Candidate {
  readonly agent: Agent;
  readonly wasActive: boolean;
  /** By the preferences, 0..1. */
  readonly score: number;
  /** Of the attribute to balance. */
  readonly values: readonly AttributeValue[];
}

/**
 * Chooses agents to give back, one after the other: those in no active group first, then those that score most by preferences and balance, which is
 * the number of agents with the same value that would stay, as a part of the greatest such number; ties by hostname, then id. Costs
 * O(candidates × preferences), and O(chosen × values) with a balance. After Fenzo's scale-down constraint evaluators.
 *
 * @throws EvaluatorError when a custom evaluator among the preferences fails.
 */
export function chooseAgents({
  candidates,
  count,
  all,
  activeGroups,
  order,
  nowMs,
}: Choice): readonly GivenBackAgent[] {
  const { preferences = [], balance } = order;
  const scores = scoresOf(candidates, preferences, nowMs);
  const valuesOf = (agent: Agent): readonly AttributeValue[] =>
    balance === undefined ? [] : listOf(attributeOf(agent, balance.attribute));
  const queues = queuesOf(
    candidates.map((agent) => ({
      agent,
      wasActive: isActive(agent, activeGroups),
      score: scores.get(agent.id) ?? 0,
      values: valuesOf(agent),
    })),
  );
  const staying = new Map<AttributeValue, number>();
  const countOf = (value: AttributeValue): number => staying.get(value) ?? 0;
  for (const agent of all) for (const value of valuesOf(agent)) staying.set(value, countOf(value) + 1);
  const weight = preferences.reduce((sum, each) => sum + each.weight, 0);
  const balanceWeight = balance?.weight ?? 1;
  const chosen: GivenBackAgent[] = [];
  while (chosen.length < count) {
    let greatest = 1;
    for (const each of staying.values()) greatest = Math.max(greatest, each);
    const first = takeFirst(
      queues,
      ({ score, values }) => weight * score + balanceWeight * (crowdOf(values, countOf) / greatest),
    );
    if (first === undefined) break;
    for (const value of first.values) staying.set(value, countOf(value) - 1);
    const { agent, wasActive } = first;
    chosen.push({ agentId: agent.id, hostname: agent.hostname, wasActive });
  }
  return chosen;
}

/** How many agents with the same value there are, the rarest of several; 0 for an agent without one. */
function crowdOf(values: readonly AttributeValue[], countOf: (value: AttributeValue) => number): number {
  return values.length === 0
    ? 0
    : values.reduce((least: number, value) => Math.min(least, countOf(value)), Infinity);
}

function listOf(value: AttributeValue | readonly AttributeValue[] = []): readonly AttributeValue[] {
  return typeof value === "object" ? value : [value];
}

/** Candidates that the balance does not tell apart, the one to go first at the end. */
type Queue = Candidate[];

function queuesOf(candidates: readonly Candidate[]): readonly Queue[] {
  const queues = new Map<string, Queue>();
  for (const each of candidates) {
    const key = JSON.stringify(each.values);
    const queue = queues.get(key);
    if (queue === undefined) queues.set(key, [each]);
    else queue.push(each);
  }
  const lists = [...queues.values()];
  for (const queue of lists) queue.sort((a, b) => compareCandidates(b, a, b.score - a.score));
  return lists;
}

/** Takes the candidate that goes before all others out of its queue. */
function takeFirst(queues: readonly Queue[], total: (candidate: Candidate) => number): Candidate | undefined {
  let best: Queue | undefined;
  let first: Candidate | undefined;
  for (const queue of queues) {
    const head = queue.at(-1);
    if (head === undefined) continue;
    if (first !== undefined && compareCandidates(first, head, total(first) - total(head)) < 0) continue;
    best = queue;
    first = head;
  }
  return best?.pop();
}

/** Negative as `a` goes before `b`; `better` is by how much it scores more. */
function compareCandidates(a: Candidate, b: Candidate, better: number): number {
  if (a.wasActive !== b.wasActive) return Number(a.wasActive) - Number(b.wasActive);
  return better === 0 ? compareAgents(a.agent, b.agent) : -better;
}

/** The preferences' score of each candidate, by id: their weighted mean, as for a task that asks nothing. */
function scoresOf(
  candidates: readonly Agent[],
  preferences: readonly Preference[],
  nowMs: number,
): ReadonlyMap<string, number> {
  const scores = new Map<string, number>();
  const asked = preferences.length === 0 ? [] : candidates;
  const offers = asked.flatMap(({ hostname, attributes, devices, offers: each }) =>
    withDisksOfOneRole(each.map(withOwnFields)).map((offer): Offer => ({
      ...offer,
      role: "*",
      hostname,
      attributes,
      devices,
    })),
  );
  const cluster = clusterOf(offers.map((offer, i) => ({ ...offer, id: String(i) })));
  const tables = new Tables(fleetOf(cluster));
  const views = viewsOf(tables, nowMs, () => true);
  const context = contextOf(tables, views, { cluster, nowMs });
  const pool = tables.pool("*");
  const task = { id: giveBackTaskId, resources: {}, preferences };
  const scorer = preferencesScorers(context, pool)(task, false);
  if (scorer !== undefined) for (const row of pool.rows) scores.set(pool.agentAt(row).id, scorer.score(row));
  return scores;
}
