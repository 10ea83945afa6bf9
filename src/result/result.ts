import type { Context } from "../agents/context.ts";
import type { Placement } from "../assignment/assignment.ts";
import type { Cluster, ClusterEvent } from "../model/cluster.ts";
import type { MatchInput, Round } from "../model/round.ts";
import { updateUnchecked } from "../state/state.ts";
import { giveBack } from "./declines.ts";
import { demandOf, type Pending } from "./demand.ts";
import { launchesOf } from "./launches.ts";

/** The round that the placements make: launches, declines, what stays pending, the next cluster. */
export function roundOf(
  { cluster, tasks, policy = {}, nowMs }: MatchInput,
  placements: readonly Placement[],
  pending: readonly Pending[],
  context: Context,
): Round {
  const { agents, count } = context.tables.rows;
  const launches = launchesOf(placements);
  const used = new Set(launches.flatMap(({ offerIds }) => offerIds));
  const { declines, held } = giveBack(
    agents,
    used,
    { cluster, policy, nowMs },
    demandOf(tasks, pending, context),
  );
  const gone = [...used, ...declines.map(({ offerId }) => offerId)];
  return {
    assignments: placements.map(({ assignment }) => assignment),
    launches,
    declines,
    held,
    unmatched: pending.map(({ task, reason }) => ({ taskId: task.id, reason })),
    cluster: nextCluster(cluster, placements, gone),
    stats: { agents: count, tasks: tasks.length, ...context.counters },
  };
}

/** The cluster once the tasks run and the offers are gone. */
function nextCluster(cluster: Cluster, placements: readonly Placement[], gone: readonly string[]): Cluster {
  const events: ClusterEvent[] = placements.map(({ running }) => ({ type: "task-started", running }));
  for (const offerId of gone) events.push({ type: "offer-rescinded", offerId });
  return updateUnchecked(cluster, events);
}
