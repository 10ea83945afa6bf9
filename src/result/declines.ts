import { isActive, isDisabled } from "../agents/agents.ts";
import type { Agent, Cluster } from "../model/cluster.ts";
import type { Offer } from "../model/offer.ts";
import { compareText } from "../model/order.ts";
import type { Policy } from "../model/policy.ts";
import type { Decline, DeclineReason } from "../model/round.ts";

/** The refuse_seconds of a decline where other tasks, or other demands, can change the answer soon: Mesos's default. */
export const shortRefusal = 5;
/** The refuse_seconds of a decline where only the agent's own nature is in the way; not so long that a scheduler which forgets to revive is stuck. */
export const longRefusal = 120;
/** The most that Mesos takes: 365 days. */
export const longestRefusal = 31_536_000;

/** An offer that no launch uses. */
interface Unused {
  readonly offer: Offer;
  readonly agent: Agent;
}

/** Which unused offers go back, why and for how long; and which are kept. */
export interface GivenBack {
  readonly declines: readonly Decline[];
  readonly held: readonly string[];
}

/**
 * Sorts out the offers that no launch uses. `agents` is in tie order; `demandOn` says what the pending tasks of a role make of one of its agents.
 * Costs O(offers log offers).
 */
export function giveBack(
  agents: readonly Agent[],
  used: ReadonlySet<string>,
  { cluster, policy, nowMs }: { readonly cluster: Cluster; readonly policy: Policy; readonly nowMs: number },
  demandOn: (role: string, agent: Agent) => DeclineReason,
): GivenBack {
  const unused: Unused[] = [];
  for (const agent of agents)
    for (const offer of agent.offers) if (!used.has(offer.id)) unused.push({ offer, agent });
  const oldestFirst = unused.toSorted(
    (a, b) => (a.offer.receivedAtMs ?? 0) - (b.offer.receivedAtMs ?? 0) || compareTies(a, b),
  );
  const declines: Decline[] = [];
  const held: string[] = [];
  const { hold } = policy;
  for (const { offer, agent } of oldestFirst) {
    const isYoung = hold !== undefined && nowMs - (offer.receivedAtMs ?? 0) < hold.forMs;
    if (isYoung || declines.length === hold?.maxDeclines) {
      held.push(offer.id);
      continue;
    }
    const reason = isDisabled(agent, nowMs)
      ? "agent-disabled"
      : isActive(agent, cluster.activeGroups)
        ? demandOn(offer.role ?? "*", agent)
        : "agent-inactive";
    declines.push({
      offerId: offer.id,
      agentId: agent.id,
      reason,
      refuseSeconds: refusalOf(reason, agent, nowMs),
    });
  }
  return { declines, held };
}

function compareTies(a: Unused, b: Unused): number {
  return (
    compareText(a.agent.hostname, b.agent.hostname) ||
    compareText(a.agent.id, b.agent.id) ||
    compareText(a.offer.id, b.offer.id)
  );
}

/** For how long an offer declined for the reason should stay away, in seconds. */
function refusalOf(reason: DeclineReason, { disabledUntilMs = 0 }: Agent, nowMs: number): number {
  switch (reason) {
    case "agent-disabled":
      return Math.min(longestRefusal, Math.max(shortRefusal, Math.ceil((disabledUntilMs - nowMs) / 1000)));
    case "agent-inactive":
    case "no-task-fits-ever":
      return longRefusal;
    case "no-pending-tasks":
    case "not-needed":
    case "no-task-fits-now":
      return shortRefusal;
  }
}
