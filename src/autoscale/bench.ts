import type { Cluster } from "../model/cluster.ts";
import type { Policy } from "../model/policy.ts";
import type { Task } from "../model/task.ts";
import type { ShortfallState } from "./actions.ts";
import { isShort } from "./pending.ts";
import { settle } from "./scene.ts";
import { trialWith, type Line, type Setting, type Trial } from "./trial.ts";

/** What trials go on from. */
export interface Bench {
  readonly policy: Policy;
  readonly toLine: (tasks: readonly Task[]) => Line;
  readonly nowMs: number;
  readonly nextId: () => string;
  /** With the tasks of earlier trials in their places. */
  cluster: Cluster;
  /** The ids of agents that earlier trials gave tasks. */
  readonly used: Set<string>;
  readonly states: Map<string, ShortfallState>;
}

/** What trials of the tasks have in common. */
export function settingOf({ policy, nowMs, toLine }: Bench, tasks: readonly Task[]): Setting {
  return { tasks: toLine(tasks), policy, nowMs };
}

/** The trial of the tasks without new agents. */
export function trialWithout(tasks: readonly Task[], bench: Bench): Trial {
  return trialWith([], { cluster: bench.cluster, newAgents: [] }, settingOf(bench, tasks));
}

/** Puts as many of the tasks as possible where there is room. */
export function place(tasks: readonly Task[], state: ShortfallState, bench: Bench): void {
  for (const { id } of tasks) bench.states.set(id, state);
  if (tasks.length > 0) settleTrial(trialWithout(tasks, bench), bench);
}

/** Puts the tasks of a trial where it put them. */
export function settleTrial({ cluster, round }: Trial, bench: Bench): void {
  bench.cluster = settle(cluster, round);
  for (const { agentId } of round.launches) bench.used.add(agentId);
}

/** Says of the tasks that a trial did not place why, unless it is known better. What holds one task of a gang back holds all of it back. */
export function noteStates({ round: { unmatched } }: Trial, tasks: readonly Task[], { states }: Bench): void {
  const gangOf = new Map(tasks.map(({ id, gang, group }) => [id, gang && group]));
  const held = new Set(
    unmatched.flatMap(({ taskId, reason }) => (isShort(reason) ? [] : (gangOf.get(taskId) ?? []))),
  );
  for (const { taskId, reason } of unmatched) {
    const gang = gangOf.get(taskId);
    const isHeld = !isShort(reason) || (gang !== undefined && held.has(gang) && reason === "gang-incomplete");
    const known = states.get(taskId);
    if (known !== "at-max-size" && known !== "limited") states.set(taskId, isHeld ? "limited" : "unservable");
  }
}
