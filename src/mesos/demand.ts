import { eachWithin, expectEach, expectFields, expectText } from "../model/input/expect.ts";
import type { Queue } from "../model/queue.ts";
import type { Launch } from "../model/round.ts";
import type { Task } from "../model/task.ts";
import { lineOf } from "../queue/line.ts";

/** For which roles offers are wanted. */
export interface Demand {
  /** The roles whose offers may be stopped: those that the framework has subscribed to. */
  readonly roles: readonly string[];
  /** All tasks that wait. Those that the round has assigned may be among them, so the tasks given to `match` will do. */
  readonly tasks: readonly Task[] | Queue;
  /** Roles whose offers are wanted though no task waits: something is to be released there, say. Default none. */
  readonly wanted?: readonly string[];
  /** Roles that are suppressed: what the last `callsFrom` returned; default none. Subscribing and REVIVE end it. */
  readonly suppressed?: readonly string[];
}

/** Which roles to suppress and to revive, in the order of the roles, and which are suppressed then. */
export interface Advice {
  readonly suppress: readonly string[];
  readonly revive: readonly string[];
  readonly suppressed: readonly string[];
}

/**
 * Suppresses roles for which no task waits, and revives those for which one does, where that is not so already. Costs O(tasks). Throws for what is
 * no demand; paths are relative to it.
 */
export function adviceOf(demand: Demand, launches: readonly Pick<Launch, "assignments">[]): Advice {
  expectFields("", demand);
  const { tasks, suppressed = [], wanted: asked = [] } = demand;
  expectEach("roles", demand.roles, checkRole);
  expectEach("suppressed", suppressed, checkRole);
  expectEach("wanted", asked, checkRole);
  const gone = new Set<string>();
  for (const { assignments } of launches) for (const { taskId } of assignments) gone.add(taskId);
  const wanted = new Set<string>(asked);
  eachWaiting(tasks, (id, role) => {
    if (!wanted.has(role) && !gone.has(id)) wanted.add(role);
  });
  const roles = [...new Set(demand.roles)];
  const quiet = new Set(suppressed);
  const suppress = roles.filter((role) => !wanted.has(role) && !quiet.has(role));
  const revive = roles.filter((role) => wanted.has(role) && quiet.has(role));
  const left = [...quiet].filter((role) => !revive.includes(role));
  return { suppress, revive, suppressed: [...left, ...suppress] };
}

/** Does something for the id and the role of each task, of which no more is looked at here. */
function eachWaiting(tasks: Demand["tasks"], act: (id: string, role: string) => void): void {
  if (!isList(tasks)) lineOf(tasks).tasks.forEach(({ id, role = "*" }) => act(id, role));
  else {
    eachWithin(tasks, inTasks, (task) => {
      const { id, role = "*" } = expectFields("", task);
      act(expectText("id", id), expectText("role", role));
    });
  }
}

function isList(tasks: Demand["tasks"]): tasks is readonly Task[] {
  return Array.isArray(tasks);
}

function inTasks(i: number): string {
  return `tasks[${i}]`;
}

function checkRole(role: unknown): void {
  expectText("", role);
}
