import { elementAt } from "../dense/number-at.ts";
import type { Tables } from "../dense/tables.ts";
import type { Quotas } from "../feasibility/quotas.ts";
import type { GangShortfall } from "../model/explanation.ts";
import type { UnmatchedReason } from "../model/round.ts";
import type { Task } from "../model/task.ts";
import type { GangTask } from "../queue/gangs.ts";
import type { Placement } from "./assignment.ts";
import { grow } from "./growth.ts";

/** A task that stays pending, and why. */
export interface Pending {
  readonly task: Task;
  readonly reason: UnmatchedReason;
}

/** A round as it goes on. */
export interface Play {
  readonly tables: Tables;
  readonly quotas: Quotas;
  readonly placements: Placement[];
  readonly pending: Pending[];
  /** How far gangs got that did not start, by group. */
  readonly shortGangs: Map<string, GangShortfall>;
}

/** Finds an agent for a task and puts it there, or says why it cannot. */
type Place = (task: Task) => Placement | UnmatchedReason;

/** Places a task that is in no gang, as `place` finds an agent for it, and gives it what it can use. */
export function playTask(task: Task, play: Play, place: Place): void {
  const { tables, quotas, placements, pending } = play;
  const placed = place(task);
  if (typeof placed === "string") {
    pending.push({ task, reason: placed });
    return;
  }
  placements.push(placed);
  quotas.hold(task, task.resources, 1);
  grow(placed, tables, quotas);
}

/**
 * Places the tasks of a gang, one after the other, as `place` finds agents for them. If fewer find one than it must have, all are taken
 * back, and everything is as it was. Those that stay are then given what they can use.
 */
export function playGang(gang: readonly GangTask[], play: Play, place: Place): void {
  const { tables, quotas, placements, pending } = play;
  const placedBefore = placements.length;
  const pendingBefore = pending.length;
  const due = placedBefore + mustStart(gang, tables);
  let toTry = gang.length;
  for (const task of gang) {
    const placed = placements.length + toTry-- < due ? "gang-incomplete" : place(task);
    if (typeof placed === "string") {
      pending.push({ task, reason: placed });
      continue;
    }
    placements.push(placed);
    quotas.hold(task, task.resources, 1);
  }
  if (placements.length < due) {
    const found = placements.length - placedBefore;
    play.shortGangs.set(elementAt(gang, 0).group, { needed: due - placedBefore, found });
    takeBack(gang, placedBefore, pendingBefore, play);
  }
  for (let i = placedBefore; i < placements.length; i++) grow(elementAt(placements, i), tables, quotas);
}

/** How many of the gang's tasks must start for any of them to. */
function mustStart(gang: readonly GangTask[], tables: Tables): number {
  const first = elementAt(gang, 0);
  const { least } = first.gang;
  return least === undefined ? gang.length : least - tables.coTasks.select(first, undefined).tasks.length;
}

function takeBack(
  gang: readonly GangTask[],
  placedBefore: number,
  pendingBefore: number,
  { tables, quotas, placements, pending }: Play,
): void {
  for (const { running } of placements.splice(placedBefore).toReversed()) {
    tables.takeBack();
    quotas.hold(running.task, running.task.resources, -1);
  }
  const reasons = new Map(pending.splice(pendingBefore).map(({ task, reason }) => [task, reason]));
  for (const task of gang) pending.push({ task, reason: reasons.get(task) ?? "gang-incomplete" });
}
