import { at } from "./json.ts";
import type { Pool } from "./portions.ts";
import { inWords, reservationRole } from "./resource.ts";
import type { Agent, Task } from "./state.ts";

/** An agent as tests see it; resources in words. */
export interface AgentView {
  readonly id: string;
  readonly hostname: string;
  readonly total: string;
  readonly free: string;
  readonly taskIds: readonly string[];
  readonly executorIds: readonly string[];
}

function words(pool: Pool): string {
  return inWords(pool.values(), "*").replaceAll("(allocated: *)", "");
}

/** A task as tests see it. */
export interface TaskView {
  readonly id: string;
  readonly agentId: string;
  readonly role: string;
  /** What its agent knows, and what the framework was last told. */
  readonly state: string;
  readonly told: string;
  readonly launchedMs: number;
  readonly executorId: string | undefined;
}

/** A persistent volume as tests see it. */
export interface VolumeView {
  readonly id: string;
  readonly agentId: string;
  readonly role: string;
  readonly amount: number;
  readonly isShared: boolean;
  /** All tasks that have used it, in order. */
  readonly usedBy: readonly string[];
  /** DiskInfo. */
  readonly disk: unknown;
}

/** See AgentView. */
export function agentView({ id, hostname, total, free, tasks, executors }: Agent): AgentView {
  return {
    id,
    hostname,
    total: words(total),
    free: words(free),
    taskIds: [...tasks].map((task) => task.id),
    executorIds: [...executors].map((executor) => executor.id),
  };
}

/** See TaskView. */
export function taskView({ id, agent, candidate, latest, told, launchedMs, executor }: Task): TaskView {
  return {
    id,
    agentId: agent.id,
    role: candidate.role,
    state: latest,
    told,
    launchedMs,
    executorId: executor?.id,
  };
}

/** The volumes of an agent. */
export function volumesOf({ id: agentId, total, volumeUsers }: Agent): readonly VolumeView[] {
  return [...total.values()].flatMap(({ kind, amount }) =>
    kind.volumeId === undefined
      ? []
      : [
          {
            id: kind.volumeId,
            agentId,
            role: reservationRole(kind),
            amount: amount / 1000,
            isShared: kind.isShared,
            usedBy: [...(volumeUsers.get(kind.key) ?? [])],
            disk: at(kind, "disk"),
          },
        ],
  );
}
