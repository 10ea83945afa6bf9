import type { ActiveGroups } from "../model/cluster.ts";
import type { ScaleDown, ScaleUp, ScalingAction } from "./actions.ts";
import type { RuleAgents } from "./census.ts";
import { chooseAgents } from "./give-back.ts";
import { countExpected, type Expected, type RuleHistory } from "./history.ts";
import type { Inflow } from "./inflow.ts";
import type { AutoscaleSettings, ScalingRule } from "./settings.ts";
import type { Need } from "./needs.ts";
import { sizingOf, type Sizing } from "./sizing.ts";

/** All that the decision about one rule depends on. */
export interface Matter {
  readonly agents: RuleAgents;
  readonly inflow: Inflow;
  readonly past: RuleHistory;
  readonly isCooling: boolean;
  readonly need: Need;
  /** How many agents are expected that no task will use. */
  readonly spare: number;
  /** The ids of agents that tasks will use. */
  readonly used: ReadonlySet<string>;
  readonly settings: AutoscaleSettings;
  readonly activeGroups: ActiveGroups | null;
  readonly nowMs: number;
}

/** What is done about one rule, if anything, and what is remembered of it. */
export interface Decision {
  readonly action: ScalingAction | undefined;
  readonly history: RuleHistory;
}

/**
 * Whether agents of a rule are asked for or given back: nothing before its cooldown is over, and asking goes before giving back. Costs O(idle
 * agents), and what choosing agents costs.
 */
export function decide(matter: Matter): Decision {
  const { agents, inflow, past, need, settings, nowMs } = matter;
  const { scaleUpDelayMs = 0, scaleDownDelayMs = 0 } = settings;
  const sizing = sizingOf({
    ...agents,
    expected: countExpected(inflow.expected),
    spare: matter.spare,
    forTasks: need.agents,
    used: matter.used,
    mayGrow: inflow.mayGrow,
  });
  const tooFewSinceMs = sizing.forIdle + sizing.forSize > 0 ? (past.tooFewSinceMs ?? nowMs) : undefined;
  const tooManySinceMs = sizing.toGiveBack > 0 ? (past.tooManySinceMs ?? nowMs) : undefined;
  const isTooFew = tooFewSinceMs !== undefined && nowMs - tooFewSinceMs >= scaleUpDelayMs;
  const isTooMany = tooManySinceMs !== undefined && nowMs - tooManySinceMs >= scaleDownDelayMs;

  const up = scaleUp(agents.rule, need, isTooFew ? sizing : undefined);
  let action: ScalingAction | undefined;
  if (!matter.isCooling) {
    if (up.agents > 0) action = up;
    else if (isTooMany) action = scaleDown(sizing, matter);
  }
  const lastActionAtMs = action === undefined ? past.lastActionAtMs : nowMs;
  // Agents for tasks alone leave as many too few as there were.
  const isFilled = action?.type === "scale-up" && isTooFew;
  return {
    action,
    history: {
      value: agents.rule.value,
      shapes: inflow.seen,
      expected:
        action?.type === "scale-up" ? [...inflow.expected, ...expectedOf(action, nowMs)] : inflow.expected,
      ...(lastActionAtMs !== undefined && { lastActionAtMs }),
      ...(tooFewSinceMs !== undefined && !isFilled && { tooFewSinceMs }),
      ...(tooManySinceMs !== undefined && action?.type !== "scale-down" && { tooManySinceMs }),
    },
  };
}

function scaleUp({ value }: ScalingRule, need: Need, sizing: Sizing | undefined): ScaleUp {
  const { forIdle, forSize } = sizing ?? { forIdle: 0, forSize: 0 };
  return {
    type: "scale-up",
    value,
    agents: need.agents + forIdle + forSize,
    forTasks: need.agents,
    forIdle,
    forSize,
    taskIds: need.taskIds,
    shapes: need.shapes,
  };
}

function scaleDown(
  { candidates, toGiveBack }: Sizing,
  { agents: { rule, all }, activeGroups, settings, nowMs }: Matter,
): ScaleDown {
  const order = settings.giveBack ?? {};
  return {
    type: "scale-down",
    value: rule.value,
    agents: chooseAgents({ candidates, count: toGiveBack, all, activeGroups, order, nowMs }),
  };
}

/** What is expected once the action is taken: agents of the shapes asked for, the others of any. */
function expectedOf({ agents, shapes }: ScaleUp, askedAtMs: number): readonly Expected[] {
  const shaped = shapes.map(({ shape, agents: some }): Expected => ({ agents: some, askedAtMs, shape }));
  const others = agents - countExpected(shaped);
  return others === 0 ? shaped : [...shaped, { agents: others, askedAtMs }];
}
