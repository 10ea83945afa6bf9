import type { Task } from "../model/task.ts";

/** The gangs among some tasks. */
export interface Gangs {
  /** The tasks that have their turn when this one's comes: it alone, its gang; undefined where its gang has had its turn. */
  readonly turnOf: (task: Task) => readonly Task[] | undefined;
}

/** The gangs of the tasks, each with its tasks in the order given. Costs O(tasks). */
export function gangsIn(tasks: readonly Task[]): Gangs {
  const members = new Map<string, Task[]>();
  for (const task of tasks) {
    if (!isInGang(task)) continue;
    const gang = members.get(task.group);
    if (gang === undefined) members.set(task.group, [task]);
    else gang.push(task);
  }
  return {
    turnOf: (task) => {
      if (!isInGang(task)) return [task];
      const gang = members.get(task.group);
      members.delete(task.group);
      return gang;
    },
  };
}

/** Whether the task starts only with others. */
export function isInGang(
  task: Task,
): task is Task & { readonly group: string; readonly gang: NonNullable<Task["gang"]> } {
  return task.gang !== undefined && task.group !== undefined;
}
