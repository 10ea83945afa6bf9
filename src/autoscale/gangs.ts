import type { Cluster } from "../model/cluster.ts";
import type { Policy } from "../model/policy.ts";
import type { Task } from "../model/task.ts";
import { isInGang } from "../queue/gangs.ts";
import { fleetOf } from "../state/fleets.ts";

/** A pending task, and whether it is one that more agents could help. */
export interface PendingTask {
  readonly task: Task;
  readonly isShort: boolean;
}

/** A gang of which tasks are pending. */
interface Gang {
  readonly least: number | undefined;
  /** So many tasks of its group that are in no gang wait for agents before it: they count once they have some. */
  readonly before: number;
  readonly ids: string[];
  /** So many of them wait for something else. */
  held: number;
}

/**
 * The ids of tasks whose gangs cannot start, however many agents there are: too many of the gang wait for something else, or it is more than a
 * round may place. Costs O(pending tasks); O(running tasks) too where too few of a gang of a least number could be placed.
 */
export function stuckTasks(
  pending: readonly PendingTask[],
  cluster: Cluster,
  { maxAssignments = Infinity }: Policy,
): ReadonlySet<string> {
  const gangs = new Map<string, Gang>();
  const others = new Map<string, number>();
  for (const { task, isShort } of pending) {
    if (!isInGang(task)) {
      if (isShort && task.group !== undefined) others.set(task.group, (others.get(task.group) ?? 0) + 1);
      continue;
    }
    const before = others.get(task.group) ?? 0;
    const gang = gangs.get(task.group) ?? { least: task.gang.least, before, ids: [], held: 0 };
    gangs.set(task.group, gang);
    gang.ids.push(task.id);
    if (!isShort) gang.held++;
  }
  const runningIn = (group: string): number => fleetOf(cluster).coTasks.ofGroup(group).tasks.length;
  const stuck = [...gangs].filter(([group, { least, before, ids, held }]) => {
    const most = Math.min(ids.length - held, maxAssignments);
    if (least === undefined) return ids.length > most;
    return least > most && least - before - runningIn(group) > most;
  });
  return new Set(stuck.flatMap(([, { ids }]) => ids));
}
