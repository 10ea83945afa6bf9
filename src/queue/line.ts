import { eachWithin, isFields, refuse } from "../model/input/expect.ts";
import { checkTask } from "../model/input/task.ts";
import type { Queue } from "../model/queue.ts";
import type { Task } from "../model/task.ts";
import { copyOf } from "./copy.ts";
import { knownQueue, tasksIn, type KnownQueue } from "./ledger.ts";

/** The tasks given to a round. */
export interface Line {
  /** Copies, in the order given; of a queue the tasks themselves, tier by tier and bucket by bucket. */
  readonly tasks: readonly Task[];
  /** Undefined where they came in a list. */
  readonly known: KnownQueue | undefined;
  /** Where in the input a task is. */
  readonly pathOf: (i: number) => string;
}

/** The tasks of a list or a queue. Costs O(tasks). Throws for what is neither, and for bad tasks. */
export function lineOf(value: unknown): Line {
  if (Array.isArray(value)) {
    return { tasks: tasksOf(value), known: undefined, pathOf: pathInList };
  }
  if (!isFields(value) || !Object.hasOwn(value, "tiers"))
    refuse("tasks", value, "an array of tasks, or a queue");
  const known = knownQueue("tasks", value);
  return { tasks: tasksIn(known.queue), known, pathOf: (i) => pathInQueue(known.queue, i) };
}

function tasksOf(values: readonly unknown[]): readonly Task[] {
  const tasks: Task[] = [];
  eachWithin(values, pathInList, (value) => {
    const task = isFields(value) ? copyOf(value) : value;
    checkTask(task);
    tasks.push(task);
  });
  return tasks;
}

function pathInList(i: number): string {
  return `tasks[${i}]`;
}

function pathInQueue({ tiers }: Queue, i: number): string {
  let before = 0;
  const paths = tiers.flatMap(({ buckets }, tier) =>
    buckets.flatMap(({ tasks }, bucket) => {
      const at = i - before;
      before += tasks.length;
      return at >= 0 && at < tasks.length ? [`tasks.tiers[${tier}].buckets[${bucket}].tasks[${at}]`] : [];
    }),
  );
  return paths.join("");
}
