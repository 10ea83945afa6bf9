import type { Task } from "../model/task.ts";

/** A task of a gang. */
export type GangTask = Task & { readonly group: string; readonly gang: NonNullable<Task["gang"]> };

/** The gangs among some tasks: gives each to the first who asks, with its tasks in the order given; undefined to the others. Costs O(tasks). */
export function gangsIn(tasks: readonly Task[]): (task: GangTask) => readonly GangTask[] | undefined {
  const members = new Map<string, GangTask[]>();
  for (const task of tasks) {
    if (!isInGang(task)) continue;
    const gang = members.get(task.group);
    if (gang === undefined) members.set(task.group, [task]);
    else gang.push(task);
  }
  return ({ group }) => {
    const gang = members.get(group);
    members.delete(group);
    return gang;
  };
}

/** Whether the task starts only with others. */
export function isInGang(task: Task): task is GangTask {
  return task.gang !== undefined && task.group !== undefined;
}
