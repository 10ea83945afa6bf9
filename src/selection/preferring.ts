// Which tasks have preferences that pack or spread, and like the same.

import type { Ordering, Shares } from "../dense/order.ts";
import { likingText, orderingWith } from "../fitness/ordering.ts";
import type { Policy } from "../model/policy.ts";
import type { Task } from "../model/task.ts";

/** Tasks that like the rows in one order, each with how much that order tells of its weighted sum. */
export interface Kind {
  readonly ordering: Ordering;
  readonly tasks: { readonly task: Task; readonly weight: number }[];
}

/** A pool of their own takes fewer tasks longer than it saves. */
const enough = 4;

/** Of so many kinds at most, those of most tasks: every task is placed in the pools of all. */
const mostKinds = 32;

/** Of the tasks whose preferences pack or spread those kinds that are worth a pool; and first, if there are any, those that like the order `given`. */
export function kindsOf(
  tasks: readonly Task[],
  policy: Policy,
  shares: Shares,
  given: Ordering,
): readonly Kind[] {
  const ofGiven: Kind = { ordering: given, tasks: [] };
  const kinds = new Map([[JSON.stringify(given.likes), ofGiven]]);
  const byText = new Map<string, { readonly kind: Kind; readonly weight: number } | undefined>();
  for (const task of tasks) {
    const { preferences } = task;
    if (preferences === undefined) continue;
    const text = likingText(preferences);
    if (!byText.has(text)) {
      const ordering = orderingWith(preferences, policy, shares);
      byText.set(text, ordering && { kind: kindIn(kinds, ordering), weight: ordering.weight });
    }
    const found = byText.get(text);
    if (found !== undefined) found.kind.tasks.push({ task, weight: found.weight });
  }
  const others = [...kinds.values()].filter((kind) => kind !== ofGiven && kind.tasks.length >= enough);
  const most = others.toSorted((a, b) => b.tasks.length - a.tasks.length).slice(0, mostKinds);
  return [ofGiven, ...most];
}

function kindIn(kinds: Map<string, Kind>, ordering: Ordering): Kind {
  const text = JSON.stringify(ordering.likes);
  let kind = kinds.get(text);
  if (kind === undefined) {
    kind = { ordering, tasks: [] };
    kinds.set(text, kind);
  }
  return kind;
}
