import { elementAt } from "../dense/number-at.ts";
import type { Tables } from "../dense/tables.ts";
import type { Quotas } from "../feasibility/quotas.ts";
import type { UnmatchedReason } from "../model/round.ts";
import type { Task } from "../model/task.ts";
import type { Turn } from "../queue/turns.ts";
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
}

/**
 * Places the tasks of a turn, one after the other, as `place` finds agents for them. If fewer of a gang find one than it must have, all are taken
 * back, and everything is as it was. Those that stay are then given what they can use.
 */
export function playTurn(turn: Turn, play: Play, place: (task: Task) => Placement | UnmatchedReason): void {
  const { tables, quotas, placements, pending } = play;
  const placedBefore = placements.length;
  const pendingBefore = pending.length;
  const due = placedBefore + mustStart(turn, tables);
  let toTry = turn.length;
  for (const task of turn) {
    const placed = placements.length + toTry-- < due ? "gang-incomplete" : place(task);
    if (typeof placed === "string") {
      pending.push({ task, reason: placed });
      continue;
    }
    placements.push(placed);
    quotas.hold(task, task.resources, 1);
  }
  if (placements.length < due) takeBack(turn, placedBefore, pendingBefore, play);
  for (let i = placedBefore; i < placements.length; i++) grow(elementAt(placements, i), tables, quotas);
}

/** How many of the turn's tasks must start for any of them to. */
function mustStart(turn: Turn, tables: Tables): number {
  const [first] = turn;
  if (first?.gang === undefined) return 0;
  const { least } = first.gang;
  return least === undefined ? turn.length : least - tables.coTasks.select(first, undefined).tasks.length;
}

function takeBack(
  turn: Turn,
  placedBefore: number,
  pendingBefore: number,
  { tables, quotas, placements, pending }: Play,
): void {
  for (const { running } of placements.splice(placedBefore).toReversed()) {
    tables.takeBack();
    quotas.hold(running.task, running.task.resources, -1);
  }
  const reasons = new Map(pending.splice(pendingBefore).map(({ task, reason }) => [task, reason]));
  for (const task of turn) pending.push({ task, reason: reasons.get(task) ?? "gang-incomplete" });
}
