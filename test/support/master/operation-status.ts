import { at, isFields, listAt, textAt, type Fields } from "./json.ts";
import { send } from "./send.ts";
import type { Agent, Framework, Operation, State } from "./state.ts";

/** Tells what became of an operation, if it has an id: it worked on the agent, or there was a problem. */
export function tellOperation(
  state: State,
  framework: Framework,
  operation: Fields,
  agent: Agent | undefined,
  problem?: string,
): void {
  const id = textAt(operation, "id", "value");
  if (id === undefined) return;
  const uuid = agent === undefined ? undefined : state.random.bytes();
  const status = {
    operation_id: { value: id },
    state: agent === undefined ? "OPERATION_ERROR" : "OPERATION_FINISHED",
    ...(problem === undefined ? {} : { message: problem }),
    ...(uuid === undefined ? {} : { uuid: { value: uuid } }),
    ...(agent === undefined ? {} : { agent_id: { value: agent.id } }),
  };
  const known: Operation = { id, status, uuid, timer: undefined };
  if (uuid === undefined) sendStatus(state, framework, known);
  else {
    framework.operations.set(id, known);
    forward(state, framework, known, state.settings.retryMs);
  }
}

function forward(state: State, framework: Framework, operation: Operation, retryMs: number): void {
  sendStatus(state, framework, operation);
  operation.timer = state.clock.after(retryMs, () =>
    forward(state, framework, operation, Math.min(2 * retryMs, state.settings.longestRetryMs)),
  );
}

function sendStatus(state: State, framework: Framework, { status }: Operation): void {
  send(state, framework, { type: "UPDATE_OPERATION_STATUS", update_operation_status: { status } });
}

/** The framework has seen the status: it does not come again. */
export function acknowledgeOperation(framework: Framework, body: unknown): void {
  const operation = framework.operations.get(textAt(body, "operation_id", "value") ?? "");
  if (operation === undefined || operation.uuid !== textAt(body, "uuid")) return;
  operation.timer?.cancel();
  framework.operations.delete(operation.id);
}

/** Tells how the operations are, all that are known where none is named. */
export function reconcileOperations(state: State, framework: Framework, body: unknown): void {
  const named = listAt(body, "operations");
  const tell = (status: Fields): void => {
    send(state, framework, { type: "UPDATE_OPERATION_STATUS", update_operation_status: { status } });
  };
  if (named.length === 0) {
    for (const { status } of framework.operations.values()) tell(withoutUuid(status));
    return;
  }
  for (const each of named) {
    const id = textAt(each, "operation_id", "value") ?? "";
    const agentId = at(each, "agent_id");
    const known = framework.operations.get(id);
    if (known !== undefined) tell(withoutUuid(known.status));
    else {
      const isGone = state.agents.has(textAt(agentId, "value") ?? "");
      tell({
        operation_id: { value: id },
        state: isGone ? "OPERATION_GONE" : "OPERATION_UNKNOWN",
        message: "Reconciliation: Operation is unknown",
        ...(isFields(agentId) ? { agent_id: agentId } : {}),
      });
    }
  }
}

function withoutUuid({ uuid: _uuid, ...status }: Fields): Fields {
  return { ...status, message: "Reconciliation: Latest operation status" };
}
