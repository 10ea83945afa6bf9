import { isActive, isDisabled, isUnavailable } from "../agents/agents.ts";
import { elementAt } from "../dense/number-at.ts";
import type { Agent, Cluster } from "../model/cluster.ts";
import { endOf, type Offer, type Unavailability } from "../model/offer.ts";
import type { Policy } from "../model/policy.ts";
import type { Decline, DeclineReason } from "../model/round.ts";

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
  /** The place of the agent of each decline. */
  readonly givers: readonly number[];
}

/**
 * Sorts out the offers that no launch uses. `agents` is in tie order; `demandOn` says what the pending tasks of a role make of one of its agents.
 * Costs O(offers), and O(times log times) for the different times at which they came.
 *
 * @param used the ids of the offers of launches, and `launching` the places of their agents.
 */
export function giveBack(
  agents: readonly Agent[],
  used: ReadonlySet<string>,
  launching: ReadonlySet<number>,
  { cluster, policy, nowMs }: { readonly cluster: Cluster; readonly policy: Policy; readonly nowMs: number },
  demandOn: (role: string, agent: Agent) => DeclineReason,
): GivenBack {
  const declines: Decline[] = [];
  const held: string[] = [];
  const givers: number[] = [];
  const { hold } = policy;
  for (const [receivedAtMs, { offers, places }] of unusedByAge(agents, used, launching)) {
    const isYoung = hold !== undefined && nowMs - receivedAtMs < hold.forMs;
    for (const [i, { id: offerId, agentId, role = "*" }] of offers.entries()) {
      if (isYoung || declines.length === hold?.maxDeclines) {
        held.push(offerId);
        continue;
      }
      const place = elementAt(places, i);
      const agent = elementAt(agents, place);
      const reason = closureOf(agent, cluster, nowMs) ?? demandOn(role, agent);
      givers.push(place);
      declines.push({ offerId, agentId, reason, refuseSeconds: refusalOf(reason, agent, nowMs) });
    }
  }
  return { declines, held, givers };
}

/** Why the agent takes no tasks at all, if so. */
function closureOf(agent: Agent, { activeGroups }: Cluster, nowMs: number): DeclineReason | undefined {
  if (isDisabled(agent, nowMs)) return "agent-disabled";
  if (!isActive(agent, activeGroups)) return "agent-inactive";
  return isUnavailable(agent, nowMs) ? "agent-unavailable" : undefined;
}

/** Offers that came at one time, in tie order, and the places of their agents. */
interface SameAge {
  readonly offers: Offer[];
  readonly places: number[];
}

/** The unused offers by the time at which they came, the oldest first. */
function unusedByAge(
  agents: readonly Agent[],
  used: ReadonlySet<string>,
  launching: ReadonlySet<number>,
): readonly (readonly [receivedAtMs: number, SameAge])[] {
  const ages = new Map<number, SameAge>();
  let last = NaN;
  let same: SameAge = { offers: [], places: [] };
  for (let place = 0; place < agents.length; place++) {
    for (const offer of elementAt(agents, place).offers) {
      if (launching.has(place) && used.has(offer.id)) continue;
      const { receivedAtMs = 0 } = offer;
      if (receivedAtMs !== last) {
        last = receivedAtMs;
        same = ages.get(last) ?? { offers: [], places: [] };
        ages.set(last, same);
      }
      same.offers.push(offer);
      same.places.push(place);
    }
  }
  return [...ages].sort(([a], [b]) => a - b);
}

const never: Unavailability = { startMs: Infinity };

/** For how long an offer declined for the reason should stay away, in seconds. */
function refusalOf(
  reason: DeclineReason,
  { disabledUntilMs = 0, unavailability = never }: Agent,
  nowMs: number,
): number {
  const until = (timeMs: number): number => Math.max(shortRefusal, Math.ceil((timeMs - nowMs) / 1000));
  switch (reason) {
    case "agent-disabled":
      return Math.min(longestRefusal, until(disabledUntilMs));
    // Plans change, and nobody tells whose offer stays away.
    case "agent-unavailable":
      return Math.min(longRefusal, until(endOf(unavailability)));
    case "agent-inactive":
    case "no-task-fits-ever":
      return longRefusal;
    case "no-pending-tasks":
    case "not-needed":
    case "no-task-fits-now":
      return shortRefusal;
  }
}
