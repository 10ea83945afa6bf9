import { expectEach, expectText } from "../model/input/expect.ts";
import type { Task } from "../model/task.ts";
import { lineOf } from "../queue/line.ts";

/** The tasks of each of the roles for which one waits, in the order of the roles. Costs O(tasks). Throws for what is no list of tasks or roles. */
export function tasksByRole(tasks: unknown, roles: unknown): ReadonlyMap<string, readonly Task[]> {
  const waiting = new Map<string, Task[]>();
  expectEach("options.roles", roles, (role) => waiting.set(expectText("", role), []));
  for (const task of lineOf(tasks).tasks) waiting.get(task.role ?? "*")?.push(task);
  return new Map([...waiting].filter(([, list]) => list.length > 0));
}
