import { isActive } from "../agents/agents.ts";
import { elementAt, floatAt, intAt, textAt } from "../dense/number-at.ts";
import type { Tables } from "../dense/tables.ts";
import type { ActiveGroups } from "../model/cluster.ts";
import type { Decline, DeclineReason, Launch, MatchInput } from "../model/round.ts";

/** The refuse_seconds of a decline where other tasks, or other demands, can change the answer soon: Mesos's default. */
export const shortRefusal = 5;
/** The refuse_seconds of a decline where only the agent's own nature is in the way; not so long that a scheduler which forgets to revive is stuck. */
export const longRefusal = 120;
/** The most that Mesos takes: 365 days. */
export const longestRefusal = 31_536_000;

/** Which unused offers go back, why and for how long; and which are kept. */
export interface GivenBack {
  readonly declines: readonly Decline[];
  readonly held: readonly string[];
  /** 1 for the agents of the declines. */
  readonly gives: Uint8Array;
}

/**
 * Sorts out the offers that no launch uses. Costs O(offers).
 *
 * @param launchesOn the launches on an agent: they use all offers of their roles.
 * @param demandOn what the pending tasks of a role make of one of its agents.
 */
export function giveBack(
  { cluster: { activeGroups }, policy: { hold } = {}, nowMs }: MatchInput,
  tables: Tables,
  launchesOn: (agent: number) => readonly Launch[],
  demandOn: (role: string, agent: number) => DeclineReason,
): GivenBack {
  const { offers } = tables;
  const { ids, roles, roleNames, agentOf, receivedAtMs } = offers;
  const declines: Decline[] = [];
  const held: string[] = [];
  // Room for all in the list that gets most: 100,000 of them, pushed, would be copied two dozen times.
  const longer = hold === undefined ? declines : held;
  longer.length = ids.length;
  let declined = 0;
  let kept = 0;
  const gives = new Uint8Array(tables.agents.length);
  const closureOf = closuresOf(tables, activeGroups, nowMs);
  for (let i = 0; i < ids.length; i++) {
    const agent = intAt(agentOf, i);
    const role = textAt(roleNames, intAt(roles, i));
    const launches = launchesOn(agent);
    if (launches.length > 0 && isUsed(role, launches)) continue;
    const offerId = textAt(ids, i);
    const isYoung = hold !== undefined && nowMs - floatAt(receivedAtMs, i) < hold.forMs;
    if (isYoung || declined === hold?.maxDeclines) {
      held[kept++] = offerId;
      continue;
    }
    const reason = closureOf?.(agent) ?? demandOn(role, agent);
    gives[agent] = 1;
    declines[declined++] = {
      offerId,
      agentId: textAt(offers.agentIds, i),
      reason,
      refuseSeconds: refusalOf(reason, agent, tables, nowMs),
    };
  }
  declines.length = declined;
  held.length = kept;
  return { declines, held, gives };
}

/** Why an agent takes no tasks at all, if so; undefined where all do. Costs O(agents). */
function closuresOf(
  { agents, residents: { disabledUntilMs }, absences }: Tables,
  activeGroups: ActiveGroups | null,
  nowMs: number,
): ((agent: number) => DeclineReason | undefined) | undefined {
  let disabled = 0;
  for (let agent = 0; agent < agents.length; agent++) if (nowMs < floatAt(disabledUntilMs, agent)) disabled++;
  if (disabled === 0 && activeGroups === null && !absences.any) return undefined;
  return (agent) => {
    if (nowMs < floatAt(disabledUntilMs, agent)) return "agent-disabled";
    if (!isActive(elementAt(agents, agent), activeGroups)) return "agent-inactive";
    return absences.any && absences.has(agent, nowMs, nowMs) ? "agent-unavailable" : undefined;
  };
}

function isUsed(role: string, launches: readonly Launch[]): boolean {
  return launches.some((launch) => launch.role === role);
}

/** For how long an offer declined for the reason should stay away, in seconds. */
function refusalOf(reason: DeclineReason, agent: number, tables: Tables, nowMs: number): number {
  switch (reason) {
    case "agent-disabled":
      return Math.min(longestRefusal, secondsUntil(floatAt(tables.residents.disabledUntilMs, agent), nowMs));
    // Plans change, and nobody tells whose offer stays away.
    case "agent-unavailable":
      return Math.min(longRefusal, secondsUntil(floatAt(tables.absences.endMs, agent), nowMs));
    case "agent-inactive":
    case "no-task-fits-ever":
      return longRefusal;
    case "no-pending-tasks":
    case "not-needed":
    case "no-task-fits-now":
      return shortRefusal;
  }
}

function secondsUntil(timeMs: number, nowMs: number): number {
  return Math.max(shortRefusal, Math.ceil((timeMs - nowMs) / 1000));
}
