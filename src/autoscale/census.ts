import { isActive, isDisabled, isUnavailable } from "../agents/agents.ts";
import { attributeOf } from "../dense/attributes.ts";
import { amountIn } from "../dense/roster.ts";
import type { Agent, Cluster } from "../model/cluster.ts";
import type { AttributeValue } from "../model/offer.ts";
import { compareAgents } from "../model/order.ts";
import type { Scalars } from "../model/quantity.ts";
import type { Round } from "../model/round.ts";
import { findAgent } from "../state/find.ts";
import type { AutoscaleHistory, AwayAgent, BusyAgent } from "./history.ts";
import { defaultMissForMs, type AgentShape, type AutoscaleSettings, type ScalingRule } from "./settings.ts";
import { agentOf, covers, shapeOf } from "./shapes.ts";

/** The agents under one rule. */
export interface RuleAgents {
  readonly rule: ScalingRule;
  /** All that count: those named for removal do not. */
  readonly all: readonly Agent[];
  /** Those that run nothing, can be given tasks and are large enough. */
  readonly idle: readonly Agent[];
  /** The same, in no active group. */
  readonly inactive: readonly Agent[];
}

/** The agents after a round. */
export interface Census {
  /** In the order of the rules. */
  readonly rules: readonly RuleAgents[];
  /** Agents that are there though the cluster of the round does not show them. */
  readonly away: readonly Agent[];
  /** What the next history says of agents that are away, or will be, in tie order. */
  readonly nextAway: readonly AwayAgent[];
  /** The agents that have tasks after the round, in tie order. */
  readonly busy: readonly BusyAgent[];
  /** Agents named for removal before, still disabled. */
  readonly removed: readonly string[];
}

/** The same while agents are counted. */
interface Lists extends RuleAgents {
  readonly all: Agent[];
  readonly idle: Agent[];
  readonly inactive: Agent[];
}

/** What the census is taken of: a round and the cluster that it was made from. */
interface Scene {
  readonly cluster: Cluster;
  readonly round: Round;
  readonly nowMs: number;
}

/**
 * Counts the agents of each rule after a round. An agent counts if it has an offer or a task or is disabled, or if not long ago its offers were declined or its
 * last task has ended. One with several values of the attribute is under the first rule that has one of them. Costs O(agents).
 */
export function takeCensus(
  { cluster, round, nowMs }: Scene,
  settings: AutoscaleSettings,
  history: AutoscaleHistory,
): Census {
  const { attribute, rules, missForMs = defaultMissForMs } = settings;
  const removed = history.removed.filter((id) => {
    const agent = findAgent(cluster, id);
    return agent !== undefined && isDisabled(agent, nowMs);
  });
  const isRemoved = new Set(removed);
  const launched = new Set(round.launches.map(({ agentId }) => agentId));
  const refusals = refusalsOf(round);
  const ruleOf = ruleFinder(rules);
  const lists = rules.map((rule): Lists => ({ rule, all: [], idle: [], inactive: [] }));
  const nextAway: AwayAgent[] = [];
  const busy: BusyAgent[] = [];
  /** Those that were busy and are not to be seen. */
  const vanished = new Map((history.busy ?? []).map((each) => [each.agentId, each]));

  const count = (agent: Agent, mayBeIdle: boolean = true): boolean => {
    const list = isRemoved.has(agent.id) ? undefined : lists[ruleOf(attributeOf(agent, attribute))];
    if (list === undefined) return false;
    list.all.push(agent);
    const isFree = agent.running.length === 0 && !launched.has(agent.id);
    const isIdle = isFree && !isDisabled(agent, nowMs) && !isUnavailable(agent, nowMs);
    if (!mayBeIdle || !isIdle || isTooSmall(agent, list.rule.tooSmall)) return true;
    (isActive(agent, cluster.activeGroups) ? list.idle : list.inactive).push(agent);
    return true;
  };
  /** Those that the cluster shows for no other reason. */
  const disabled: Agent[] = [];
  for (const agent of cluster.agents) {
    const { id, offers, running } = agent;
    if (offers.length === 0 && running.length === 0) {
      if (isDisabled(agent, nowMs)) disabled.push(agent);
      continue;
    }
    const past = vanished.get(id);
    vanished.delete(id);
    if (!count(agent)) continue;
    if (running.length > 0 || launched.has(id)) {
      busy.push(busyAgentOf(agent, past));
      continue;
    }
    const refusal = refusals.get(id);
    if (refusal?.offers !== offers.length) continue;
    const untilMs = nowMs + refusal.seconds * 1000 + missForMs;
    nextAway.push({ ...recordOf(agent, shapeOf(agent)), untilMs });
  }

  const away: Agent[] = [];
  const wasRemoved = new Set(history.removed);
  const missed = { untilMs: nowMs + missForMs, hadTasks: true as const };
  for (const each of [
    ...history.away,
    ...Array.from(vanished.values(), (past) => ({ ...past, ...missed })),
  ]) {
    const now = findAgent(cluster, each.agentId);
    if (nowMs >= each.untilMs || (now !== undefined && now.offers.length + now.running.length > 0)) continue;
    // The cluster shows what is disabled: what it does not show is lost.
    if (now === undefined && (wasRemoved.has(each.agentId) || isDisabled(each, nowMs))) continue;
    const agent = awayAgentOf(each, now?.disabledUntilMs);
    if (!count(agent, each.hadTasks !== true)) continue;
    away.push(agent);
    const isAsBefore = now === undefined || now.disabledUntilMs === each.disabledUntilMs;
    nextAway.push(isAsBefore ? each : disabledAs(each, now));
  }
  const isAway = new Set(away.map(({ id }) => id));
  for (const agent of disabled) if (!isAway.has(agent.id)) count(agent);
  if (away.length > 0) nextAway.sort((a, b) => compareAgents(nameOf(a), nameOf(b)));
  return { rules: lists, away, nextAway, busy, removed };
}

/** What busy agents would give if nothing ran on them. */
const shapes = new WeakMap<Agent, AgentShape>();

/** An agent with tasks; what it has left, and offers to nobody now, it had when it was looked at before. */
function busyAgentOf(agent: Agent, past: BusyAgent | undefined): BusyAgent {
  let shape = shapes.get(agent);
  if (shape === undefined) {
    shape = shapeOf(agent);
    shapes.set(agent, shape);
  }
  if (past !== undefined && (past.shape === shape || covers(past.shape, shape))) {
    if (isAsBefore(agent, past)) return past;
    ({ shape } = past);
  }
  return recordOf(agent, shape);
}

function recordOf(agent: Agent, shape: AgentShape): BusyAgent {
  return { agentId: agent.id, hostname: agent.hostname, shape, ...disabledFor(agent), ...awayWhen(agent) };
}

function isAsBefore(agent: Agent, past: BusyAgent): boolean {
  return (
    agent.hostname === past.hostname &&
    agent.disabledUntilMs === past.disabledUntilMs &&
    agent.unavailability === past.unavailability
  );
}

/** The record, disabled for as long as the agent is. */
function disabledAs(record: AwayAgent, agent: Agent): AwayAgent {
  const { disabledUntilMs: _, ...rest } = record;
  return { ...rest, ...disabledFor(agent) };
}

function disabledFor({ disabledUntilMs }: Agent): Pick<AwayAgent, "disabledUntilMs"> {
  return disabledUntilMs === undefined ? {} : { disabledUntilMs };
}

function awayWhen({ unavailability }: Agent): Pick<AwayAgent, "unavailability"> {
  return unavailability === undefined ? {} : { unavailability };
}

function nameOf({ agentId, hostname }: AwayAgent): { readonly id: string; readonly hostname: string } {
  return { id: agentId, hostname };
}

/** The agents of records that have been asked about, none of them disabled. */
const awayAgents = new WeakMap<AwayAgent, Agent>();

function awayAgentOf(away: AwayAgent, disabledUntilMs: number | undefined): Agent {
  let agent = awayAgents.get(away);
  if (agent === undefined) {
    agent = agentOf(away.agentId, away.hostname, away.shape, away.unavailability);
    awayAgents.set(away, agent);
  }
  return disabledUntilMs === undefined ? agent : { ...agent, disabledUntilMs };
}

/** How many offers of each agent were declined, and for how long at most. */
function refusalsOf({ declines }: Round): ReadonlyMap<string, { offers: number; seconds: number }> {
  const refusals = new Map<string, { offers: number; seconds: number }>();
  for (const { agentId, refuseSeconds } of declines) {
    const refusal = refusals.get(agentId);
    if (refusal === undefined) refusals.set(agentId, { offers: 1, seconds: refuseSeconds });
    else {
      refusal.offers++;
      refusal.seconds = Math.max(refusal.seconds, refuseSeconds);
    }
  }
  return refusals;
}

/** The place of the first rule that has the value, or one of the values; -1 where none has. */
function ruleFinder(
  rules: readonly ScalingRule[],
): (value: AttributeValue | readonly AttributeValue[] | undefined) => number {
  const places = new Map(rules.map(({ value }, i) => [value, i]));
  return (value) => {
    if (value === undefined) return -1;
    if (typeof value !== "object") return places.get(value) ?? -1;
    return value.reduce((first: number, each) => {
      const place = places.get(each) ?? -1;
      return first === -1 || (place !== -1 && place < first) ? place : first;
    }, -1);
  };
}

/** Whether the agent offers less than this of something. */
function isTooSmall({ offers }: Agent, least: Scalars = {}): boolean {
  return Object.keys(least).some((name) => {
    let sum = 0;
    for (const { resources } of offers) sum += amountIn(resources, name);
    return sum < amountIn(least, name);
  });
}
