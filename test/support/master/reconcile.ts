import { at, isFields, listAt, textAt, type Fields } from "./json.ts";
import { send, timestampOf } from "./send.ts";
import type { Framework, State } from "./state.ts";

/** Tells how the named tasks are; all that are known where none is named. */
export function reconcile(state: State, framework: Framework, body: unknown): void {
  const named = listAt(body, "tasks");
  if (named.length > 0) {
    for (const each of named) reconcileTask(state, framework, each);
    return;
  }
  for (const { id, agent, told } of framework.tasks.values()) {
    tell(state, framework, { value: id }, told, "Latest task state", { value: agent.id });
  }
}

/** Tells how one task is: `{ task_id, agent_id? }`. */
export function reconcileTask(state: State, framework: Framework, named: unknown): void {
  const isAware = framework.capabilities.has("PARTITION_AWARE");
  const taskId = at(named, "task_id");
  const agentId = at(named, "agent_id");
  const task = framework.tasks.get(textAt(taskId, "value") ?? "");
  if (task !== undefined) {
    tell(state, framework, taskId, task.told, "Latest task state", { value: task.agent.id });
  } else if (state.agents.has(textAt(agentId, "value") ?? "")) {
    tell(
      state,
      framework,
      taskId,
      isAware ? "TASK_GONE" : "TASK_LOST",
      "Task is unknown to the agent",
      agentId,
    );
  } else {
    tell(state, framework, taskId, isAware ? "TASK_UNKNOWN" : "TASK_LOST", "Task is unknown", agentId);
  }
}

function tell(
  state: State,
  framework: Framework,
  taskId: unknown,
  taskState: string,
  message: string,
  agentId: unknown,
): void {
  const status: Fields = {
    task_id: taskId,
    state: taskState,
    message: `Reconciliation: ${message}`,
    source: "SOURCE_MASTER",
    reason: "REASON_RECONCILIATION",
    ...(isFields(agentId) ? { agent_id: agentId } : {}),
    timestamp: timestampOf(state),
  };
  send(state, framework, { type: "UPDATE", update: { status } });
}
