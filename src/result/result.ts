import type { Context } from "../agents/context.ts";
import type { Placement } from "../assignment/assignment.ts";
import type { Pending } from "../assignment/turn.ts";
import type { MatchInput, Round } from "../model/round.ts";
import { clusterAfterRound } from "../state/after-round.ts";
import { giveBack } from "./declines.ts";
import { demandOf } from "./demand.ts";
import { launchesOf } from "./launches.ts";

/** The round that the placements make: launches, declines, what stays pending, the next cluster. */
export function roundOf(
  { cluster, tasks, policy = {}, nowMs }: MatchInput,
  placements: readonly Placement[],
  pending: readonly Pending[],
  candidates: number,
  context: Context,
): Round {
  const { tables } = context;
  const launches = launchesOf(placements);
  const used = new Set<string>();
  for (const { offerIds } of launches) for (const id of offerIds) used.add(id);
  const { declines, held, givers } = giveBack(
    tables.agents,
    used,
    new Set(placements.map(({ agent }) => agent)),
    { cluster, policy, nowMs },
    demandOf(tasks, pending, context),
  );
  const gone = held.length === 0 ? undefined : used;
  if (gone !== undefined) for (const { offerId } of declines) used.add(offerId);
  return {
    assignments: placements.map(({ assignment }) => assignment),
    launches,
    declines,
    held,
    unmatched: pending.map(({ task, reason }) => ({ taskId: task.id, reason })),
    cluster: clusterAfterRound(cluster, { started: placements, gone, givers }),
    stats: { agents: candidates, tasks: tasks.length, ...context.counters },
  };
}
