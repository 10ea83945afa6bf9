import type { Agent } from "../model/cluster.ts";
import type { RuleAgents } from "./census.ts";

/** How many agents a rule is to have more, or less, beside those for tasks. */
export interface Sizing {
  /** To ask for, so that enough are idle, and so that there are `minSize`. */
  readonly forIdle: number;
  readonly forSize: number;
  /** To give back. */
  readonly toGiveBack: number;
  /** The idle agents among which to choose. */
  readonly candidates: readonly Agent[];
}

/** What a rule has, or will have. */
export interface Stock extends RuleAgents {
  /** How many agents are expected, and how many of them no task will use. */
  readonly expected: number;
  readonly spare: number;
  /** How many are asked for tasks now. */
  readonly forTasks: number;
  /** The ids of agents that tasks will use. */
  readonly used: ReadonlySet<string>;
  /** Whether new agents would be in an active group. */
  readonly mayGrow: boolean;
}

/** How far a rule is from its sizes. An agent that tasks will use is not idle. Costs O(idle agents). */
export function sizingOf({
  rule,
  all,
  idle,
  inactive,
  expected,
  spare,
  forTasks,
  used,
  mayGrow,
}: Stock): Sizing {
  const { minIdle, maxIdle, minSize = 0, maxSize = Infinity } = rule;
  const free = idle.filter(({ id }) => !used.has(id));
  const idleSoon = free.length + spare;
  const sizeSoon = all.length + expected + forTasks;
  const forIdle =
    mayGrow && idleSoon < minIdle ? Math.min(maxIdle - idleSoon, Math.max(0, maxSize - sizeSoon)) : 0;
  const forSize = mayGrow ? Math.max(0, minSize - sizeSoon - forIdle) : 0;
  const excess = Math.max(free.length + inactive.length - maxIdle, all.length - maxSize);
  const mostActive = Math.max(0, free.length - minIdle);
  const toGiveBack = Math.min(excess, all.length - minSize, inactive.length + mostActive);
  return {
    forIdle,
    forSize,
    toGiveBack: Math.max(0, toGiveBack),
    candidates: [...inactive, ...free],
  };
}
