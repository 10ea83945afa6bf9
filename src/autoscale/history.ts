import type { AttributeValue, Unavailability } from "../model/offer.ts";
import type { AgentShape } from "./settings.ts";

/** An agent that has tasks after a round. */
export interface BusyAgent {
  readonly agentId: string;
  readonly hostname: string;
  readonly shape: AgentShape;
  /** Until when it is disabled, where it is: meanwhile the cluster shows it, unless it is lost. */
  readonly disabledUntilMs?: number;
  /** When it is away for maintenance, as its newest offer said. */
  readonly unavailability?: Unavailability;
}

/** An agent that is there, though the cluster does not show it: its offers were all declined. */
export interface AwayAgent extends BusyAgent {
  /** It counts until then. */
  readonly untilMs: number;
  /** It had tasks when it was seen last, and has not been offered since. So it may be lost: it is not idle, and not given back. */
  readonly hadTasks?: true;
}

/** A task that is short of agents. */
export interface ShortSince {
  readonly taskId: string;
  readonly sinceMs: number;
  /** When agents were last asked for it; absent: not yet, or forgotten. */
  readonly askedAtMs?: number;
}

/** Agents asked for that have not come yet. */
export interface Expected {
  readonly agents: number;
  readonly askedAtMs: number;
  /** What they should be like; absent where it does not matter. */
  readonly shape?: AgentShape;
}

/** What is remembered of one rule. */
export interface RuleHistory {
  readonly value: AttributeValue;
  /** Of agents seen, those seen first before the others, at most {@link maxShapes}. */
  readonly shapes: readonly AgentShape[];
  /** Those asked for first before the others. */
  readonly expected: readonly Expected[];
  readonly lastActionAtMs?: number;
  /** Since when there have been too few agents; absent: there are enough. */
  readonly tooFewSinceMs?: number;
  /** Since when there have been too many; likewise. */
  readonly tooManySinceMs?: number;
}

/** What `autoscale` remembers from call to call: plain data, which JSON carries unharmed. */
export interface AutoscaleHistory {
  /** The ids of the agents under a rule, by which new ones are told. */
  readonly agents: readonly string[];
  /** In tie order. */
  readonly away: readonly AwayAgent[];
  /** Agents that had tasks after the last round, in tie order: where the cluster does not show one any more, it is away. Absent where none had. */
  readonly busy?: readonly BusyAgent[];
  /** The ids of agents named for removal that are still disabled. */
  readonly removed: readonly string[];
  /** In the order of the tasks. */
  readonly short: readonly ShortSince[];
  /** In the order of the rules. */
  readonly rules: readonly RuleHistory[];
}

/** How many shapes of a value are remembered. */
export const maxShapes = 8;

/** Histories made here: they are known to be right. */
const own = new WeakSet<object>();

/** The history, known to be right from now on: it is frozen, down to the shapes. */
export function ownHistory(history: AutoscaleHistory): AutoscaleHistory {
  for (const each of [...history.away, ...(history.busy ?? []), ...history.short]) Object.freeze(each);
  for (const rule of history.rules) {
    for (const each of rule.expected) Object.freeze(each);
    Object.freeze(rule.expected);
    Object.freeze(rule.shapes);
    Object.freeze(rule);
  }
  for (const list of Object.values(history)) Object.freeze(list);
  own.add(Object.freeze(history));
  return history;
}

/** The history, where it was made here; else one in lists and records of its own, since its owner may change it. */
export function settledHistory(history: AutoscaleHistory): AutoscaleHistory {
  if (isOwnHistory(history)) return history;
  const { agents, away, busy, removed, short, rules } = history;
  return {
    agents,
    away: away.map((each) => ({ ...each })),
    ...(busy !== undefined && { busy: busy.map((each) => ({ ...each })) }),
    removed,
    short: short.map((each) => ({ ...each })),
    rules: rules.map((rule) => ({
      ...rule,
      shapes: [...rule.shapes],
      expected: rule.expected.map((each) => ({ ...each })),
    })),
  };
}

/** Whether the value is a history made here. */
export function isOwnHistory(value: unknown): boolean {
  return typeof value === "object" && value !== null && own.has(value);
}

/** The history before the first call. */
export const emptyHistory: AutoscaleHistory = ownHistory({
  agents: [],
  away: [],
  removed: [],
  short: [],
  rules: [],
});

/** The expectations with so many agents fewer, the first of those that are like this. */
export function withoutFirst(
  expected: readonly Expected[],
  agents: number,
  isLike: (each: Expected) => boolean,
): readonly Expected[] {
  let left = agents;
  return expected.flatMap((each) => {
    const gone = isLike(each) ? Math.min(left, each.agents) : 0;
    left -= gone;
    return gone === each.agents ? [] : [gone === 0 ? each : { ...each, agents: each.agents - gone }];
  });
}

/** How many agents are expected. */
export function countExpected(expected: readonly Expected[]): number {
  return expected.reduce((sum, { agents }) => sum + agents, 0);
}
