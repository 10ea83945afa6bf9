import type { Policy } from "../model/policy.ts";
import type { Round } from "../model/round.ts";
import type { Task } from "../model/task.ts";
import { stuckTasks, type PendingTask } from "./gangs.ts";
import type { AutoscaleHistory, ShortSince } from "./history.ts";
import type { AutoscaleSettings } from "./settings.ts";

/** The reasons of tasks that more agents could help. */
const agentReasons: ReadonlySet<string> = new Set(["no-offers", "no-agent-fits", "gang-incomplete"]);

/** Whether a task that is unmatched for this reason is short of agents. */
export function isShort(reason: string): boolean {
  return agentReasons.has(reason);
}

/** Tasks that are short of agents, each list in the order of the tasks. */
export interface ShortTasks {
  /** Agents were asked for these. */
  readonly asked: readonly Task[];
  /** Agents may be asked for these. */
  readonly due: readonly Task[];
  /** These have not been short for long enough. */
  readonly delayed: readonly Task[];
  /** No agents help these: their gangs cannot start. */
  readonly stuck: readonly Task[];
  /** What is remembered of them, and of tasks that are pending for other reasons and have been short before. */
  readonly memory: readonly ShortSince[];
}

/**
 * Sorts out the tasks that are short of agents. What is remembered of a task is forgotten once it is placed or no longer pending. Costs
 * O(tasks).
 */
export function shortTasks(
  tasks: readonly Task[],
  { unmatched, cluster }: Round,
  policy: Policy,
  { short }: AutoscaleHistory,
  { scaleUpDelayMs = 0, askAgainAfterMs = Infinity }: AutoscaleSettings,
  nowMs: number,
): ShortTasks {
  const asked: Task[] = [];
  const due: Task[] = [];
  const delayed: Task[] = [];
  const stuck: Task[] = [];
  const memory: ShortSince[] = [];
  if (unmatched.length === 0) return { asked, due, delayed, stuck, memory };
  const reasons = new Map<string, string>(unmatched.map(({ taskId, reason }) => [taskId, reason]));
  const pending = tasks.flatMap((task): readonly PendingTask[] => {
    const reason = reasons.get(task.id);
    return reason === undefined ? [] : [{ task, isShort: isShort(reason) }];
  });
  const isStuck = stuckTasks(pending, cluster, policy);
  const before = new Map(short.map((each) => [each.taskId, each]));
  for (const { task, isShort: isShortNow } of pending) {
    const known = before.get(task.id);
    if (!isShortNow && known === undefined) continue;
    const { sinceMs, askedAtMs = -Infinity } = known ?? { sinceMs: nowMs };
    const isAsked = nowMs - askedAtMs < askAgainAfterMs;
    memory.push({ taskId: task.id, sinceMs, ...(isAsked && { askedAtMs }) });
    if (!isShortNow) continue;
    if (isStuck.has(task.id)) stuck.push(task);
    else if (isAsked) asked.push(task);
    else if (nowMs - sinceMs >= scaleUpDelayMs) due.push(task);
    else delayed.push(task);
  }
  return { asked, due, delayed, stuck, memory };
}
