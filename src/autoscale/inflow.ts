import { isActive } from "../agents/agents.ts";
import type { ActiveGroups, Agent } from "../model/cluster.ts";
import { withOwnFields } from "../model/own-fields.ts";
import type { RuleAgents } from "./census.ts";
import { withoutFirst, type Expected, type RuleHistory } from "./history.ts";
import { defaultExpectForMs, type AgentShape, type AutoscaleSettings } from "./settings.ts";
import { agentOf, covers, shapeOf, shapesWith, suits } from "./shapes.ts";

/** What is known of the agents of a rule that will come. */
export interface Inflow {
  /** What a new agent may be like. */
  readonly shapes: readonly AgentShape[];
  /** Of agents seen. */
  readonly seen: readonly AgentShape[];
  readonly expected: readonly Expected[];
  /** Whether a new agent would be in an active group. */
  readonly mayGrow: boolean;
}

/** What an inflow depends on beside its rule. */
export interface Surroundings {
  readonly settings: AutoscaleSettings;
  readonly activeGroups: ActiveGroups | null;
  /** Whether the agent was there before. */
  readonly isKnown: (agentId: string) => boolean;
  readonly nowMs: number;
}

/** Of agents that were looked at, the shapes to which they add nothing: most need no second look. */
const settled = new WeakMap<Agent, readonly AgentShape[]>();

/**
 * Sees who has come: a new agent of the rule is one of those expected. What does not come in time is no longer
 * expected. Costs O(agents of the rule), and for each new one O(what is expected).
 */
export function inflowOf(
  { rule, all }: RuleAgents,
  past: RuleHistory,
  { settings, activeGroups, isKnown, nowMs }: Surroundings,
): Inflow {
  const { attribute, expectForMs = defaultExpectForMs } = settings;
  let seen = past.shapes;
  let { expected } = past;
  for (const agent of all) {
    if (expected.length > 0 && !isKnown(agent.id)) expected = afterArrival(agent, expected);
    if (agent.offers.length === 0 || settled.get(agent) === seen) continue;
    const before = seen;
    seen = shapesWith(seen, shapeOf(agent));
    if (seen === before) settled.set(agent, seen);
  }
  const shapes =
    rule.shapes?.map((shape) => ({
      ...withOwnFields(shape),
      offers: shape.offers.map(withOwnFields),
      attributes: { ...shape.attributes, [attribute]: rule.value },
    })) ?? seen;
  return {
    shapes,
    seen,
    expected: expected.filter(({ askedAtMs }) => nowMs - askedAtMs < expectForMs),
    mayGrow:
      shapes.length > 0
        ? shapes.some((shape) => isActive(agentOf("", "", shape), activeGroups))
        : activeGroups === null ||
          activeGroups.attribute !== attribute ||
          activeGroups.values.includes(rule.value),
  };
}

/** The expectations without that of an agent that has come: the largest of the shapes that it may be of, else one of no shape, else the first; of equals the first. */
function afterArrival(agent: Agent, expected: readonly Expected[]): readonly Expected[] {
  let own: Expected | undefined;
  for (const each of expected) {
    if (each.shape === undefined || !suits(agent, each.shape)) continue;
    if (own?.shape === undefined || (covers(each.shape, own.shape) && !covers(own.shape, each.shape)))
      own = each;
  }
  own ??= expected.find((each) => each.shape === undefined) ?? expected[0];
  return withoutFirst(expected, 1, (each) => each === own);
}
