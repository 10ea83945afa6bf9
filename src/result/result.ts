import type { Context } from "../agents/context.ts";
import type { Placement } from "../assignment/assignment.ts";
import type { Pending } from "../assignment/turn.ts";
import type { Decline, Launch, MatchInput, Round } from "../model/round.ts";
import { clusterAfterRound } from "../state/after-round.ts";
import { giveBack } from "./declines.ts";
import { demandOf } from "./demand.ts";
import { launchesOf } from "./launches.ts";

/** The round that the placements make: launches, declines, what stays pending, the next cluster. */
export function roundOf(
  input: MatchInput,
  placements: readonly Placement[],
  pending: readonly Pending[],
  candidates: number,
  context: Context,
): Round {
  const { cluster, tasks } = input;
  const { tables } = context;
  const { launches, byAgent, on } = launchesOf(placements, tables.agents.length);
  const demandOn = demandOf(tasks, pending, context);
  const { declines, held, gives } = giveBack(input, tables, on, demandOn);
  return {
    assignments: placements.map(({ assignment }) => assignment),
    launches,
    declines,
    held,
    unmatched: pending.map(({ task, reason }) => ({ taskId: task.id, reason })),
    cluster: clusterAfterRound(cluster, {
      byAgent,
      started: placements,
      gone: held.length === 0 ? undefined : offersOf(launches, declines),
      gives,
    }),
    stats: { agents: candidates, tasks: tasks.length, ...context.counters },
  };
}

/** The ids of the offers used and declined. */
function offersOf(launches: readonly Launch[], declines: readonly Decline[]): ReadonlySet<string> {
  const ids = new Set<string>();
  for (const { offerIds } of launches) for (const id of offerIds) ids.add(id);
  for (const { offerId } of declines) ids.add(offerId);
  return ids;
}
