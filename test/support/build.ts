import {
  clusterOf,
  InvalidInputError,
  match,
  type Assignment,
  type Cluster,
  type Offer,
  type Policy,
  type Round,
  type RunningTask,
  type Task,
} from "../../src/index.ts";

/** An offer of 4 cpus and 1000 MiB of agent `a1` on `h1`, unless the fields say otherwise. */
export function offer(fields: Partial<Offer> = {}): Offer {
  return { id: "o1", agentId: "a1", hostname: "h1", resources: { cpus: 4, mem: 1000 }, ...fields };
}

/** The offer `o<n>` of agent `a<n>` on `h<n>`. */
export function offerOf(n: number, fields: Partial<Offer> = {}): Offer {
  return offer({ id: `o${n}`, agentId: `a${n}`, hostname: `h${n}`, ...fields });
}

/** A task that asks 1 cpu, unless the fields say otherwise. */
export function task(fields: Partial<Task> = {}): Task {
  return { id: "t1", resources: { cpus: 1 }, ...fields };
}

/** The task running on agent `a<n>` on `h<n>`. */
export function runningOn(n: number, fields: Partial<Task>, more: Partial<RunningTask> = {}): RunningTask {
  return { task: task(fields), agentId: `a${n}`, hostname: `h${n}`, ...more };
}

/** One offer per list of fields, of the agents `a1`, `a2`, … */
export function offersOf(...fields: readonly Partial<Offer>[]): readonly Offer[] {
  return fields.map((each, i) => offerOf(i + 1, each));
}

/** So many offers, of the agents `a100`, `a101`, …, whose names are in that order: up to 900. */
export function offersFrom100(count: number, fields: (i: number) => Partial<Offer>): readonly Offer[] {
  return Array.from({ length: count }, (_, i) => offerOf(100 + i, fields(i)));
}

/** The round of the tasks on the cluster at time 0. */
export function round(cluster: Cluster, tasks: readonly Task[], policy: Policy = {}): Round {
  return match({ cluster, tasks, policy, nowMs: 0 });
}

/** The round of the tasks over the offers and the running tasks, at time 0. */
export function roundOver(
  offers: readonly Offer[],
  tasks: readonly Task[],
  policy: Policy = {},
  running: readonly RunningTask[] = [],
): Round {
  return round(clusterOf(offers, running), tasks, policy);
}

/** The agent of every task that was placed. */
export function placesOf({ assignments }: Round): Readonly<Record<string, string>> {
  return Object.fromEntries(assignments.map(({ taskId, agentId }) => [taskId, agentId]));
}

/** The assignment of the task. */
export function assignmentOf({ assignments }: Round, taskId: string = "t1"): Assignment {
  const found = assignments.find((each) => each.taskId === taskId);
  if (found === undefined) throw new Error(`${taskId} is not assigned`);
  return found;
}

/** What the call refuses. */
export function refusalOf(call: () => unknown): InvalidInputError {
  try {
    call();
  } catch (error) {
    if (error instanceof InvalidInputError) return error;
    throw error;
  }
  throw new Error("nothing was refused");
}

/** The text of what the call refuses. */
export function refusalText(call: () => unknown): string {
  return refusalOf(call).message;
}

/** The value, frozen with all it holds. */
export function deepFreeze<T>(value: T): T {
  const left: unknown[] = [value];
  while (left.length > 0) {
    const each = left.pop();
    if (typeof each !== "object" || each === null || Object.isFrozen(each)) continue;
    Object.freeze(each);
    left.push(...Object.values(each));
  }
  return value;
}

/** A list of so many holes, for whatever type. */
export function holes(length: number): never {
  const list: unknown[] = [];
  list.length = length;
  return list as never;
}
