// Asks the master how tasks are until it has spoken of each: calls get lost, and a master that has just been elected says
// nothing of the tasks of agents that it has not seen yet (Mesos, docs/reconciliation.md).

/** A task as RECONCILE names it. */
export interface NamedTask {
  readonly task_id: { readonly value: string };
  readonly agent_id: { readonly value: string };
}

/** The tasks of which the master is to speak. */
export interface Reconciliation {
  /** Asks about it if nothing has been heard by then, and again and again. */
  readonly ask: (task: NamedTask, fromMs: number) => void;
  /** The master has spoken of the task. */
  readonly heard: (taskId: string) => void;
  /** What to ask now: lists of tasks, one a call. */
  readonly due: (nowMs: number) => readonly (readonly NamedTask[])[];
}

const firstRetryMs = 5000;
const mostRetryMs = 60_000;
const tasksOfCall = 1000;

/** One that has nothing to ask. */
export function createReconciliation(): Reconciliation {
  const open = new Map<string, { readonly task: NamedTask; dueMs: number; retryMs: number }>();
  return {
    ask: (task, fromMs) => {
      open.set(task.task_id.value, { task, dueMs: fromMs, retryMs: firstRetryMs });
    },
    heard: (taskId) => void open.delete(taskId),
    due: (nowMs) => {
      const now: NamedTask[] = [];
      for (const each of open.values()) {
        if (each.dueMs > nowMs) continue;
        now.push(each.task);
        each.dueMs = nowMs + each.retryMs;
        each.retryMs = Math.min(2 * each.retryMs, mostRetryMs);
      }
      const lists: NamedTask[][] = [];
      while (now.length > 0) lists.push(now.splice(0, tasksOfCall));
      return lists;
    },
  };
}
