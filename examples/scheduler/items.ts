// What becomes of an instance of a job: it waits, it is launched, it ends, and perhaps waits again as another attempt.
import type { RunningTask } from "stowage";
import { claimOn, type MesosResource } from "stowage/mesos";
import type { Job } from "./jobs.ts";

/** An instance of a job, as it is stored. */
export interface Item {
  readonly id: string;
  readonly jobId: string;
  /** From 1. Each attempt has an id of its own: a master takes none twice, and late news of an earlier one must end no later one. */
  readonly attempt: number;
  /** How often it has failed of itself since it last ran well. */
  readonly failures: number;
  readonly phase: "waiting" | "launched" | "finished" | "failed";
  /** When this phase began. */
  readonly sinceMs: number;
  /** When it may be launched. */
  readonly readyAtMs: number;
  /** Where this attempt is, with what it holds. */
  readonly running?: RunningTask;
  /** Of a pod: the states in which tasks have ended. */
  readonly ends?: Readonly<Record<string, string>>;
  readonly claim?: Claim;
}

/** What an instance with volumes keeps on an agent. */
interface Claim {
  readonly agentId: string;
  /** What a task asks to get just this again. */
  readonly asked: ReturnType<typeof claimOn>;
  /** Its task has been seen: so the volumes have been made. */
  readonly isSure: boolean;
}

/** The id of the attempt: `web.0`, then `web.0-2`. */
export function attemptId({ id, attempt }: Item): string {
  return attempt === 1 ? id : `${id}-${attempt}`;
}

/** The attempt has been given to an agent; `given` is what its TaskInfo names, for one that makes volumes. */
export function launched(
  item: Item,
  running: RunningTask,
  given: readonly MesosResource[] | undefined,
  nowMs: number,
): Item {
  const claim = given && { agentId: running.agentId, asked: claimOn(given), isSure: false };
  return { ...item, phase: "launched", sinceMs: nowMs, running, ...(claim && { claim }) };
}

/** The label under which resources are reserved for an item. */
export const itemLabel = "item";

/** Whether the item wants what is kept for it on that agent: a volume, or without `volumeId` something reserved. */
export function wants({ phase, claim }: Item, agentId: string, volumeId: string | undefined): boolean {
  if (phase === "finished" || phase === "failed" || claim?.agentId !== agentId) return false;
  return (
    !claim.isSure || volumeId === undefined || claim.asked.disks?.some(({ id }) => id === volumeId) === true
  );
}

/** States in which a task was seen by an agent. */
const seen: ReadonlySet<string> = new Set(
  ["STARTING", "RUNNING", "KILLING", "FINISHED", "FAILED", "KILLED"].map((state) => `TASK_${state}`),
);

/** The attempt is in that state; the same item if this is no news worth storing. */
export function settled(item: Item, state: string): Item {
  const { claim } = item;
  if (claim === undefined || claim.isSure || !seen.has(state)) return item;
  return { ...item, claim: { ...claim, isSure: true } };
}

/** An attempt that has run for so long has run well. */
const wellMs = 60_000;
const leastBackOffMs = 1000;
const mostBackOffMs = 60_000;

/** The attempt has ended. What was not its own fault is tried again at once. */
export function ended(item: Item, job: Job, state: string, isAgentGone: boolean, nowMs: number): Item {
  const { running: _running, ends: _ends, claim, ...rest } = settled(item, state);
  const kept = claim?.isSure === true && !isAgentGone ? { claim } : {};
  const last = { ...rest, ...kept, sinceMs: nowMs };
  if (state === "TASK_FINISHED" && job.kind === "batch") return { ...last, phase: "finished" };
  const waiting = { ...last, phase: "waiting", attempt: item.attempt + 1, readyAtMs: nowMs } as const;
  const isOwnFault = state === "TASK_FAILED" || state === "TASK_ERROR" || state === "TASK_FINISHED";
  if (!isOwnFault) return waiting;
  const failures = nowMs - item.sinceMs < wellMs || job.kind === "batch" ? item.failures + 1 : 1;
  if (job.kind === "batch" && failures >= (job.maxFailures ?? 5))
    return { ...last, failures, phase: "failed" };
  const backOffMs = Math.min(leastBackOffMs * 2 ** (failures - 1), mostBackOffMs);
  return { ...waiting, failures, readyAtMs: nowMs + backOffMs };
}

/** How an attempt has ended, all of whose tasks have: by the first fault of its own, if any. */
export function endOfPod(ends: Readonly<Record<string, string>>): string {
  const states = Object.values(ends);
  const first = (isIt: (state: string) => boolean): string | undefined => states.find(isIt);
  return (
    first((state) => state === "TASK_FAILED" || state === "TASK_ERROR") ??
    first((state) => state !== "TASK_FINISHED") ??
    "TASK_FINISHED"
  );
}
