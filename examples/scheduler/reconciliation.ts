// Asks the master how tasks are until it has answered for each: a master that has just been elected says nothing of the
// tasks of agents that it has not seen yet (Mesos, docs/reconciliation.md).

/** A task as RECONCILE names it. */
export interface NamedTask {
  readonly task_id: { readonly value: string };
  readonly agent_id: { readonly value: string };
}

/** The tasks whose state is to be asked for. */
export interface Reconciliation {
  /** Asks about these, from now on. */
  readonly start: (tasks: readonly NamedTask[], nowMs: number) => void;
  /** The master has spoken of the task. */
  readonly answered: (taskId: string) => void;
  /** What to ask now: lists of tasks, one a call. */
  readonly due: (nowMs: number) => readonly (readonly NamedTask[])[];
}

const firstRetryMs = 5000;
const mostRetryMs = 60_000;
const tasksOfCall = 1000;

/** One that has nothing to ask. */
export function createReconciliation(): Reconciliation {
  let open = new Map<string, NamedTask>();
  let retryMs = firstRetryMs;
  let dueMs = 0;
  return {
    start: (tasks, nowMs) => {
      open = new Map(tasks.map((task) => [task.task_id.value, task]));
      retryMs = firstRetryMs;
      dueMs = nowMs;
    },
    answered: (taskId) => void open.delete(taskId),
    due: (nowMs) => {
      if (open.size === 0 || nowMs < dueMs) return [];
      dueMs = nowMs + retryMs;
      retryMs = Math.min(2 * retryMs, mostRetryMs);
      const left = [...open.values()];
      const lists: NamedTask[][] = [];
      while (left.length > 0) lists.push(left.splice(0, tasksOfCall));
      return lists;
    },
  };
}
