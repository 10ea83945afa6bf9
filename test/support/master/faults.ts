import { register, unregister } from "./agents.ts";
import { allocate, giveBack, rescind, touch } from "./allocator.ts";
import { disconnect } from "./frameworks.ts";
import { drop } from "./inverse-offers.ts";
import type { Fields } from "./json.ts";
import { send, timestampOf } from "./send.ts";
import type { Agent, State, Task } from "./state.ts";
import { forgetTask, isTerminal, resume } from "./tasks.ts";

/**
 * The agent is gone. Removed: it has left for good, its tasks are TASK_LOST. Unreachable: it may come back; the tasks of
 * PARTITION_AWARE frameworks are TASK_UNREACHABLE until then, those of others TASK_LOST. After the tasks the offers are
 * rescinded, then comes the FAILURE.
 */
export function loseAgent(state: State, agent: Agent, how: "removed" | "unreachable"): void {
  const isRemoved = how === "removed";
  const told = new Set([...state.frameworks.values()].filter(({ subscriber }) => subscriber !== undefined));
  unregister(state, agent, how);
  if (!isRemoved) state.unreachable.set(agent.id, agent);
  for (const task of agent.tasks) {
    const isKept = !isRemoved && task.framework.capabilities.has("PARTITION_AWARE");
    if (!isTerminal(task.latest)) {
      tell(state, task, isKept ? "TASK_UNREACHABLE" : "TASK_LOST", {
        message: isRemoved
          ? `Agent ${agent.hostname} removed: the agent unregistered`
          : `Agent ${agent.hostname} is unreachable: health check timed out`,
        reason: "REASON_AGENT_REMOVED",
        ...(isKept ? { unreachable_time: { nanoseconds: Math.round(timestampOf(state) * 1e9) } } : {}),
      });
    }
    if (!isKept) forgetTask(state, task);
  }
  for (const offer of agent.offers) rescind(state, offer);
  for (const inverse of agent.inverseOffers) drop(state, inverse);
  for (const framework of told) {
    send(state, framework, { type: "FAILURE", failure: { agent_id: { value: agent.id } } });
  }
}

/** An unreachable agent is there again, with the tasks that were kept. */
export function returnAgent(state: State, agent: Agent): void {
  state.unreachable.delete(agent.id);
  register(state, agent);
  for (const task of agent.tasks) {
    resume(state, task);
    if (isTerminal(task.latest)) continue;
    tell(state, task, task.latest, { message: "Agent reregistered", reason: "REASON_AGENT_REREGISTERED" });
  }
  touch(state, agent);
  allocate(state);
}

function tell(state: State, task: Task, taskState: string, fields: Fields): void {
  task.told = taskState;
  const status = {
    task_id: { value: task.id },
    state: taskState,
    source: "SOURCE_MASTER",
    agent_id: { value: task.agent.id },
    timestamp: timestampOf(state),
    ...fields,
  };
  send(state, task.framework, { type: "UPDATE", update: { status } });
}

/**
 * Another master leads: all streams end without a word, all offers are gone, and operations are forgotten. Agents and tasks
 * come back at once, frameworks when they subscribe again, as long as their failover timeout lasts.
 */
export function failOver(state: State): void {
  for (const offer of state.offers.values()) giveBack(state, offer);
  for (const inverse of state.inverseOffers.values()) drop(state, inverse);
  for (const framework of state.frameworks.values()) {
    for (const { timer } of framework.operations.values()) timer?.cancel();
    framework.operations.clear();
    disconnect(state, framework);
  }
  state.masterId = state.random.uuid();
  state.counts.offer = 0;
}

/** Ends the stream of a framework without a word, or tears it down. */
export function endStream(state: State, frameworkId: string): void {
  const framework = state.frameworks.get(frameworkId);
  if (framework !== undefined) disconnect(state, framework);
}
