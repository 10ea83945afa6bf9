import { within } from "../model/input/expect.ts";
import type { ScaleUp, ScalingAction } from "./actions.ts";
import {
  countExpected,
  isOwnHistory,
  withoutFirst,
  type AutoscaleHistory,
  type Expected,
} from "./history.ts";
import { checkAction } from "./input/action.ts";
import { checkHistory } from "./input/history.ts";
import { covers } from "./shapes.ts";

/**
 * The history as if the action had asked for nothing, for one that failed outside: the agents of a scale-up are no longer expected, and
 * its tasks may be asked for again once the cooldown is over; the agents of a scale-down may be named again (send `agent-enabled` so that they
 * get work again at once). Where a part of the agents came, leave these out of `agents`. Costs O(history).
 *
 * @throws InvalidInputError for what is no history, or no action.
 */
export function forgetAction(history: AutoscaleHistory, action: ScalingAction): AutoscaleHistory {
  if (!isOwnHistory(history)) within("history", history, checkHistory);
  within("action", action, checkAction);
  if (action.type === "scale-down") {
    const named = new Set(action.agents.map(({ agentId }) => agentId));
    return { ...history, removed: history.removed.filter((id) => !named.has(id)) };
  }
  const asked = new Set(action.taskIds);
  return {
    ...history,
    short: history.short.map((each) =>
      asked.has(each.taskId) ? { taskId: each.taskId, sinceMs: each.sinceMs } : each,
    ),
    rules: history.rules.map((each) =>
      each.value === action.value ? { ...each, expected: withoutThose(each.expected, action) } : each,
    ),
  };
}

/** The expectations without the agents of the action: of its shapes, then of none, then of others; those asked for last before the others. */
function withoutThose(expected: readonly Expected[], { agents, shapes }: ScaleUp): readonly Expected[] {
  const before = countExpected(expected);
  let rest: readonly Expected[] = expected.toReversed();
  const take = (most: number, isLike: (each: Expected) => boolean): void => {
    const left = agents - (before - countExpected(rest));
    rest = withoutFirst(rest, Math.min(most, left), isLike);
  };
  for (const { shape, agents: some } of shapes) {
    take(some, (each) => each.shape !== undefined && covers(each.shape, shape) && covers(shape, each.shape));
  }
  take(agents, ({ shape }) => shape === undefined);
  take(agents, () => true);
  return rest.toReversed();
}
