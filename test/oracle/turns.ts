import type { Task } from "../../src/index.ts";
import { compare } from "./amounts.ts";
import type { Standing } from "./standing.ts";
import { tasksOfAll } from "./standing.ts";
import { bucketOf, dominantShare, isBelowGuarantee } from "./tiers.ts";

/** The task whose turn is next, of those that have not been tried; undefined when all have. */
export function nextTask(standing: Standing, tried: ReadonlySet<Task>): Task | undefined {
  const waiting = standing.input.tasks.filter((task) => !tried.has(task));
  if (standing.queue === undefined) return waiting[0];
  const tier = Math.min(...waiting.map((task) => bucketOf(task).tier));
  const inTier = waiting.filter((task) => bucketOf(task).tier === tier);
  const heads = inTier.filter(
    (task) => inTier.find((other) => bucketOf(other).name === bucketOf(task).name) === task,
  );
  return heads.toSorted((a, b) => compareTurns(standing, a, b))[0];
}

function compareTurns(standing: Standing, a: Task, b: Task): number {
  const [first, second] = [bucketOf(a), bucketOf(b)];
  return (
    Number(isBelowGuarantee(standing, second)) - Number(isBelowGuarantee(standing, first)) ||
    dominantShare(standing, first) - dominantShare(standing, second) ||
    compare(first.name, second.name)
  );
}

/** The tasks that have their turn with this one: its gang, if it is of one. */
export function turnOf({ input }: Standing, task: Task): readonly Task[] {
  if (task.gang === undefined) return [task];
  return input.tasks.filter((other) => other.gang !== undefined && other.group === task.group);
}

/** How many of the turn's tasks must be placed for any of them to be. */
export function mustStart(standing: Standing, turn: readonly Task[]): number {
  const [first] = turn;
  if (first?.gang === undefined) return 0;
  const { least } = first.gang;
  if (least === undefined) return turn.length;
  return least - tasksOfAll(standing).filter(({ placed }) => placed.task.group === first.group).length;
}
