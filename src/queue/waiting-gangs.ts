import type { Task } from "../model/task.ts";
import { changed, lookUp, type ShardedMap } from "../state/sharded-map.ts";
import { isInGang } from "./gangs.ts";

/** What a task says of its gang. */
export interface GangOfTask {
  readonly group: string;
  readonly least: number | undefined;
}

/** What the tasks of one gang say of it, and how many of them wait. */
interface WaitingGang extends GangOfTask {
  readonly waiting: number;
}

/** The gangs of which tasks wait in a queue, by group. */
export type WaitingGangs = ShardedMap<WaitingGang>;

/** What the task says of its gang, if it is of one. */
export function gangOf(task: Task): GangOfTask | undefined {
  return isInGang(task) ? { group: task.group, least: task.gang.least } : undefined;
}

/** The gangs when tasks of these have come, or have gone. Costs O(those given), and O(gangs that wait) where one is given. */
export function gangsAfter(
  gangs: WaitingGangs,
  moved: Iterable<GangOfTask | undefined>,
  step: 1 | -1,
): WaitingGangs {
  const counted = new Map<string, WaitingGang>();
  for (const gang of moved) {
    if (gang === undefined) continue;
    const { waiting } = counted.get(gang.group) ?? lookUp(gangs, gang.group) ?? { waiting: 0 };
    counted.set(gang.group, { ...gang, waiting: waiting + step });
  }
  return changed(
    gangs,
    new Map(Array.from(counted, ([group, gang]) => [group, gang.waiting === 0 ? undefined : gang])),
  );
}
